package dev.handback.certificates;

import dev.handback.exits.Gate;
import java.time.Instant;
import java.util.List;

/** What operations asked to be certified; drawn up as often as needed until it is decided. */
public record CertificateRequest(
        String request, String exitId, String kind, String finality, List<String> scope, String actor, Instant at) {

    /** The gate it is drawn up and signed through. */
    public Gate gate() {
        return gate(kind);
    }

    static Gate gate(String kind) {
        return switch (kind) {
            case "DESTRUCTION" -> Gate.SIGN_DESTRUCTION;
            case "DRILL_REPORT" -> Gate.DRILL_REPORT;
            default -> Gate.SIGN_RETURN;
        };
    }
}
