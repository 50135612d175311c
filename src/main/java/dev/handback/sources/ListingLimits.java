package dev.handback.sources;

/**
 * What a list of everything may cost.
 *
 * @param places longest list; more is refused, never cut short
 * @param requests most questions, so that pages cannot go on for ever
 */
public record ListingLimits(RemoteLimits remote, StoreLimits store, int places, int requests) {}
