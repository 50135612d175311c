package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
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

    @Test
    void namesTheRunbookOfTheTimersWhereATokenWaitsForOneOfThem() {
        assertThat(runbook("Gateway_WaitForTheTail")).hasValue("task-RecordAttestation");
        assertThat(runbook("Gateway_WaitForTheNextLook")).hasValue("ops-probes");
        assertThat(runbook("Event_TimeToLookAgain")).hasValue("task-ApproveRestore");
        assertThat(runbook("Event_HolderLookedAt")).isEmpty();
    }

    private static Optional<String> runbook(String id) {
        return ShippedModels.all(FlowNode.class)
                .filter(node -> node.getId().equals(id))
                .findFirst()
                .flatMap(TaskModel::runbook);
    }

    private static UserTask task(String id) {
        return ShippedModels.all(UserTask.class)
                .filter(task -> task.getId().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
