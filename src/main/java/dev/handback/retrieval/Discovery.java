package dev.handback.retrieval;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One look at what a holder's system lists to a connection, beside the register. The counts are those of the moment it was
 * listed; {@link Discoveries} compares anew.
 *
 * @param asked which system, and for what
 * @param listSha256 of the list as it is held in the vault
 * @param said what there is to know about the list: what the credential cannot see
 * @param code why it could not be listed
 */
public record Discovery(
        String discovery,
        String exitId,
        String connection,
        String askedBy,
        Instant askedAt,
        State state,
        @Nullable Instant endedAt,
        @Nullable String asked,
        @Nullable String seenAs,
        @Nullable String listSha256,
        @Nullable Integer places,
        @Nullable Integer inBoth,
        @Nullable Integer onlyTheirs,
        @Nullable Integer onlyOurs,
        List<Said> said,
        @Nullable String code,
        @Nullable String reason) {

    public enum State {
        LISTING,
        LISTED,
        FAILED
    }

    /** One thing to know about the list. */
    public record Said(String code, String detail) {}
}
