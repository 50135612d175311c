package dev.handback.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.certificates.DrillFacts.End;
import dev.handback.exits.Exit;
import dev.handback.exits.Profile;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Durations read off words: never greener than what was measured. */
class StopwatchTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant AS_OF = Instant.parse("2026-03-20T12:00:00Z");
    private static final Profile PROFILE =
            new Profile("plain", "00", new Profile.Terms(Map.of("usual", 5, "HandOver", 2), Map.of(), 24, null));

    private final TreeMap<String, JsonNode> words = new TreeMap<>();

    @Test
    void namesTheBottleneckAndTheDaysThatAreShort() throws Exception {
        checked("quick", "2026-03-01T13:00:00Z", "2026-03-02T12:00:00Z");
        checked("slow", "2026-03-03T12:00:00Z", "2026-03-11T13:00:00Z");

        var drill = read(LocalDate.parse("2026-06-01"), LocalDate.parse("2026-06-06"));

        var longest = java.util.Objects.requireNonNull(drill.longest());
        assertThat(longest.asset()).isEqualTo("slow");
        assertThat(longest.days()).as("ten days and an hour").isEqualTo(11);
        assertThat(drill.compared()).singleElement().satisfies(day -> {
            assertThat(day.days()).isEqualTo(5);
            assertThat(DrillWords.said(day, longest))
                    .startsWith("cannot finish by 6 June 2026: short 6 days, bottleneck asset slow")
                    .contains("5 days from 1 June 2026 (notice)");
        });
        assertThat(drill.steps())
                .filteredOn(step -> step.name().equals("checked"))
                .singleElement()
                .satisfies(step -> assertThat(step.late())
                        .as("the profile allows two days")
                        .isTrue());
        assertThat(drill.steps())
                .filteredOn(step -> step.name().equals("retrieved"))
                .singleElement()
                .satisfies(step -> assertThat(step.asset()).isEqualTo("slow"));
    }

    @Test
    void countsFromTheBeginOfTheRehearsalWhereThereIsNoNotice() throws Exception {
        checked("quick", "2026-03-01T13:00:00Z", "2026-03-02T12:00:00Z");

        var drill = read(null, LocalDate.parse("2026-06-06"));

        assertThat(drill.compared()).singleElement().satisfies(day -> {
            assertThat(day.from()).isEqualTo("2026-03-01");
            assertThat(DrillWords.said(day, java.util.Objects.requireNonNull(drill.longest())))
                    .startsWith("1 day of 97 days from 1 March 2026 (begin of the rehearsal)");
        });
    }

    @Test
    void neverSaysThatADayIsMetWhileAnAssetIsNotChecked() throws Exception {
        checked("slow", "2026-03-03T12:00:00Z", "2026-03-19T12:00:00Z");
        put(
                "never",
                "{\"register\": {\"disposition\": \"RETURN\"}, \"attempt\": 1, \"outcome\": \"FORBIDDEN\","
                        + " \"findings\": [{\"code\": \"HTTP_403\"}], \"measured\": {\"agreedAt\": \"2026-03-01T12:00:00+00:00\"}}");

        var drill = read(LocalDate.parse("2026-06-01"), LocalDate.parse("2026-12-31"));

        var longest = java.util.Objects.requireNonNull(drill.longest());
        assertThat(longest.asset()).isEqualTo("never");
        assertThat(longest.finished()).isFalse();
        assertThat(DrillWords.said(drill.compared().get(0), longest))
                .startsWith("cannot be said: asset never was not checked");
        assertThat(DrillWords.said(
                        read(LocalDate.parse("2026-06-01"), LocalDate.parse("2026-06-05"))
                                .compared()
                                .get(0),
                        longest))
                .contains("short at least 15 days");
        assertThat(drill.findings()).extracting(Object::toString).containsExactly("Counted[code=HTTP_403, count=1]");
        assertThat(drill.outcomes()).extracting(DrillFacts.Counted::code).containsExactly("FORBIDDEN", "VERIFIED");
    }

    @Test
    void countsNeitherWhatIsExceptedNorWhatIsNotToBeRetrieved() throws Exception {
        put("lost", "{\"register\": {\"disposition\": \"RETURN\"}, \"exception\": {\"reason\": \"lost\"}}");
        put("theirs", "{\"register\": {\"disposition\": \"DESTROY_ONLY\"}}");

        var drill = read(null, LocalDate.parse("2026-06-06"));

        assertThat(drill.ways()).extracting(DrillFacts.Way::end).containsExactly(End.EXCEPTED, End.NOTHING_TO_RETRIEVE);
        assertThat(drill.longest()).isNull();
        assertThat(drill.compared()).isEmpty();
        assertThat(drill.steps()).isEmpty();
    }

    @Test
    void readsTimesLikeAPerson() {
        assertThat(DrillWords.time(1)).isEqualTo("1 second");
        assertThat(DrillWords.time(59 * 60)).isEqualTo("59 min");
        assertThat(DrillWords.time(3 * 3600 + 61)).isEqualTo("3 h 1 min");
        assertThat(DrillWords.time(2 * 86_400)).isEqualTo("2 days 0 h 0 min");
    }

    private void checked(String asset, String retrieved, String checked) throws Exception {
        put(asset, """
                {"register": {"disposition": "RETURN"}, "attempt": 1, "outcome": "VERIFIED", "findings": [],
                 "check": {"at": "%s", "by": "erin"},
                 "measured": {"agreedAt": "2026-03-01T12:00:00+00:00", "authorisedAt": "2026-02-01T12:00:00+00:00", "retrievedAt": "%s"}}
                """.formatted(checked, retrieved));
    }

    private void put(String asset, String json) throws Exception {
        words.put(asset, JSON.readTree(json));
    }

    private DrillFacts read(@Nullable LocalDate notice, LocalDate end) {
        return new Stopwatch(words, AS_OF).read(exit(notice, end), PROFILE);
    }

    private static Exit exit(@Nullable LocalDate notice, LocalDate end) {
        return new Exit(
                "X2026-0001",
                "DRILL",
                "Rehearsal",
                "plain",
                "Vendor",
                null,
                null,
                null,
                "Client",
                null,
                "C-1",
                null,
                null,
                notice,
                end,
                null,
                null,
                "UTC",
                "EXPIRY",
                "olga",
                AS_OF,
                "RETURNING",
                false,
                null,
                null);
    }
}
