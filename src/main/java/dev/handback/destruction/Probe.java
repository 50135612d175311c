package dev.handback.destruction;

import dev.handback.Sha256;
import dev.handback.exits.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of asking for a look at the holder's system. */
public sealed interface Probe {

    /** When we look. */
    enum Purpose {
        /** Before destruction: does it answer this credential at this address at all? */
        CONTROL,
        /** Afterwards: does anything still answer? */
        AFTER
    }

    /** What a look says; a control never says {@code CONTRADICTED}, a later look never {@code ANSWERS}. */
    enum Result {
        ANSWERS,
        /** Not there now, where the same credential found it before. It does not say destroyed. */
        NOT_OBSERVED,
        INDETERMINATE,
        CONTRADICTED
    }

    /** The gate was shut; nothing was asked. */
    record NotBegun(List<Finding> findings) implements Probe {
        public NotBegun {
            findings = List.copyOf(findings);
        }
    }

    /**
     * A look ran to its end.
     *
     * @param seenAs the name the holder's system saw us under; never a secret
     * @param looks one for each address that could be asked
     * @param notProbeable locations of the register that no look of ours can reach
     * @param answer what was asked and answered, in the vault; null when nothing came back
     */
    record Ended(
            int ordinal,
            Purpose purpose,
            String locator,
            String seenAs,
            List<Look> looks,
            List<String> notProbeable,
            @Nullable Sha256 answer)
            implements Probe {

        public Ended {
            looks = List.copyOf(looks);
            notProbeable = List.copyOf(notProbeable);
        }

        /** The look that decides: one address that answers contradicts, one that is unclear leaves all unclear. */
        public Look worst() {
            return looks.stream().reduce(Look::worse).orElseThrow();
        }

        public Result result() {
            return worst().result();
        }
    }
}
