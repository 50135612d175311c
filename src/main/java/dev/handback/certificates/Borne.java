package dev.handback.certificates;

import static dev.handback.certificates.EvidenceOnLedger.BY_TIME;
import static dev.handback.certificates.EvidenceOnLedger.says;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An exception that two persons approved and nobody refused, told from the ledger's entries alone.
 *
 * @param asked the fact of table {@code exception_asked}
 * @param decisions on it, the oldest first
 */
record Borne(JsonNode asked, List<JsonNode> decisions) {
    private static final Comparator<Borne> BY_FACT =
            Comparator.comparing(borne -> borne.asked().path("fact").asText());

    /** In the order in which they were asked for. */
    static List<Borne> of(String asset, Entries facts) {
        return facts.of("exception_asked", asset)
                .map(asked -> new Borne(asked, decisions(asset, asked, facts)))
                .filter(borne -> borne.decisions().stream().noneMatch(says("decision", "REFUSED")))
                .filter(borne -> borne.approvals().size() >= 2)
                .sorted(Comparator.comparing(Borne::asked, BY_TIME).thenComparing(BY_FACT))
                .toList();
    }

    /** The one decided last among those of these purposes. */
    static Optional<Borne> newest(Collection<Borne> all, Set<String> purposes) {
        return all.stream()
                .filter(borne -> purposes.contains(borne.asked().path("purpose").asText()))
                .min(Comparator.comparing(Borne::decidedAt).reversed().thenComparing(BY_FACT));
    }

    private static List<JsonNode> decisions(String asset, JsonNode asked, Entries facts) {
        return facts.of("exception_decided", asset)
                .filter(says("asked", asked.path("fact").asText()))
                .sorted(BY_TIME)
                .toList();
    }

    private List<JsonNode> approvals() {
        return decisions.stream().filter(says("decision", "APPROVED")).toList();
    }

    OffsetDateTime decidedAt() {
        return EvidenceOnLedger.at(decisions.get(decisions.size() - 1));
    }

    String approvedBy() {
        return approvals().stream()
                .map(approval -> approval.path("actor").asText())
                .collect(Collectors.joining(", "));
    }
}
