package dev.handback.destruction;

import dev.handback.destruction.Probe.Result;
import java.util.List;
import java.util.Map;

/**
 * What one address answered.
 *
 * @param code stable, as findings carry it
 * @param says one sentence for people
 * @param observed the proof of what answers: refs, versions, uploads; the first of them
 */
public record Look(String locator, Result result, String code, String says, List<Map<String, Object>> observed) {

    public Look {
        observed = List.copyOf(observed);
    }

    Look worse(Look other) {
        return other.rank() > rank() ? other : this;
    }

    // of a control, an address that answers is what we hope for: the worst is the one that does not
    private int rank() {
        return switch (result) {
            case ANSWERS -> 0;
            case NOT_OBSERVED -> 1;
            case INDETERMINATE -> 2;
            case CONTRADICTED -> 3;
        };
    }
}
