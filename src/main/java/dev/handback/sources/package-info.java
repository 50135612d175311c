/** Clients of holders' systems under one egress policy: connections, git, S3, deliveries. */
@NullMarked
@ApplicationModule(allowedDependencies = "vault")
package dev.handback.sources;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
