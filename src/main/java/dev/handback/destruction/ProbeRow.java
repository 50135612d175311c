package dev.handback.destruction;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.destruction.Probe.Purpose;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One look at an asset as it is recorded.
 *
 * @param result null while it runs, or for good when it was killed
 * @param code of the look that decided, {@code says} is its sentence
 * @param detail every look with its proof, as JSON
 * @param answerSha256 what was asked and answered, in the vault
 */
public record ProbeRow(
        int ordinal,
        Purpose purpose,
        Instant begunAt,
        String connection,
        String locator,
        @Nullable Instant endedAt,
        @Nullable String result,
        @Nullable String seenAs,
        @Nullable String code,
        @Nullable String says,
        @Nullable String detail,
        @Nullable String answerSha256) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What each address answered; none while it runs. */
    public List<Look> looks() {
        return read("looks", new TypeReference<>() {});
    }

    /** Locations of the register that no look of ours reaches. */
    public List<String> notProbeable() {
        return read("notProbeable", new TypeReference<>() {});
    }

    private <T> List<T> read(String field, TypeReference<List<T>> type) {
        try {
            var found = detail == null ? null : JSON.readTree(detail).get(field);
            return found == null ? List.of() : JSON.readValue(JSON.treeAsTokens(found), type);
        } catch (IOException e) {
            throw new UncheckedIOException("look " + ordinal + " of the database is no JSON of ours", e);
        }
    }
}
