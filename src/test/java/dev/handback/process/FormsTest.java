package dev.handback.process;

import static dev.handback.process.ShippedModels.all;
import static dev.handback.process.ShippedModels.bean;
import static dev.handback.process.ShippedModels.files;
import static dev.handback.process.ShippedModels.keys;
import static dev.handback.process.ShippedModels.models;
import static dev.handback.process.ShippedModels.next;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.junit.jupiter.api.Test;

/** Every task can be done by who gets it: a form of its name, words that explain it, a page, a runbook, a due date. */
class FormsTest {
    @Test
    void everyTaskHasTheFormOfItsName() {
        var used = new TreeSet<String>();
        all(UserTask.class).forEach(task -> {
            assertThat(task.getCamundaFormRef()).isEqualTo(task.getId());
            assertThat(task.getCamundaFormRefBinding()).isEqualTo("deployment");
            used.add(task.getCamundaFormRef());
        });
        all(StartEvent.class)
                .filter(start -> start.getCamundaFormRef() != null)
                .forEach(start -> used.add(start.getCamundaFormRef()));

        assertThat(files(".form").stream().map(ShippedModels::name)).containsExactlyElementsOf(used);
    }

    @Test
    void everyFormIsOfTheVersionThatTasklistDraws() throws IOException {
        for (var file : files(".form")) {
            var form = new ObjectMapper().readTree(file.toFile());
            assertThat(form.path("id").asText()).isEqualTo(ShippedModels.name(file));
            assertThat(form.path("schemaVersion").asInt()).isLessThanOrEqualTo(16);
            form.path("components")
                    .forEach(field -> assertThat(field.path("type").asText())
                            .isIn("text", "textfield", "textarea", "select", "radio", "checkbox", "datetime"));
        }
    }

    @Test
    void theNextStepTakesEveryFieldOfAForm() {
        all(UserTask.class).forEach(task -> {
            var step = (ServiceTask) next(task).iterator().next();
            assertThat(arguments(step)).as(step.getId()).containsAll(keys(task.getId()));
        });
    }

    @Test
    void noFieldHasTheNameOfAVariable() {
        models().forEach(model -> {
            var variables = new TreeSet<String>();
            model.getModelElementsByType(ServiceTask.class)
                    .forEach(step -> variables.add(String.valueOf(step.getCamundaResultVariable())));
            variables.addAll(java.util.List.of("exitId", "asset", "connection", "request", "outcome", "task"));
            model.getModelElementsByType(UserTask.class)
                    .forEach(task -> assertThat(keys(task.getId())).doesNotContainAnyElementsOf(variables));
        });
    }

    @Test
    void everyTaskSaysWhatWhyAndWhatNext() {
        all(UserTask.class).forEach(task -> {
            assertThat(task.getCamundaCandidateGroups()).as(task.getId()).isNotBlank();
            assertThat(task.getName()).as(task.getId()).contains("${exitId}");
            assertThat(task.getDocumentations().iterator().next().getTextContent())
                    .as(task.getId())
                    .contains("What: ", "Why you: ", "What happens next: ", "Page: /");
            assertThat(TaskModel.property(task, "page")).as(task.getId()).isPresent();
            assertThat(TaskModel.property(task, "runbook")).as(task.getId()).contains("task-" + task.getId());
            assertThat(Path.of("runbooks", "task-" + task.getId() + ".md")).isRegularFile();
        });
    }

    @Test
    void everyTaskIsDueByItsOwnBean() {
        models().forEach(model -> model.getModelElementsByType(UserTask.class).forEach(task -> {
            assertThat(task.getCamundaDueDate())
                    .isEqualTo(
                            task.getId().equals("RecordAttestation") // legal names its day in the order
                                    ? "${dataDestruction.answerDue(exitId, number)}"
                                    : deadline(model, "due", task));
            assertThat(task.getCamundaFollowUpDate()).isEqualTo(deadline(model, "followUp", task));
        }));
    }

    @Test
    void tasksCompletedOnTheirPageCarryNoField() {
        assertThat(all(UserTask.class).filter(TaskModel::isCompletedOnPage).map(UserTask::getId))
                .containsExactlyInAnyOrder(
                        "AgreeRegister",
                        "ChooseCertificate",
                        "ReceiveDelivery",
                        "SignCertificate",
                        "RecordInstrument",
                        "ClearForDestruction",
                        "OrderDestruction",
                        "ServeOrder",
                        "RecordAttestation",
                        "AcceptEvidence",
                        "ServeRecall")
                .allSatisfy(task -> assertThat(keys(task)).isEmpty());
    }

    /** A program does everything that a person does: by the form's values, or by a request that the group of the task may send. */
    @Test
    void everyTaskThatNoFormCompletesNamesARequestThatItsGroupMaySend() throws IOException {
        var roles = Files.readAllLines(Path.of("src/docs/roles.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        var groups = List.of("operations", "engineering", "legal");
        all(UserTask.class).forEach(task -> {
            var command = TaskModel.property(task, "command");
            assertThat(command.isPresent()).as(task.getId()).isEqualTo(TaskModel.isCompletedOnPage(task));
            command.ifPresent(request -> assertThat(roles.stream()
                            .map(line -> line.split(" *\\| *"))
                            .filter(cells -> nameless(cells[1]).equals("`" + nameless(request) + "`"))
                            .map(cells -> cells[3 + groups.indexOf(task.getCamundaCandidateGroups())]))
                    .as("%s: %s in src/docs/roles.md, which RolesIT compares with the mappings", task.getId(), request)
                    .containsExactly("yes"));
        });
    }

    private static String nameless(String request) {
        return request.replaceAll("\\{\\w+}", "{}");
    }

    private static String deadline(BpmnModelInstance model, String method, UserTask task) {
        return "${%s.%s(exitId, '%s')}".formatted(bean(model), method, task.getId());
    }

    private static java.util.List<String> arguments(ServiceTask step) {
        var expression = step.getCamundaExpression();
        return Arrays.stream(expression
                        .substring(expression.indexOf('(') + 1, expression.lastIndexOf(')'))
                        .split(","))
                .map(String::strip)
                .toList();
    }
}
