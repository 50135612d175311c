package dev.handback.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code handback.https}.
 *
 * @param https true when browsers reach us by https, also through a proxy, which we cannot see
 */
@ConfigurationProperties("handback")
record HttpsSettings(@DefaultValue("false") boolean https) {}
