package dev.handback.web;

import dev.handback.process.Tasks;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The open tasks of whoever asks. */
@RestController
@RequestMapping("/api/tasks")
class TasksApi {
    private static final int MOST = 1_000;

    private final Tasks tasks;

    TasksApi(Tasks tasks) {
        this.tasks = tasks;
    }

    record Values(@Nullable Map<String, Object> values) {}

    @GetMapping
    List<Tasks.OpenTask> list(
            @RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "1000") int size) {
        return tasks.list(Math.max(0, page), Math.max(1, Math.min(size, MOST)));
    }

    @PostMapping("/{id}/claim")
    ResponseEntity<Void> claim(@PathVariable String id) {
        tasks.claim(id);
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{id}/complete")
    ResponseEntity<Void> complete(@PathVariable String id, @RequestBody Values values) {
        tasks.complete(id, values.values() == null ? Map.of() : values.values());
        return ResponseEntity.noContent().build();
    }
}
