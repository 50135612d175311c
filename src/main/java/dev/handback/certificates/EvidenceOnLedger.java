package dev.handback.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.handback.assets.SealedOnLedger;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The evidence of assets told a second time, from the ledger's entries alone. It shares nothing with the function
 * {@code handback.evidence} but the answer: whoever changed a row, a view or that function is contradicted here. A field
 * added there must be added in {@link EvidenceWords}.
 */
final class EvidenceOnLedger {
    static final Comparator<JsonNode> BY_NUMBER =
            Comparator.comparingLong(fact -> fact.path("number").longValue());
    /** Purposes of an exception from the return; others are of the holder's destruction. */
    private static final Set<String> OF_THE_RETURN = Set.of("EXCEPT", "REVOKE");

    static final Comparator<JsonNode> BY_TIME = Comparator.comparing(EvidenceOnLedger::at);

    private final Entries facts;
    private final StandstillOnLedger standstill;
    private final SealedOnLedger sealed;

    EvidenceOnLedger(Entries facts) {
        this.facts = facts;
        standstill = new StandstillOnLedger(facts.all());
        sealed = new SealedOnLedger(facts.all());
    }

    /** Everything that counts for one asset now; what there is none of is missing. */
    record Counts(
            JsonNode row,
            JsonNode attempt,
            JsonNode ended,
            JsonNode received,
            JsonNode confirmed,
            JsonNode reopenedAfter,
            JsonNode check,
            JsonNode emptiness,
            JsonNode freeze,
            JsonNode dispute,
            JsonNode exception,
            String approvedBy,
            List<JsonNode> holds,
            List<JsonNode> stays,
            JsonNode placingAsked,
            JsonNode placed,
            JsonNode later) {
        boolean excepted() {
            return !exception.isMissingNode();
        }
    }

    Counts of(String asset) {
        var newest = last(of("attempt", asset), BY_NUMBER);
        var attempt = new CountingAttempt(table -> of(table, asset), sealed).among(newest);
        var ended = last(of("attempt_ended", asset).filter(same("number", attempt)), BY_NUMBER);
        var confirmed = last(
                of("delivery_confirmed", asset)
                        .filter(same("delivery", attempt))
                        .filter(same("number", attempt)),
                BY_NUMBER);
        var reopened = reopenedAfter(asset, ended);
        var exception = inForce(asset);
        var row = row(facts, asset);
        var placed = placed(asset, row, ended);
        return new Counts(
                row,
                attempt,
                ended,
                last(of("delivery_received", asset).filter(same("delivery", attempt)), BY_TIME),
                confirmed,
                reopened,
                check(asset, ended, reopened),
                last(
                        of("retrieval_decided", asset)
                                .filter(same("number", attempt))
                                .filter(says("decision", "CONFIRM_EMPTY")),
                        BY_TIME),
                freeze(attempt),
                dispute(asset),
                exception.map(Borne::asked).orElse(MissingNode.getInstance()),
                exception.map(Borne::approvedBy).orElse(""),
                standstill.over(row),
                standstill.stays(),
                last(of("placing_asked", asset).filter(same("ordinal", placed)), BY_TIME),
                placed,
                newest.equals(attempt)
                        ? MissingNode.getInstance()
                        : last(of("attempt_ended", asset).filter(same("number", newest)), BY_NUMBER));
    }

    private static JsonNode row(Entries facts, String asset) {
        return last(facts.of("register_row", asset), Comparator.comparingLong(row -> row.path("version")
                .longValue()));
    }

    static boolean withdrawn(Entries facts, String asset) {
        return says("action", "WITHDRAWN").test(row(facts, asset));
    }

    // the content that counts, at the destination that the register names
    private JsonNode placed(String asset, JsonNode row, JsonNode ended) {
        var there = of("placing_asked", asset)
                .filter(same("content_digest", ended))
                .filter(same("destination_connection", row))
                .filter(same("destination", row))
                .map(asked -> asked.path("ordinal"))
                .toList();
        return last(
                of("placed", asset).filter(fact -> there.contains(fact.path("ordinal"))),
                Comparator.comparingLong(fact -> fact.path("ordinal").longValue()));
    }

    // the same content found again carries the check forward, unless it was sent back in between
    private JsonNode check(String asset, JsonNode ended, JsonNode reopened) {
        return last(
                of("asset_check", asset)
                        .filter(says("decision", "PASS"))
                        .filter(same("content_digest", ended))
                        .filter(c -> c.path("number").longValue() > reopened.asLong(0)),
                BY_NUMBER.thenComparing(BY_TIME));
    }

    // of what is sealed nothing counts
    private JsonNode reopenedAfter(String asset, JsonNode ended) {
        return Stream.of(
                        sealed.of(ended).map(seal -> ended.path("number")).stream(),
                        of("asset_reopened", asset).map(f -> f.path("after_attempt")),
                        of("asset_check", asset)
                                .filter(says("decision", "SEND_BACK"))
                                .map(f -> f.path("number")),
                        of("delivery_confirmed", asset)
                                .filter(says("decision", "REJECT"))
                                .map(f -> f.path("number")))
                .flatMap(numbers -> numbers)
                .max(Comparator.comparingLong(JsonNode::longValue))
                .orElse(MissingNode.getInstance());
    }

    private JsonNode freeze(JsonNode attempt) {
        return attempt.isMissingNode()
                ? attempt
                : last(
                        facts.of("freeze_attested")
                                .filter(same("connection", attempt))
                                .filter(f -> at(f).isBefore(at(attempt))),
                        BY_TIME);
    }

    private JsonNode dispute(String asset) {
        var settled = of("dispute_settled", asset)
                .map(f -> f.path("raised").textValue())
                .toList();
        return last(
                of("dispute_raised", asset)
                        .filter(f -> !settled.contains(f.path("fact").textValue())),
                BY_TIME);
    }

    private Optional<Borne> inForce(String asset) {
        return Borne.newest(Borne.of(asset, facts), OF_THE_RETURN)
                .filter(borne -> says("purpose", "EXCEPT").test(borne.asked()));
    }

    private Stream<JsonNode> of(String table, String asset) {
        return facts.of(table, asset);
    }

    static JsonNode last(Stream<JsonNode> facts, Comparator<JsonNode> order) {
        return facts.max(order).orElse(MissingNode.getInstance());
    }

    // as in SQL, what is absent equals nothing
    static Predicate<JsonNode> same(String field, JsonNode other) {
        return fact -> !fact.path(field).isMissingNode() && fact.path(field).equals(other.path(field));
    }

    static Predicate<JsonNode> says(String field, String value) {
        return fact -> value.equals(fact.path(field).textValue());
    }

    static OffsetDateTime at(JsonNode fact) {
        return OffsetDateTime.parse(fact.path("at").textValue());
    }
}
