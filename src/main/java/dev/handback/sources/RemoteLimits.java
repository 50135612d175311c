package dev.handback.sources;

import java.time.Duration;

/**
 * What a holder's system may cost us.
 *
 * @param connect until a connection stands
 * @param stall longest silence
 * @param wallTime longest whole conversation
 * @param advertisementBytes longest list of refs, in bytes
 * @param refs longest list of refs
 */
public record RemoteLimits(Duration connect, Duration stall, Duration wallTime, long advertisementBytes, int refs) {}
