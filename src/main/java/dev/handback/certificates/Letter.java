package dev.handback.certificates;

import static dev.handback.certificates.EvidenceOnLedger.BY_TIME;
import static dev.handback.certificates.EvidenceOnLedger.last;
import static dev.handback.certificates.EvidenceOnLedger.says;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;

/**
 * What one letter of the holder says of one asset, and what legal made of it, told from the ledger's entries alone.
 *
 * @param letter the fact of table {@code attestation}
 * @param said its row about the asset, in the words of {@link Attested}
 * @param decisions of legal about this asset in this letter
 */
record Letter(JsonNode letter, JsonNode said, List<JsonNode> decisions) {
    private static final Comparator<JsonNode> CONTRADICTED_LAST =
            Comparator.comparing(fact -> says("decision", "CONTRADICTED").test(fact));

    static final Comparator<Letter> BY_ORDINAL =
            Comparator.comparingLong(letter -> letter.letter().path("ordinal").longValue());

    String name() {
        return letter.path("attestation").asText();
    }

    boolean decided(String decision) {
        return decisions.stream().anyMatch(says("decision", decision));
    }

    /** The newest; missing while none is. */
    JsonNode decision() {
        return last(decisions.stream(), BY_TIME.thenComparing(CONTRADICTED_LAST));
    }

    JsonNode acceptance() {
        return last(decisions.stream().filter(says("decision", "ACCEPTED")), BY_TIME);
    }
}
