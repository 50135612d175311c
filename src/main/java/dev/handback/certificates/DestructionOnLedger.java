package dev.handback.certificates;

import static dev.handback.certificates.EvidenceOnLedger.BY_TIME;
import static dev.handback.certificates.EvidenceOnLedger.last;
import static dev.handback.certificates.EvidenceOnLedger.same;
import static dev.handback.certificates.EvidenceOnLedger.says;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was ordered, stated, seen and borne of an asset's copies at the holder, told a second time from the ledger's entries
 * alone. It shares nothing with the function {@code handback.destruction_evidence} and the view
 * {@code handback.destruction_state} but the answer. A field added there must be added in {@link DestructionWords}.
 */
final class DestructionOnLedger {
    private static final Comparator<JsonNode> BY_ORDINAL =
            Comparator.comparingLong(fact -> fact.path("ordinal").longValue());

    private final Entries facts;
    private final EvidenceOnLedger returns;

    DestructionOnLedger(Entries facts) {
        this.facts = facts;
        returns = new EvidenceOnLedger(facts);
    }

    /** One of our own looks; {@code ended} is missing of one that was interrupted. */
    record Look(JsonNode begun, JsonNode ended) {
        boolean afterwards() {
            return says("purpose", "AFTER").test(begun);
        }
    }

    /**
     * Everything that counts for one asset now; what there is none of is missing, or null.
     *
     * @param held what counts for its return
     * @param returned the signed return certificates that name it
     * @param clearance the newest that names it; {@code order}, {@code served} and {@code recall} are of this one
     * @param letters of the holder, the oldest first
     * @param accepted the letter that legal accepted and nothing contradicts since
     * @param exceptions in force, of whatever purpose, the oldest first
     */
    record Counts(
            EvidenceOnLedger.Counts held,
            List<String> returned,
            List<JsonNode> bases,
            JsonNode clearance,
            JsonNode order,
            JsonNode served,
            JsonNode recall,
            List<JsonNode> recalls,
            List<Letter> letters,
            @Nullable Letter accepted,
            List<Look> looks,
            JsonNode notObservable,
            List<Borne> exceptions,
            boolean stillCleared) {

        String asset() {
            return held.row().path("asset").asText();
        }

        /** The newest letter that was not sent back. */
        @Nullable
        Letter newest() {
            return letters.stream()
                    .filter(letter -> !letter.decided("SENT_BACK"))
                    .max(Letter.BY_ORDINAL)
                    .orElse(null);
        }
    }

    Counts of(String asset) {
        var held = returns.of(asset);
        var clearance = last(facts.of("clearance", asset), BY_ORDINAL);
        var recalls = facts.of("destruction_recalled", asset).sorted(BY_ORDINAL).toList();
        var order = order(asset, says("clearance", clearance.path("clearance").asText()));
        var letters = facts.of("attestation", asset)
                .map(letter -> letter(asset, letter))
                .sorted(Letter.BY_ORDINAL)
                .toList();
        var looks = looks(asset);
        return new Counts(
                held,
                returned(asset),
                facts.of("counsel_basis", asset)
                        .sorted(BY_TIME.thenComparing(DestructionOnLedger::fact))
                        .toList(),
                clearance,
                order,
                served(order.path("number").asText()),
                last(recalls.stream().filter(same("clearance", clearance)), BY_ORDINAL),
                recalls,
                letters,
                accepted(letters, looks),
                looks,
                last(facts.of("not_observable", asset), BY_TIME),
                Borne.of(asset, facts),
                clearance
                        .path("digests")
                        .path(asset)
                        .asText()
                        .equals(ClearedContent.digest(held, last(facts.of("dispute_raised", asset), BY_TIME))));
    }

    /** The order that was given over the asset by a letter drawn up like this. */
    private JsonNode order(String asset, Predicate<JsonNode> which) {
        var drawnUp = last(
                facts.of("order_drawn_up", asset).filter(which).filter(letter -> given(letter)
                        .isObject()),
                BY_ORDINAL);
        return given(drawnUp);
    }

    private JsonNode given(JsonNode drawnUp) {
        return last(facts.of("destruction_order").filter(same("number", drawnUp)), BY_TIME);
    }

    JsonNode served(String number) {
        return last(facts.of("order_served").filter(says("number", number)), BY_TIME);
    }

    /** Whether what this order says of the asset was taken back. */
    boolean recalled(String asset, String number) {
        return facts.of("order_drawn_up", asset)
                .filter(says("number", number))
                .filter(letter -> given(letter).isObject())
                .anyMatch(letter -> facts.of("destruction_recalled", asset).anyMatch(same("clearance", letter)));
    }

    private List<String> returned(String asset) {
        var requests = facts.of("certificate_requested", asset)
                .map(fact -> fact.path("request"))
                .toList();
        return facts.of("certificate")
                .filter(says("kind", "ASSET_RETURN"))
                .filter(certificate -> requests.contains(certificate.path("request")))
                .filter(certificate -> decided(certificate, "SIGNED") && !decided(certificate, "VOID"))
                .map(certificate -> certificate.path("number").asText())
                .sorted()
                .distinct()
                .toList();
    }

    private boolean decided(JsonNode certificate, String decision) {
        return facts.of("certificate_decided")
                .filter(says("decision", decision))
                .anyMatch(same("number", certificate));
    }

    private Letter letter(String asset, JsonNode letter) {
        var row =
                Entries.stream(letter.path("said")).filter(says("asset", asset)).findFirst();
        return new Letter(
                letter,
                Attested.of(row.orElse(MissingNode.getInstance())),
                facts.of("attestation_decided", asset)
                        .filter(same("attestation", letter))
                        .toList());
    }

    private List<Look> looks(String asset) {
        return facts.of("probe_begun", asset)
                .sorted(BY_ORDINAL)
                .map(begun -> new Look(begun, last(facts.of("probe", asset).filter(same("ordinal", begun)), BY_TIME)))
                .toList();
    }

    private static @Nullable Letter accepted(List<Letter> letters, List<Look> looks) {
        return letters.stream()
                .filter(letter -> letter.decided("ACCEPTED") && !letter.decided("CONTRADICTED"))
                .filter(letter -> !contradicted(letter.letter(), looks))
                .max(Comparator.comparing(Letter::acceptance, BY_TIME))
                .orElse(null);
    }

    /** Whether a look that began after this letter saw that something of the asset still answers. */
    static boolean contradicted(JsonNode letter, List<Look> looks) {
        return looks.stream()
                .filter(Look::afterwards)
                .filter(look -> later(look.begun(), letter))
                .anyMatch(look -> says("result", "CONTRADICTED").test(look.ended()));
    }

    /** As in SQL, what is absent is not later. */
    static boolean later(JsonNode one, JsonNode other) {
        return one.isObject() && other.isObject() && EvidenceOnLedger.at(one).isAfter(EvidenceOnLedger.at(other));
    }

    private static String fact(JsonNode fact) {
        return fact.path("fact").asText();
    }
}
