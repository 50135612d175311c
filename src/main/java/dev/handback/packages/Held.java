package dev.handback.packages;

import dev.handback.Sha256;

/** Bytes of an attempt, as a fact on the ledger or a manifest names them. */
record Held(String name, Sha256 sha256, long bytes) {}
