package dev.handback.process;

import static dev.handback.process.ShippedModels.all;
import static dev.handback.process.ShippedModels.bean;
import static dev.handback.process.ShippedModels.calls;
import static dev.handback.process.ShippedModels.files;
import static dev.handback.process.ShippedModels.models;
import static dev.handback.process.ShippedModels.next;
import static dev.handback.process.ShippedModels.process;
import static dev.handback.process.ShippedModels.type;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.ParallelGateway;
import org.camunda.bpm.model.bpmn.instance.ScriptTask;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaExecutionListener;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaFailedJobRetryTimeCycle;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaTaskListener;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Component;

/** The law of the models: one name in four places, save points where they belong, words that people read. */
class BpmnTest {
    private static final Map<Class<? extends FlowElement>, String> PREFIXES = Map.of(
            StartEvent.class, "StartEvent_",
            EndEvent.class, "EndEvent_",
            ServiceTask.class, "Task_",
            Gateway.class, "Gateway_",
            SubProcess.class, "SubProcess_",
            BoundaryEvent.class, "BoundaryEvent_",
            IntermediateCatchEvent.class, "Event_",
            SequenceFlow.class, "SequenceFlow_");

    @Test
    void fileProcessClassAndBeanHaveOneName() {
        assertThat(models().map(model -> process(model).getId()).toList())
                .isEqualTo(files(".bpmn").stream().map(ShippedModels::name).toList());
        models().forEach(model -> {
            assertThat(type(model)).isPublic().hasAnnotation(Component.class);
            assertThat(process(model).isExecutable()).isTrue();
            assertThat(process(model).getCamundaHistoryTimeToLiveString()).isNotBlank();
        });
    }

    @Test
    void onlyAnExitIsStartedByHand() {
        assertThat(models().filter(model -> process(model).isCamundaStartableInTasklist())
                        .map(model -> process(model).getId()))
                .containsExactly("ContractExit");
    }

    @Test
    void everyStepCallsTheMethodItIsNamedAfter() {
        models().forEach(
                        model -> model.getModelElementsByType(ServiceTask.class).forEach(task -> {
                            var call = calls(task.getCamundaExpression());
                            assertThat(call).as(task.getId()).hasSize(1);
                            assertThat(call.get(0).bean()).as(task.getId()).isEqualTo(bean(model));
                            assertThat("Task_" + capital(call.get(0).method())).isEqualTo(task.getId());
                        }));
    }

    @Test
    void everyCalledMethodExistsWithAsManyArguments() {
        models().forEach(model -> calls(model).forEach(call -> {
            assertThat(call.bean()).as(call.text()).isEqualTo(bean(model));
            assertThat(methods(type(model)))
                    .as(call.text())
                    .anyMatch(method ->
                            method.getName().equals(call.method()) && method.getParameterCount() == call.arguments());
        }));
    }

    @Test
    void everyPublicMethodIsCalledByItsModel() {
        models().forEach(model -> {
            var called = calls(model).stream().map(ShippedModels.Call::method).collect(Collectors.toSet());
            assertThat(methods(type(model)).stream().map(Method::getName))
                    .as(process(model).getId())
                    .allMatch(called::contains);
        });
    }

    /** A task without a day is nobody's worry; one with the days of another task is due when that one is. */
    @Test
    void everyTaskOfAPersonHasItsOwnDays() {
        models().forEach(model -> model.getModelElementsByType(UserTask.class).forEach(task -> {
            for (var day : Arrays.asList(task.getCamundaDueDate(), task.getCamundaFollowUpDate())) {
                assertThat(day).as(task.getId()).isNotBlank();
                if (day.contains("(exitId,") && !day.contains("answerDue")) // whose day legal names in the order
                assertThat(day).as(task.getId()).contains("(exitId, '" + task.getId() + "')");
            }
        }));
    }

    @Test
    void variablesAreIdsBooleansAndNames() {
        models().forEach(model -> methods(type(model))
                .forEach(method -> assertThat(method.getReturnType().getSimpleName())
                        .as(method.toString())
                        .isIn("void", "boolean", "String", "List", "Date")));
    }

    @Test
    void idsSayWhatTheyAre() {
        PREFIXES.forEach((type, prefix) ->
                all(type).forEach(element -> assertThat(element.getId()).matches(prefix + "[A-Z][A-Za-z0-9]*")));
        all(UserTask.class).forEach(task -> assertThat(task.getId()).matches("[A-Z][A-Za-z]*"));
    }

