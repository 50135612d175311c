package dev.handback.process;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;

/** What a user task's properties say in the model: its page, its runbook, whether the page completes it. */
final class TaskModel {
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    private TaskModel() {}

    static boolean isCompletedOnPage(BaseElement task) {
        return property(task, "completedOnPage").filter("true"::equals).isPresent();
    }

    /** The address of the task's page, its places filled; empty when the model names none. */
    static String page(BaseElement task, UnaryOperator<String> variable) {
        var page = property(task, "page").orElse("");
        return PLACE.matcher(page)
                .replaceAll(place -> java.util.regex.Matcher.quoteReplacement(variable.apply(place.group(1))));
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
