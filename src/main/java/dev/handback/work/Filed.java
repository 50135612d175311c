package dev.handback.work;

import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.util.Map;

/** What lies in the queue, as JSON: readable in the database, and no Java class names to trust. */
record Filed(String step, String key, Map<String, String> data) {
    /** The queue's one kind of task: a node then never takes an unknown step for rubbish and deletes it. */
    static final String TASK = "long-work";

    TaskInstance<Filed> task() {
        return new TaskInstance<>(TASK, step + "/" + key, this);
    }
}
