package dev.handback.sources;

import java.time.Duration;

/**
 * How patient we are with a holder's S3 store.
 *
 * @param connect until a connection stands
 * @param stall longest silence
 * @param parallel requests at once
 */
public record StoreLimits(Duration connect, Duration stall, int parallel) {}
