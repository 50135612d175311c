package dev.handback.web;

import dev.handback.assets.Exceptions;
import dev.handback.process.Tasks;
import java.util.Map;
import org.springframework.stereotype.Component;

/** One person's word on an exception: by the task that asks for it where one is open, so that none is left behind. */
@Component
class ExceptionDecisions {
    private final Exceptions exceptions;
    private final Tasks tasks;

    ExceptionDecisions(Exceptions exceptions, Tasks tasks) {
        this.exceptions = exceptions;
        this.tasks = tasks;
    }

    void decide(String exit, String asset, boolean approve, String reason) {
        var task = tasks.find(exit, "ApproveException", Map.of("asset", asset));
        if (task.isPresent()) {
            tasks.complete(task.get().id(), Map.of("decision", approve ? "APPROVE" : "REFUSE", "reason", reason));
        } else {
            exceptions.decide(exit, asset, approve, reason);
        }
    }
}
