package dev.handback.process;

import dev.handback.exits.Exit;
import dev.handback.exits.Exits;
import dev.handback.exits.Profile;
import dev.handback.exits.Profiles;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
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

    /** A timer's cycle: again and again after as many days as the profile says for this task. */
    String every(String exit, String task) {
        return "R/P" + profiles.of(exit).dueDays(task) + "D";
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
        var end = exit.contractEnd()
                .plusDays(1)
                .atStartOfDay(ZoneId.of(exit.place()))
                .toInstant();
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
