package dev.handback.process;

import dev.handback.exits.Exit;
import dev.handback.exits.Exits;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.stereotype.Component;

/** When each task is due: some days after it was made, but not after the contract's last day while that lies ahead. */
@Component
class Deadlines {
    /** Profile "plain". A task that is not named here, such as one the client added, has the usual time. */
    private static final Map<String, Integer> DAYS = Map.of(
            "AgreeRegister", 10,
            "ChooseCertificate", 30,
            "DecideStoppedConnection", 2,
            "DecideRetrieval", 3,
            "ApproveException", 3,
            "ReviewFindings", 3);

    private static final int USUAL = 5;

    private final Exits exits;

    Deadlines(Exits exits) {
        this.exits = exits;
    }

    Date due(String exit, String task) {
        return Date.from(due(exits.find(exit), task, now()));
    }

    /** Half-way to the due date. */
    Date followUp(String exit, String task) {
        var now = now();
        var left = Duration.between(now, due(exits.find(exit), task, now));
        return Date.from(now.plus(left.dividedBy(2)));
    }

    static Instant due(Exit exit, String task, Instant now) {
        var usual = now.plus(Duration.ofDays(DAYS.getOrDefault(task, USUAL)));
        var end = exit.contractEnd()
                .plusDays(1)
                .atStartOfDay(ZoneId.of(exit.place()))
                .toInstant();
        return end.isAfter(now) && end.isBefore(usual) ? end : usual;
    }

    // The engine's clock, which its tests move.
    private static Instant now() {
        return ClockUtil.getCurrentTime().toInstant();
    }
}
