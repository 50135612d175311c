package dev.handback.packages;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One package that was asked for.
 *
 * @param scope the assets it names, in their order
 * @param everything whether the whole register was asked for
 * @param checkpoint the ledger's signed head that settles what it holds
 * @param sha256 of the finished file; null until it is built
 * @param files how many the payload has
 * @param failure why it could not be built; null while it is on its way, and when it is built
 * @param current whether nothing of the exit has changed since it was asked for
 */
public record HandOverPackage(
        String number,
        String exitId,
        int ordinal,
        List<String> scope,
        boolean everything,
        long ledgerSize,
        String checkpoint,
        String requestedBy,
        Instant requestedAt,
        State state,
        @Nullable String sha256,
        @Nullable Long bytes,
        @Nullable Long files,
        @Nullable Instant builtAt,
        @Nullable String failure,
        boolean current) {

    public HandOverPackage {
        scope = List.copyOf(scope);
    }

    public enum State {
        BUILDING,
        BUILT,
        FAILED
    }

    HandOverPackage again() {
        return new HandOverPackage(
                number,
                exitId,
                ordinal,
                scope,
                everything,
                ledgerSize,
                checkpoint,
                requestedBy,
                requestedAt,
                State.BUILDING,
                null,
                null,
                null,
                null,
                null,
                current);
    }

    /** As it is called when it is downloaded. */
    public String fileName() {
        return number + ".zip";
    }
}
