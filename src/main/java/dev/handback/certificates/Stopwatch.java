package dev.handback.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.certificates.DrillFacts.Compared;
import dev.handback.certificates.DrillFacts.Counted;
import dev.handback.certificates.DrillFacts.End;
import dev.handback.certificates.DrillFacts.Longest;
import dev.handback.certificates.DrillFacts.Step;
import dev.handback.certificates.DrillFacts.Way;
import dev.handback.exits.Exit;
import dev.handback.exits.Profile;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads durations off the words of a drill's assets. An asset that was not checked is never counted as if it had been. */
final class Stopwatch {
    private final Map<String, JsonNode> words;
    private final Instant asOf;
    private final @Nullable Instant begun;
    private final List<Way> ways;

    Stopwatch(SortedMap<String, JsonNode> words, Instant asOf) {
        this.words = words;
        this.asOf = asOf;
        this.begun = words.values().stream()
                .map(w -> at(w, "measured", "agreedAt"))
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        this.ways = words.entrySet().stream()
                .map(entry -> way(entry.getKey(), entry.getValue()))
                .toList();
    }

    DrillFacts read(Exit exit, Profile profile) {
        var longest = longest();
        return new DrillFacts(
                begun,
                ways,
                steps(profile),
                longest,
                longest == null || begun == null ? List.of() : compared(exit, longest, begun),
                counted(w -> texts(w.path("findings"), "code")),
                counted(w -> Stream.of(w.path("outcome").asText("NONE"))));
    }

    private Way way(String asset, JsonNode w) {
        var checked = at(w, "check", "at");
        var end = end(w, checked);
        return new Way(
                asset,
                end,
                at(w, "measured", "agreedAt"),
                at(w, "measured", "authorisedAt"),
                at(w, "measured", "retrievedAt"),
                at(w, "delivery", "confirmedAt"),
                checked,
                switch (end) {
                    case CHECKED -> seconds(begun, checked);
                    case UNFINISHED -> seconds(begun, asOf);
                    case EXCEPTED, NOTHING_TO_RETRIEVE -> null;
                });
    }

    private static End end(JsonNode w, @Nullable Instant checked) {
        if (w.has("exception")) return End.EXCEPTED;
        if (checked != null) return End.CHECKED;
        var returned = w.path("register").path("disposition").asText().startsWith("RETURN");
        return returned || w.has("attempt") ? End.UNFINISHED : End.NOTHING_TO_RETRIEVE;
    }

    // what was not finished decides before what was, however long that took
    private @Nullable Longest longest() {
        return ways.stream()
                .filter(way -> way.seconds() != null)
                .max(Comparator.<Way, Boolean>comparing(way -> way.end() == End.UNFINISHED)
                        .thenComparing(way -> Objects.requireNonNull(way.seconds())))
                .map(way -> new Longest(way.asset(), Objects.requireNonNull(way.seconds()), way.end() == End.CHECKED))
                .orElse(null);
    }

    private List<Step> steps(Profile profile) {
        var steps = new ArrayList<Step>();
        step("authorised", Way::authorisedAt, Way::agreedAt, profile.dueDays("ConfirmAuthority"), steps);
        step("retrieved", Way::retrievedAt, way -> latest(way.agreedAt(), way.authorisedAt()), null, steps);
        step("handed over", Way::handedOverAt, Way::retrievedAt, profile.dueDays("ConfirmDelivery"), steps);
        step(
                "checked",
                Way::checkedAt,
                way -> latest(way.retrievedAt(), way.handedOverAt()),
                profile.dueDays("HandOver"),
                steps);
        return steps;
    }

    private void step(
            String name,
            Function<Way, @Nullable Instant> done,
            Function<Way, @Nullable Instant> before,
            @Nullable Integer allowed,
            List<Step> steps) {
        var taken = new TreeMap<String, Long>();
        for (var way : ways) {
            var seconds = seconds(before.apply(way), done.apply(way));
            if (seconds != null) taken.put(way.asset(), seconds);
        }
        taken.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .ifPresent(longest ->
                        steps.add(new Step(name, taken.size(), longest.getValue(), longest.getKey(), allowed)));
    }

    private static List<Compared> compared(Exit exit, Longest longest, Instant begun) {
        var notice = exit.notice();
        var from = notice == null ? begun.atZone(ZoneId.of(exit.place())).toLocalDate() : notice;
        var days = new ArrayList<Compared>();
        compare("contract end", exit.contractEnd(), from, notice != null, longest, days);
        compare("assistance end", exit.assistanceEnd(), from, notice != null, longest, days);
        compare("vendor erases", exit.vendorErasesAt(), from, notice != null, longest, days);
        return days;
    }

    private static void compare(
            String name,
            @Nullable LocalDate day,
            LocalDate from,
            boolean fromNotice,
            Longest longest,
            List<Compared> days) {
        if (day != null) {
            var there = ChronoUnit.DAYS.between(from, day);
            days.add(new Compared(name, day, from, fromNotice, there, Math.max(0, longest.days() - there)));
        }
    }

    private List<Counted> counted(Function<JsonNode, Stream<String>> codes) {
        var counts = new TreeMap<String, Integer>();
        words.values().stream().flatMap(codes).forEach(code -> counts.merge(code, 1, Integer::sum));
        return counts.entrySet().stream()
                .map(entry -> new Counted(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Stream<String> texts(JsonNode list, String field) {
        return Stream.iterate(0, i -> i < list.size(), i -> i + 1)
                .map(i -> list.path(i).path(field).asText());
    }

    // what was there before it was needed took no time: an authority may be confirmed before the register is agreed
    private static @Nullable Long seconds(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null
                ? null
                : Math.max(0, Duration.between(from, to).toSeconds());
    }

    private static @Nullable Instant latest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) return one == null ? other : one;
        return one.isAfter(other) ? one : other;
    }

    private static @Nullable Instant at(JsonNode words, String part, String field) {
        var text = words.path(part).path(field).textValue();
        return text == null ? null : OffsetDateTime.parse(text).toInstant();
    }
}
