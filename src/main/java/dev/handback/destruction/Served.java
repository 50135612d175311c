package dev.handback.destruction;

import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a document was handed to the holder, and when.
 *
 * @param servedAt by the clock of {@code place} (2026-11-27T14:30), or with an offset
 * @param place time zone of the holder; the exit's own when absent
 */
public record Served(
        @Nullable String servedAt,
        @Nullable String place,
        @Nullable String servedBy,
        @Nullable String channel,
        @Nullable Paper proof,
        @Nullable String note) {
    static final Set<String> CHANNELS = Set.of("EMAIL", "COURIER", "REGISTERED_LETTER", "PORTAL", "IN_PERSON", "OTHER");

    record Checked(
            Instant at,
            String place,
            String by,
            String channel,
            @Nullable Paper proof,
            String note) {}

    Checked checked(String exitPlace) {
        var where = place == null || place.isBlank() ? exitPlace : place.strip();
        var by = channel == null ? "" : channel.strip().toUpperCase(Locale.ROOT);
        if (!CHANNELS.contains(by)) {
            throw new InvalidInput(
                    List.of(new Problem("channel", "expected one of " + CHANNELS + ", found " + channel)));
        }
        return new Checked(
                instant(zone(where)),
                where,
                Words.required("servedBy", servedBy, 2, 200),
                by,
                proof,
                note == null ? "" : note.strip());
    }

    private static ZoneId zone(String place) {
        try {
            return ZoneId.of(place);
        } catch (DateTimeException e) {
            throw new InvalidInput(List.of(
                    new Problem("place", "expected a time zone such as Europe/Berlin, found \"" + place + "\"")));
        }
    }

    private Instant instant(ZoneId zone) {
        var text = servedAt == null ? "" : servedAt.strip();
        try {
            return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw new InvalidInput(List.of(
                    new Problem("servedAt", "expected day and time such as 2026-11-27T14:30, found \"" + text + "\"")));
        }
    }
}
