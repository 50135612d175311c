package dev.handback.custody;

import java.time.Instant;

/**
 * A checkpoint with the time-stamp of an authority over the bytes of its note.
 *
 * @param token the TimeStampToken in DER, as {@code openssl ts -verify -token_in} reads it
 * @param authority that was asked
 * @param at the time that the token says
 */
public record CheckpointStamp(Checkpoint checkpoint, byte[] token, String authority, Instant at) {}
