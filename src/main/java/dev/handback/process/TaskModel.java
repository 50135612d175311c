package dev.handback.process;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;
import org.jspecify.annotations.Nullable;

/** What the model says of a task or a timer: its runbook; of a task also its page, and whether and how it is completed there. */
final class TaskModel {
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    private TaskModel() {}

    static boolean isCompletedOnPage(BaseElement task) {
        return property(task, "completedOnPage").filter("true"::equals).isPresent();
    }

    /** The address of the task's page, its places filled; empty when the model names none. */
    static String page(BaseElement task, UnaryOperator<String> variable) {
        return filled(property(task, "page").orElse(""), variable);
    }

    /** The request that completes a task of a page; a place that no variable of the process fills stays a name in braces. */
    static Optional<String> command(BaseElement task, Function<String, @Nullable Object> variable) {
        return property(task, "command")
                .map(command -> filled(command, name -> {
                    var value = variable.apply(name);
                    return value == null ? "{" + name + "}" : value.toString();
                }));
    }

    private static String filled(String pattern, UnaryOperator<String> variable) {
        return PLACE.matcher(pattern).replaceAll(place -> Matcher.quoteReplacement(variable.apply(place.group(1))));
    }

    /** Of the task or timer itself; a token that waits for what comes first stands at the gateway before its timers. */
    static Optional<String> runbook(FlowElement at) {
        return at instanceof EventBasedGateway gateway
                ? gateway.getOutgoing().stream()
                        .flatMap(flow -> property(flow.getTarget(), "runbook").stream())
                        .findFirst()
                : property(at, "runbook");
    }

    static Optional<String> property(BaseElement task, String name) {
        var extensions = task.getExtensionElements();
        if (extensions == null) {
            return Optional.empty();
        }
        return extensions.getElementsQuery().filterByType(CamundaProperties.class).list().stream()
                .flatMap(properties -> properties.getCamundaProperties().stream())
                .filter(property -> name.equals(property.getCamundaName()))
                .map(CamundaProperty::getCamundaValue)
                .findFirst();
    }
}
