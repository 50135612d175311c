package dev.handback.web;

import dev.handback.assets.Exceptions;
import dev.handback.process.ExitCommands;
import dev.handback.process.Tasks;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Exceptions asked for and decided on: by the task that asks for it where one is open, so that none is left behind. */
@Component
class ExceptionDecisions {
    private final Exceptions exceptions;
    private final Tasks tasks;
    private final ExitCommands commands;

    ExceptionDecisions(Exceptions exceptions, Tasks tasks, ExitCommands commands) {
        this.exceptions = exceptions;
        this.tasks = tasks;
        this.commands = commands;
    }

    /** Asking for it is one answer to a retrieval that did not come whole. */
    void ask(String exit, String asset, String reason, @Nullable LocalDate remedy) {
        var task = tasks.find(exit, "DecideRetrieval", Map.of("asset", asset));
        if (task.isPresent()) {
            tasks.complete(task.get().id(), Map.of("decision", "EXCEPTION", "reason", reason));
        } else {
            exceptions.ask(exit, asset, reason, remedy);
        }
    }

    void decide(String exit, String asset, boolean approve, String reason) {
        commands.decideException(exit, asset, approve, reason);
    }
}
