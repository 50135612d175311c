package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.exits.Exit;
import dev.handback.exits.Profile;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A task is due by days that pass and by a contract's last day, which ends at midnight of its place. */
class DeadlinesTest {
    private static final Profile TEN_DAYS =
            new Profile("plain", "0".repeat(64), new Profile.Terms(Map.of("usual", 10), Map.of(), 24, null));

    @Test
    void tenDaysAreTenDaysAlsoOverTheNightTheClocksChange() {
        assertThat(due("2099-12-31", "Europe/Berlin", "2026-03-25T23:30:00Z")).isEqualTo("2026-04-04T23:30:00Z");
        assertThat(due("2099-12-31", "UTC", "2028-02-25T08:00:00Z")).isEqualTo("2028-03-06T08:00:00Z");
    }

    @Test
    void theLastDayEndsAtMidnightOfItsPlaceInSummerAndInWinter() {
        assertThat(due("2026-03-28", "Europe/Berlin", "2026-03-25T08:00:00Z")).isEqualTo("2026-03-28T23:00:00Z");
        assertThat(due("2026-03-29", "Europe/Berlin", "2026-03-25T08:00:00Z")).isEqualTo("2026-03-29T22:00:00Z");
        assertThat(due("2026-10-25", "Europe/Berlin", "2026-10-24T08:00:00Z")).isEqualTo("2026-10-25T23:00:00Z");
    }

    @Test
    void theLastDayEndsWithTheFirstMomentOfTheNextWhereThereIsNoMidnight() {
        // clocks in Cairo go from 00:00 to 01:00 that night
        assertThat(due("2026-04-23", "Africa/Cairo", "2026-04-20T08:00:00Z")).isEqualTo("2026-04-23T22:00:00Z");
    }

    @Test
    void aContractMayEndOnALeapDay() {
        assertThat(due("2028-02-29", "UTC", "2028-02-25T08:00:00Z")).isEqualTo("2028-03-01T00:00:00Z");
        assertThat(due("2028-02-28", "UTC", "2028-02-25T08:00:00Z")).isEqualTo("2028-02-29T00:00:00Z");
    }

    @Test
    void aContractThatHasEndedLeavesTheUsualDays() {
        assertThat(due("2026-10-25", "UTC", "2026-11-01T00:00:00Z")).isEqualTo("2026-11-11T00:00:00Z");
    }

    private static String due(String contractEnd, String place, String made) {
        return Deadlines.due(ending(LocalDate.parse(contractEnd), place), TEN_DAYS, "HandOver", Instant.parse(made))
                .toString();
    }

    private static Exit ending(LocalDate end, String place) {
        return new Exit(
                "X2026-0001",
                "REAL",
                "Exit",
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
                null,
                end,
                null,
                null,
                place,
                "EXPIRY",
                "olga",
                Instant.EPOCH,
                "OPEN",
                false,
                null,
                null);
    }
}
