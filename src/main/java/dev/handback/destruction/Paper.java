package dev.handback.destruction;

/** A file somebody handed in, kept unaltered in the vault: a proof of service, the holder's own certificate. */
public record Paper(String sha256, String name, long bytes) {}
