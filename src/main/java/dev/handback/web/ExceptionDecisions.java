package dev.handback.web;

import dev.handback.assets.Exceptions;
import dev.handback.exits.Refused;
import dev.handback.process.ExitCommands;
import dev.handback.process.Tasks;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
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

    /**
     * @param asked which question is answered, as it was read; null for what is asked now. Whoever approves an exception must not
     *     approve its revocation, because somebody asked for that meanwhile.
     */
    void decide(String exit, String asset, @Nullable String asked, boolean approve, String reason) {
        var now =
                exceptions.newest(exit, asset).map(question -> question.asked().toString());
        if (asked != null && !now.equals(Optional.of(asked))) {
            throw new Refused("asset " + asset + ": something else is asked by now; read it before you decide");
        }
        commands.decideException(exit, asset, approve, reason);
    }
}
