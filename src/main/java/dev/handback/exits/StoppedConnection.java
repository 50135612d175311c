package dev.handback.exits;

import java.time.Instant;
import java.util.UUID;

/** A connection that its holder refused; nothing is retrieved over it until legal resumes it. */
public record StoppedConnection(UUID fact, String exitId, String connection, String asset, String cause, Instant at) {}
