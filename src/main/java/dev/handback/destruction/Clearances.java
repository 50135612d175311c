package dev.handback.destruction;

import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.exits.NotFound;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What legal clears for destruction; each asset passes gate CLEAR in the transaction that records it. */
@Component
public class Clearances {
    private final ClearancesTable clearances;

    Clearances(ClearancesTable clearances) {
        this.clearances = clearances;
    }

    /**
     * Clears these assets, all or none.
     *
     * @return its number, such as {@code X2026-0001-L1}
     * @throws dev.handback.exits.GateRefused with every finding of every asset
     */
    @Transactional
    public String clear(String exit, Clearance.Asked asked, @Nullable String destruction, @Nullable String task) {
        if (asked.assets().isEmpty()) {
            throw new InvalidInput(List.of(new Problem("assets", "an empty set clears nothing")));
        }
        if (asked.answerBy() == null) {
            throw new InvalidInput(
                    List.of(new Problem("answerBy", "expected the day by which the holder is to attest")));
        }
        var counsel = Words.optional("counselBasis", asked.counselBasis(), 2000);
        if (counsel != null) {
            clearances.counselBasis(exit, counsel, asked.assets());
        }
        return clearances.insert(
                exit,
                Words.required("basis", asked.basis(), 3, 2000),
                Words.reason(asked.reason()),
                Optional.ofNullable(Words.optional("exclusions", asked.exclusions(), 2000))
                        .orElse(""),
                asked.answerBy(),
                asked.assets(),
                destruction,
                task);
    }

    @Transactional(readOnly = true)
    public Clearance find(String clearance) {
        return clearances.find(clearance).orElseThrow(() -> new NotFound("clearance", clearance));
    }

    /** The newest clearance of a destruction. */
    @Transactional(readOnly = true)
    public Optional<Clearance> newest(String destruction) {
        return clearances.newest(destruction);
    }

    /** Every clearance of an exit, the newest first. */
    @Transactional(readOnly = true)
    public List<Clearance> list(String exit) {
        return clearances.list(exit);
    }
}
