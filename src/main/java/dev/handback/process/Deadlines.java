package dev.handback.process;

import dev.handback.exits.Exit;
import dev.handback.exits.Exits;
import dev.handback.exits.Profile;
import dev.handback.exits.Profiles;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.stereotype.Component;

/**
 * When each task is due: as many days after it was made as the exit's profile says, but not after the contract's last day
 * while that lies ahead.
 */
@Component
class Deadlines {
    private final Exits exits;
    private final Profiles profiles;
    private final TaskService tasks;
    private final ProcessEngineConfigurationImpl engine;

    Deadlines(Exits exits, Profiles profiles, ProcessEngine engine) {
        this.exits = exits;
        this.profiles = profiles;
        this.tasks = engine.getTaskService();
        this.engine = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    }

    Date due(String exit, String task) {
        return Date.from(due(exits.find(exit), profiles.of(exit), task, now()));
    }

    /** Half-way to the due date. */
    Date followUp(String exit, String task) {
        return Date.from(halfWay(now(), due(exits.find(exit), profiles.of(exit), task, now())));
    }

    /** As many days from now as the profile says, at the same hour of the exit's place, whatever its clocks do meanwhile. */
    Date later(String id, String task) {
        return Date.from(later(exits.find(id).place(), profiles.of(id).dueDays(task), now()));
    }

    /** The moment, unless it has come. */
    Optional<Date> ahead(Date moment) {
        return moment.toInstant().isAfter(now()) ? Optional.of(moment) : Optional.empty();
    }

    static Instant later(String place, int days, Instant from) {
        return from.atZone(ZoneId.of(place)).plusDays(days).toInstant();
    }

    /**
     * A timer's cycle: at {@code first}, then again and again after as many days of 24 hours as the profile says for this
     * task. Days themselves the engine would count by the clock of its own machine.
     */
    String every(String exit, String task, Date first) {
        return cycle(first.toInstant(), profiles.of(exit).dueDays(task));
    }

    static String cycle(Instant first, int days) {
        return "R/" + first + "/PT" + Math.multiplyExact(days, 24) + "H";
    }

    /** The first moment of a day at a place: not always midnight. */
    static Date startOf(LocalDate day, ZoneId place) {
        return Date.from(day.atStartOfDay(place).toInstant());
    }

    /** The contract's end was moved: every open task of the exit is due as if it had been made with the new one. */
    void replan(String id) {
        var exit = exits.find(id);
        var profile = profiles.of(id);
        engine.getCommandExecutorTxRequired()
                .execute(context -> context.runWithoutAuthorization(() -> {
                    for (var task : tasks.createTaskQuery()
                            .processInstanceBusinessKey(id)
                            .list()) {
                        if (task.getTaskDefinitionKey().equals("RecordAttestation")) {
                            continue; // by a day that legal named in the order, which no contract moves
                        }
                        var made = task.getCreateTime().toInstant();
                        var due = due(exit, profile, task.getTaskDefinitionKey(), made);
                        tasks.setDueDate(task.getId(), Date.from(due));
                        tasks.setFollowUpDate(task.getId(), Date.from(halfWay(made, due)));
                    }
                    return null;
                }));
    }

    static Instant due(Exit exit, Profile profile, String task, Instant made) {
        var usual = made.plus(Duration.ofDays(profile.dueDays(task)));
        var end =
                startOf(exit.contractEnd().plusDays(1), ZoneId.of(exit.place())).toInstant();
        return end.isAfter(made) && end.isBefore(usual) ? end : usual;
    }

    private static Instant halfWay(Instant made, Instant due) {
        return made.plus(Duration.between(made, due).dividedBy(2));
    }

    // The engine's clock, which its tests move.
    private static Instant now() {
        return ClockUtil.getCurrentTime().toInstant();
    }
}
