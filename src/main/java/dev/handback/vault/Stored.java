package dev.handback.vault;

import dev.handback.Sha256;

/** What the vault holds: its name, which is the digest of its bytes, and how many bytes. */
public record Stored(Sha256 sha256, long bytes) {}
