package dev.handback.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.exits.Coverage;
import dev.handback.exits.Exit;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DateMetTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final LocalDate END = LocalDate.of(2026, 12, 31);

    @Test
    void saysYesOnlyWhenEverythingIsChecked() {
        assertThat(say(TODAY, coverage(8, 8, 0, 0, null)))
                .isEqualTo(
                        "Yes: all 8 assets are checked or excepted by the day on which the contract ends (2026-12-31). null");
        assertThat(say(TODAY, coverage(1, 1, 0, 0, null)))
                .isEqualTo(
                        "Yes: the only asset is checked or excepted by the day on which the contract ends (2026-12-31). null");
    }

    @Test
    void callsNothingHomeThatWasExcepted() {
        assertThat(say(TODAY, coverage(8, 7, 1, 0, null)))
                .isEqualTo("Yes, without 1: all 8 assets are checked or excepted by the day on which the contract ends"
                        + " (2026-12-31). null");
        assertThat(say(TODAY, coverage(2, 0, 2, 0, null))).startsWith("Nothing came: ");
    }

    @Test
    void countsWhatIsMissingAndTheDaysThatAreLeft() {
        assertThat(say(TODAY, coverage(8, 5, 0, 2, TODAY.minusDays(3))))
                .isEqualTo("Not yet: 3 of 8 assets are neither checked nor excepted, 38 days before the contract ends"
                        + " (2026-12-31). No forecast: fewer than three came home in the last 14 days.");
        assertThat(say(END, coverage(1, 0, 0, 0, null)))
                .startsWith(
                        "Not yet: 1 of 1 asset is neither checked nor excepted, today the contract ends (2026-12-31).");
    }

    @Test
    void forecastsByThePaceOfTheLastDays() {
        // three in three days, one a day: five more take five days
        assertThat(say(TODAY, coverage(8, 3, 0, 3, TODAY.minusDays(2))))
                .endsWith("At the pace since 2026-11-21 the last one comes home about 2026-11-28, in time.");
        assertThat(say(TODAY, coverage(60, 10, 0, 10, TODAY.minusDays(9))))
                .startsWith("Not at this pace: 50 of 60 assets are")
                .endsWith("the last one comes home about 2027-01-12, 12 days too late.");
    }

    @Test
    void saysNoOnceTheDayIsOver() {
        assertThat(say(END.plusDays(1), coverage(8, 5, 0, 5, END)))
                .isEqualTo(
                        "No: 3 of 8 assets are neither checked nor excepted, 1 day after the day on which the contract ends"
                                + " (2026-12-31). null");
    }

    @Test
    void saysThatItWasTooLateThoughAllIsHomeByNow() {
        assertThat(say(END.plusDays(40), coverage(8, 8, 0, 0, END.plusDays(15))))
                .isEqualTo(
                        "Too late: all 8 assets are checked or excepted, the last one 15 days after the day on which the"
                                + " contract ends (2026-12-31). null");
        assertThat(say(END.plusDays(40), coverage(8, 8, 0, 0, END))).startsWith("Yes: ");
    }

    @Test
    void forecastsNothingOfWhatIsOver() {
        var met = DateMet.of(exit(null, null, "CANCELLED"), coverage(8, 5, 0, 5, TODAY), TODAY);

        assertThat(met.mark().word() + ": " + met.words()).isEqualTo("Over: 3 of 8 assets did not come home.");
        assertThat(met.forecast()).isNull();
    }

    @Test
    void saysNothingOfWhatNeverComes() {
        assertThat(say(TODAY, new Coverage(0, 0, 0, 0, 0, 0, 0, null, null, 0, 0)))
                .startsWith("Not known: the register is empty.");
        assertThat(say(TODAY, new Coverage(2, 0, 0, 0, 0, 0, 0, null, null, 2, 0)))
                .startsWith("Nothing to wait for: no asset of the register has to come home.");
    }

    @Test
    void takesTheDayOnWhichTheVendorErasesWhenThatIsBeforeTheEndOfTheAssistance() {
        var coverage = coverage(8, 8, 0, 0, null);

        assertThat(DateMet.of(exit(END.plusDays(30), null), coverage, TODAY).words())
                .endsWith("by the day on which the assistance ends (2027-01-30).");
        assertThat(DateMet.of(exit(END.plusDays(30), END.plusDays(7)), coverage, TODAY)
                        .words())
                .endsWith("by the day on which the vendor erases (2027-01-07).");
        assertThat(DateMet.of(exit(null, END.plusDays(7)), coverage, TODAY).words())
                .endsWith("by the day on which the contract ends (2026-12-31).");
    }

    private static String say(LocalDate today, Coverage coverage) {
        var met = DateMet.of(exit(null, null), coverage, today);
        return met.mark().word() + ": " + met.words() + " " + met.forecast();
    }

    private static Coverage coverage(int toReturn, int checked, int excepted, int lately, @Nullable LocalDate since) {
        return new Coverage(toReturn, toReturn, checked, checked, 0, excepted, lately, since, since, 0, 0);
    }

    private static Exit exit(@Nullable LocalDate assistanceEnd, @Nullable LocalDate erases) {
        return exit(assistanceEnd, erases, "RETURNING");
    }

    private static Exit exit(@Nullable LocalDate assistanceEnd, @Nullable LocalDate erases, String state) {
        return new Exit(
                "X2026-0001",
                "REAL",
                "Exit",
                "plain",
                "Orbit",
                null,
                null,
                null,
                "Client",
                null,
                "C-7",
                null,
                null,
                null,
                END,
                assistanceEnd,
                erases,
                "UTC",
                "EXPIRY",
                "olga",
                Instant.EPOCH,
                state,
                false,
                null,
                null);
    }
}
