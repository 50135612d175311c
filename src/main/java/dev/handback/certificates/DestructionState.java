package dev.handback.certificates;

import static dev.handback.certificates.DestructionOnLedger.later;
import static dev.handback.certificates.EvidenceOnLedger.says;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.handback.certificates.DestructionOnLedger.Counts;
import java.util.Set;
import java.util.stream.Stream;

/** How far the destruction of an asset's copies is: the state in the view {@code handback.destruction_state}, a second time. */
record DestructionState(Counts counts) {

    String word() {
        var newest = counts.newest();
        if (newest != null && contradicted(newest) && !clearedSince()) return "CONTRADICTED";
        if (newest != null && newest.equals(counts.accepted()) && !begunAnew()) return outcome(newest);
        if (silent()) return "UNATTESTED";
        if (newest != null && !begunAnew()) return "ATTESTED";
        if (counts.recall().isObject()) return "RECALLED";
        if (counts.served().isObject()) return "SERVED";
        if (counts.order().isObject()) return "ORDERED";
        return counts.stillCleared() ? "CLEARED" : "NONE";
    }

    private boolean contradicted(Letter newest) {
        return says("decision", "CONTRADICTED").test(newest.decision())
                || DestructionOnLedger.contradicted(newest.letter(), counts.looks());
    }

    private String outcome(Letter accepted) {
        return accepted.acceptance().path("outcomes").path(counts.asset()).asText();
    }

    // a new clearance, or the recall of what was left of a tail, opens a new round
    private boolean begunAnew() {
        var accepted = counts.accepted();
        return clearedSince()
                || accepted != null
                        && accepted.equals(counts.newest())
                        && outcome(accepted).equals("TAIL")
                        && later(counts.recall(), accepted.acceptance());
    }

    private boolean clearedSince() {
        return later(counts.clearance(), letter());
    }

    private JsonNode letter() {
        var newest = counts.newest();
        return newest == null ? MissingNode.getInstance() : newest.letter();
    }

    // silence that two persons bore, unless something happened since
    private boolean silent() {
        return Borne.newest(counts.exceptions(), Set.of("UNATTESTED")).stream()
                .map(Borne::decidedAt)
                .anyMatch(at -> Stream.of(letter(), counts.clearance(), counts.recall())
                        .filter(JsonNode::isObject)
                        .map(EvidenceOnLedger::at)
                        .allMatch(at::isAfter));
    }
}
