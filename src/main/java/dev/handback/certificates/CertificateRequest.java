package dev.handback.certificates;

import java.time.Instant;
import java.util.List;

/** What operations asked to be certified; drawn up as often as needed until it is decided. */
public record CertificateRequest(
        String request, String exitId, String kind, String finality, List<String> scope, String actor, Instant at) {}
