package dev.handback.certificates;

import static dev.handback.certificates.EvidenceOnLedger.BY_NUMBER;
import static dev.handback.certificates.EvidenceOnLedger.last;
import static dev.handback.certificates.EvidenceOnLedger.same;
import static dev.handback.certificates.EvidenceOnLedger.says;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.assets.SealedOnLedger;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which attempt of an asset counts, told from the ledger's entries: what brought it whole goes on counting while later
 * ones bring nothing, what engineering does not keep, or what is sealed. The view {@code handback.counting_attempt}, a second time.
 *
 * @param of the asset's facts of a table
 * @param sealed what is in quarantine, or was erased
 */
record CountingAttempt(Function<String, Stream<JsonNode>> of, SealedOnLedger sealed) {
    private static final Set<String> BROUGHT_NOTHING = Set.of("UNREACHABLE", "GONE", "FORBIDDEN", "FAILED");

    JsonNode among(JsonNode newest) {
        var whole = whole();
        if (whole.isMissingNode()) return newest;
        var overtaken = of.apply("attempt_ended")
                .filter(later -> number(later) > number(whole))
                .filter(later -> !BROUGHT_NOTHING.contains(later.path("outcome").asText()))
                .filter(later -> sealed.of(later).isEmpty())
                .anyMatch(later -> of.apply("retrieval_decided")
                        .filter(says("decision", "KEEP_EARLIER"))
                        .noneMatch(decided -> number(decided) >= number(later)));
        return overtaken ? newest : last(of.apply("attempt").filter(same("number", whole)), BY_NUMBER);
    }

    private JsonNode whole() {
        var sentBack = Stream.concat(
                        of.apply("asset_reopened").map(f -> f.path("after_attempt")),
                        of.apply("asset_check")
                                .filter(says("decision", "SEND_BACK"))
                                .map(f -> f.path("number")))
                .mapToLong(JsonNode::longValue)
                .max()
                .orElse(0);
        return last(
                of.apply("attempt_ended")
                        .filter(ended -> number(ended) > sentBack)
                        .filter(ended -> sealed.of(ended).isEmpty())
                        .filter(ended -> says("outcome", "VERIFIED").test(ended) || confirmedEmpty(ended)),
                BY_NUMBER);
    }

    private boolean confirmedEmpty(JsonNode ended) {
        return says("outcome", "EMPTY").test(ended)
                && of.apply("retrieval_decided")
                        .filter(says("decision", "CONFIRM_EMPTY"))
                        .anyMatch(same("number", ended));
    }

    private static long number(JsonNode fact) {
        return fact.path("number").longValue();
    }
}