    @Test
    void labelsAreForPeople() {
        all(FlowNode.class).filter(node -> !(node instanceof ParallelGateway)).forEach(node -> assertThat(
                        node.getName())
                .as(node.getId())
                .matches("[A-Z].*")
                .doesNotContainIgnoringCase("handle ")
                .doesNotContainIgnoringCase("process"));
        all(ExclusiveGateway.class).forEach(gateway -> {
            assertThat(gateway.getName()).as(gateway.getId()).endsWith("?");
            assertThat(gateway.getDefault()).as(gateway.getId()).isNotNull();
            assertThat(gateway.getOutgoing()).as(gateway.getId()).allMatch(flow -> flow.getName() != null);
        });
    }

    @Test
    void nothingAsynchronousLiesBetweenATaskAndTheStepThatRecordsIt() {
        all(UserTask.class).forEach(task -> {
            assertThat(task.isCamundaAsyncAfter()).as(task.getId()).isFalse();
            assertThat(next(task)).as(task.getId()).singleElement().isInstanceOfSatisfying(ServiceTask.class, step -> {
                assertThat(step.isCamundaAsyncBefore()).as(step.getId()).isFalse();
                assertThat(calls(step.getCamundaExpression())).hasSize(1);
            });
        });
    }

    @Test
    void filingAndWaitingAreOneTransactionAndTheStepAfterTheMessageIsNot() {
        all(IntermediateCatchEvent.class).forEach(event -> {
            assertThat(event.isCamundaAsyncBefore()).as(event.getId()).isFalse();
            assertThat(next(event))
                    .as(event.getId())
                    .singleElement()
                    .isInstanceOfSatisfying(ServiceTask.class, step -> assertThat(step.isCamundaAsyncBefore())
                            .as(step.getId())
                            .isTrue());
            assertThat(event.getPreviousNodes().list())
                    .noneMatch(node -> !(node instanceof EventBasedGateway) && node.isCamundaAsyncAfter());
        });
    }

    @Test
    void everySavePointSaysWhenToTryAgain() {
        all(FlowNode.class).filter(FlowNode::isCamundaAsyncBefore).forEach(node -> assertThat(
                        node.getExtensionElements()
                                .getElementsQuery()
                                .filterByType(CamundaFailedJobRetryTimeCycle.class)
                                .singleResult()
                                .getTextContent())
                .as(node.getId())
                .isEqualTo("PT1M,PT10M,PT1H"));
    }

    @Test
    void modelsHoldNoScriptAndNoListener() {
        assertThat(all(ScriptTask.class)).isEmpty();
        assertThat(all(CamundaTaskListener.class)).isEmpty();
        assertThat(all(CamundaExecutionListener.class)).isEmpty();
        assertThat(all(org.camunda.bpm.model.bpmn.instance.Script.class)).isEmpty();
    }

    // A business outcome is a value and a gateway: after a guard's refusal no BPMN error could commit.
    @Test
    void modelsThrowAndCatchNoErrors() {
        assertThat(all(org.camunda.bpm.model.bpmn.instance.Error.class)).isEmpty();
    }

    @Test
    void everythingIsDrawn() {
        models().forEach(model -> {
            assertThat(model.getModelElementsByType(BpmnShape.class).stream()
                            .map(shape -> shape.getBpmnElement().getId()))
                    .containsAll(model.getModelElementsByType(FlowNode.class).stream()
                            .map(FlowNode::getId)
                            .toList());
            assertThat(model.getModelElementsByType(BpmnEdge.class).stream()
                            .map(edge -> edge.getBpmnElement().getId()))
                    .containsAll(model.getModelElementsByType(SequenceFlow.class).stream()
                            .map(SequenceFlow::getId)
                            .toList());
        });
    }

    // that test fails over what nothing walked: so a new node or flow needs a new test
    @Test
    void everyNodeAndFlowIsWatchedAndEveryModelHasTheTestThatWalksIt() {
        models().forEach(model -> {
            var name = process(model).getId();
            assertThat(TestEngine.WALKED.watched(name))
                    .containsAll(Stream.concat(
                                    model.getModelElementsByType(FlowNode.class).stream(),
                                    // the engine takes no flow from an event-based gateway: it goes on at the event
                                    model.getModelElementsByType(SequenceFlow.class).stream()
                                            .filter(flow -> !(flow.getSource() instanceof EventBasedGateway)))
                            .map(FlowElement::getId)
                            .toList());
            assertThat(Path.of("src/test/java/dev/handback/process", name + "Test.java"))
                    .content()
                    .containsPattern(
                            "@AfterAll\\s+static void \\w+\\(\\) \\{\\s+assertThat\\(TestEngine\\.WALKED\\.missing\\(\""
                                    + name + "\"\\)\\)\\s*\\.isEmpty\\(\\);");
        });
    }

    private static List<Method> methods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .toList();
    }

    private static String capital(String method) {
        return Character.toUpperCase(method.charAt(0)) + method.substring(1);
    }
}
