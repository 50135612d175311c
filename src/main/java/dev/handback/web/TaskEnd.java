package dev.handback.web;

import dev.handback.process.Tasks;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * A command and the end of the task it belongs to, both or neither. Without a task named, the open one of that name is
 * meant, so that nothing done on a page or by REST leaves its task behind.
 */
@Component
class TaskEnd {
    private final Tasks tasks;

    TaskEnd(Tasks tasks) {
        this.tasks = tasks;
    }

    /** For tasks whose command is the page's own: runs it, then completes the task. */
    @Transactional
    public void after(@Nullable String task, String name, String exit, @Nullable String subject, Runnable command) {
        command.run();
        open(task, name, exit, subject).ifPresent(open -> tasks.complete(open, Map.of()));
    }

    /** For tasks whose own step records the values; where none is open, the command records them. */
    @Transactional
    public void orElse(
            @Nullable String task,
            String name,
            String exit,
            @Nullable String subject,
            Map<String, Object> values,
            Runnable command) {
        var open = open(task, name, exit, subject);
        if (open.isPresent()) {
            tasks.complete(open.get(), values);
        } else {
            command.run();
        }
    }

    private Optional<String> open(@Nullable String task, String name, String exit, @Nullable String subject) {
        return task == null || task.isEmpty() ? tasks.open(exit, name, subject) : Optional.of(task);
    }
}
