package dev.handback.certificates;

import java.time.Instant;

/** Who approves a document, in which role, when, and by which sentence; it goes into the signature. */
public record SealIntent(String signerName, String role, Instant at, String intentSentence) {}
