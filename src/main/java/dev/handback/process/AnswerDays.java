package dev.handback.process;

import dev.handback.destruction.Clearances;
import dev.handback.destruction.DestructionLine;
import dev.handback.destruction.Order;
import dev.handback.destruction.Orders;
import dev.handback.exits.Exits;
import dev.handback.exits.Refused;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** When a holder's answer to an order is due, when its silence is noted, and when it is asked again; by the exit's place. */
@Component
class AnswerDays {
    private final Orders orders;
    private final Clearances clearances;
    private final Exits exits;
    private final Deadlines deadlines;

    AnswerDays(Orders orders, Clearances clearances, Exits exits, Deadlines deadlines) {
        this.orders = orders;
        this.clearances = clearances;
        this.exits = exits;
        this.deadlines = deadlines;
    }

    /** As legal said; once that day is over and it is asked again, as the profile says. */
    Date due(String exit, String number) {
        return named(number).orElseGet(() -> deadlines.due(exit, "RecordAttestation"));
    }

    /** As often as the profile says; first when the day is over that legal named, if that comes sooner. */
    String reminderCycle(String exit, String number) {
        var usual = deadlines.later(exit, "RemindHolder");
        return deadlines.every(
                exit, "RemindHolder", named(number).filter(usual::after).orElse(usual));
    }

    /** The morning after the first tail's last day. */
    Date tailEnd(String number, List<DestructionLine> lines) {
        var last = lines.stream()
                .map(DestructionLine::tailUntil)
                .filter(Objects::nonNull)
                .sorted()
                .findFirst()
                .orElseThrow(() -> new Refused("order " + number + " has no tail"));
        return after(last, orders.find(number));
    }

    /** The end of the day that legal named, while it lies ahead. */
    private Optional<Date> named(String number) {
        var order = orders.find(number);
        return deadlines.ahead(after(clearances.find(order.clearance()).answerBy(), order));
    }

    private Date after(LocalDate day, Order order) {
        return Deadlines.startOf(
                day.plusDays(1), ZoneId.of(exits.find(order.exitId()).place()));
    }
}
