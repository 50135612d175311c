package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.handback.destruction.Clearance;
import dev.handback.destruction.Clearances;
import dev.handback.destruction.DestructionLine;
import dev.handback.destruction.Order;
import dev.handback.destruction.Orders;
import dev.handback.exits.Closings;
import dev.handback.exits.Exit;
import dev.handback.exits.Exits;
import dev.handback.people.People;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import org.camunda.bpm.engine.impl.calendar.DurationHelper;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every timer of destruction, holds, stays and residuals over the nights clocks change and over 29 February, by its place. */
class TimersTest {
    private final TimeZone usual = TimeZone.getDefault();

    @AfterEach
    void putTheClocksBack() {
        TimeZone.setDefault(usual);
        ClockUtil.reset();
    }

    // from, days, next look: the same hour of the place, or the first one after the hour that is left out
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,    2026-03-22T09:00:00Z, 14, 2026-04-05T08:00:00Z",
        "Europe/Berlin,    2026-10-20T08:00:00Z, 14, 2026-11-03T09:00:00Z",
        "Europe/Berlin,    2026-03-28T01:30:00Z,  1, 2026-03-29T01:30:00Z",
        "Europe/Berlin,    2026-10-24T00:30:00Z,  1, 2026-10-25T00:30:00Z",
        "America/New_York, 2026-03-01T15:00:00Z, 14, 2026-03-15T14:00:00Z",
        "America/New_York, 2026-10-25T14:00:00Z, 14, 2026-11-08T15:00:00Z",
        "Pacific/Auckland, 2026-09-20T00:00:00Z, 14, 2026-10-03T23:00:00Z",
        "Pacific/Auckland, 2026-03-29T23:00:00Z, 14, 2026-04-13T00:00:00Z",
        "Europe/Berlin,    2028-02-15T11:00:00Z, 14, 2028-02-29T11:00:00Z",
        "Europe/Berlin,    2028-02-29T11:00:00Z, 14, 2028-03-14T11:00:00Z",
        "America/New_York, 2028-02-29T12:00:00Z, 365, 2029-02-28T12:00:00Z"
    })
    void looksAgainAtTheSameHourOfThePlace(String place, Instant from, int days, Instant then) {
        assertThat(Deadlines.later(place, days, from)).isEqualTo(then);
    }

    // the last day of a tail, and the first moment after it
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,    2026-03-28, 2026-03-28T23:00:00Z",
        "Europe/Berlin,    2026-03-29, 2026-03-29T22:00:00Z",
        "Europe/Berlin,    2026-10-25, 2026-10-25T23:00:00Z",
        "America/New_York, 2026-03-08, 2026-03-09T04:00:00Z",
        "America/New_York, 2026-11-01, 2026-11-02T05:00:00Z",
        "Pacific/Auckland, 2026-09-26, 2026-09-26T12:00:00Z",
        "Pacific/Auckland, 2026-09-27, 2026-09-27T11:00:00Z",
        "Pacific/Auckland, 2026-04-05, 2026-04-05T12:00:00Z",
        "Africa/Cairo,     2026-04-23, 2026-04-23T22:00:00Z",
        "Europe/Berlin,    2028-02-28, 2028-02-28T23:00:00Z",
        "Europe/Berlin,    2028-02-29, 2028-02-29T23:00:00Z",
        "America/New_York, 2028-02-29, 2028-03-01T05:00:00Z"
    })
    void asksAgainWithTheFirstMomentAfterATail(String place, LocalDate last, Instant then) {
        assertThat(tailEnd(place, last, last.plusDays(40))).isEqualTo(Date.from(then));
    }

    // a residual's day, and when somebody is asked, fourteen days before
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,    2026-04-05, 2026-03-21T23:00:00Z",
        "Europe/Berlin,    2026-04-12, 2026-03-28T23:00:00Z",
        "Europe/Berlin,    2026-11-09, 2026-10-25T23:00:00Z",
        "America/New_York, 2026-03-22, 2026-03-08T05:00:00Z",
        "America/New_York, 2026-11-15, 2026-11-01T04:00:00Z",
        "Pacific/Auckland, 2026-10-11, 2026-09-26T12:00:00Z",
        "Pacific/Auckland, 2028-03-14, 2028-02-28T11:00:00Z",
        "Europe/Berlin,    2028-02-29, 2028-02-14T23:00:00Z",
        "Europe/Berlin,    2028-03-14, 2028-02-28T23:00:00Z"
    })
    void asksForAResidualFourteenDaysBeforeItsDay(String place, LocalDate due, Instant then) {
        assertThat(remindAt(place, due)).isEqualTo(Date.from(then));
    }

    // the clock of the machine, a moment, and the next note of silence seven times 24 hours later
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,    2026-03-25T08:00:00Z, 2026-04-01T08:00:00Z",
        "Europe/Berlin,    2026-10-21T08:00:00Z, 2026-10-28T08:00:00Z",
        "America/New_York, 2026-03-04T08:00:00Z, 2026-03-11T08:00:00Z",
        "Pacific/Auckland, 2026-09-23T08:00:00Z, 2026-09-30T08:00:00Z",
        "UTC,              2028-02-25T08:00:00Z, 2028-03-03T08:00:00Z"
    })
    void notesSilenceByHoursWhateverTheMachinesClockDoes(String machine, Instant from, Instant then) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone(machine));
        ClockUtil.setCurrentTime(Date.from(from));

        assertThat(new DurationHelper(Deadlines.cycle(from.plus(Duration.ofDays(7)), 7)).getDateAfter())
                .isEqualTo(Date.from(then));
    }

    @Test
    void notesSilenceFirstOnTheDayThatLegalNamed() throws Exception {
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-11-27T08:00:00Z")));
        var named = Instant.parse("2027-01-01T23:00:00Z");
        var cycle = new DurationHelper(Deadlines.cycle(named, 7));

        assertThat(cycle.getDateAfter()).isEqualTo(Date.from(named));
        assertThat(cycle.getDateAfter(Date.from(named))).isEqualTo(Date.from(named.plus(Duration.ofDays(7))));
    }

    @Test
    void wantsTheAnswerByTheEndOfTheDayThatLegalNamedWhileThatLiesAhead() {
        var usual = Date.from(Instant.parse("2030-05-05T00:00:00Z"));
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2027-01-01T22:59:59Z")));
        assertThat(answerDue("Europe/Berlin", LocalDate.of(2027, 1, 1), usual)).isEqualTo("2027-01-01T23:00:00Z");
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2027-01-01T23:00:00Z")));
        assertThat(answerDue("Europe/Berlin", LocalDate.of(2027, 1, 1), usual)).isEqualTo(usual.toInstant());
    }

    @Test
    void notesSilenceOnTheDayThatLegalNamedUnlessTheProfileIsSooner() {
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2027-01-01T08:00:00Z")));

        assertThat(reminderCycle(LocalDate.of(2027, 1, 3))).isEqualTo("R/2027-01-03T23:00:00Z/PT168H");
        assertThat(reminderCycle(LocalDate.of(2027, 3, 3))).isEqualTo("R/2027-01-08T08:00:00Z/PT168H");
        assertThat(reminderCycle(LocalDate.of(2026, 12, 3))).isEqualTo("R/2027-01-08T08:00:00Z/PT168H");
    }

    private static Date answerDue(String place, LocalDate by, Date usual) {
        var deadlines = mock(Deadlines.class);
        when(deadlines.due("X-1", "RecordAttestation")).thenReturn(usual);
        return answers(place, by, deadlines).due("X-1", "D-1");
    }

    private static String reminderCycle(LocalDate by) {
        var deadlines = mock(Deadlines.class);
        when(deadlines.later("X-1", "RemindHolder")).thenReturn(Date.from(Instant.parse("2027-01-08T08:00:00Z")));
        when(deadlines.every(any(), any(), any()))
                .thenAnswer(call -> Deadlines.cycle(((Date) call.getArgument(2)).toInstant(), 7));
        return answers("Europe/Berlin", by, deadlines).reminderCycle("X-1", "D-1");
    }

    private static AnswerDays answers(String place, LocalDate by, Deadlines deadlines) {
        var orders = mock(Orders.class);
        var order = mock(Order.class);
        var clearances = mock(Clearances.class);
        var clearance = mock(Clearance.class);
        var exits = mock(Exits.class);
        var exit = mock(Exit.class);
        when(orders.find("D-1")).thenReturn(order);
        when(order.exitId()).thenReturn("X-1");
        when(order.clearance()).thenReturn("L-1");
        when(clearances.find("L-1")).thenReturn(clearance);
        when(clearance.answerBy()).thenReturn(by);
        when(exits.find("X-1")).thenReturn(exit);
        when(exit.place()).thenReturn(place);
        when(deadlines.ahead(any())).thenCallRealMethod();
        return new AnswerDays(orders, clearances, exits, deadlines);
    }

    private static Date tailEnd(String place, LocalDate... tails) {
        var orders = mock(Orders.class);
        var order = mock(Order.class);
        var exits = mock(Exits.class);
        var exit = mock(Exit.class);
        when(orders.find("D-1")).thenReturn(order);
        when(order.exitId()).thenReturn("X-1");
        when(exits.find("X-1")).thenReturn(exit);
        when(exit.place()).thenReturn(place);
        var lines = List.of(tails).stream()
                .map(tail -> {
                    var line = mock(DestructionLine.class);
                    when(line.tailUntil()).thenReturn(tail);
                    return line;
                })
                .toList();
        return new AnswerDays(orders, mock(Clearances.class), exits, mock(Deadlines.class)).tailEnd("D-1", lines);
    }

    private static Date remindAt(String place, LocalDate due) {
        var closings = mock(Closings.class);
        var residual = mock(dev.handback.exits.Residual.class);
        when(closings.residual("S-1")).thenReturn(residual);
        when(residual.due()).thenReturn(due);
        when(residual.exitId()).thenReturn("X-1");
        when(closings.place("X-1")).thenReturn(ZoneId.of(place));
        return new Residual(closings, mock(Deadlines.class), mock(People.class), mock(OpenWork.class)).remindAt("S-1");
    }
}
