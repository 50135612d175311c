package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.junit.jupiter.api.Test;

class TaskModelTest {

    @Test
    void fillsACommandByTheProcesssVariablesAndLeavesTheNameOfWhatItDoesNotKnow() {
        var known = Map.<String, Object>of("exitId", "X2026-0001", "number", "O-1");

        assertThat(TaskModel.command(task("ServeOrder"), known::get))
                .hasValue("POST /api/exits/X2026-0001/orders/O-1/served");
        assertThat(TaskModel.command(task("AcceptEvidence"), known::get))
                .hasValue("POST /api/exits/X2026-0001/attestations/{attestation}/accept");
        assertThat(TaskModel.command(task("HandOver"), known::get)).isEmpty();
    }

    private static UserTask task(String id) {
        return ShippedModels.all(UserTask.class)
                .filter(task -> task.getId().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
