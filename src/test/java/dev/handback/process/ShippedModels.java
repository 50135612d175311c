package dev.handback.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;

/** The models and forms as they lie in the folder {@code bpmn}. */
final class ShippedModels {
    private static final Pattern CALL = Pattern.compile("(\\w+)\\.(\\w+)\\(([^()]*)\\)");

    private ShippedModels() {}

    /** A call of a bean that an expression makes. */
    record Call(String bean, String method, int arguments, String text) {}

    static List<Path> files(String extension) {
        try (var files = Files.list(Path.of("bpmn"))) {
            return files.filter(file -> file.toString().endsWith(extension))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.\\w+$", "");
    }

    static Stream<BpmnModelInstance> models() {
        return files(".bpmn").stream().map(file -> Bpmn.readModelFromFile(file.toFile()));
    }

    static Process process(BpmnModelInstance model) {
        return model.getModelElementsByType(Process.class).iterator().next();
    }

    static Class<?> type(BpmnModelInstance model) {
        try {
            return Class.forName(
                    ShippedModels.class.getPackageName() + "." + process(model).getId());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "no class for process " + process(model).getId(), e);
        }
    }

    static String bean(BpmnModelInstance model) {
        var id = process(model).getId();
        return Character.toLowerCase(id.charAt(0)) + id.substring(1);
    }

    static <T extends ModelElementInstance> Stream<T> all(Class<T> type) {
        return models().flatMap(model -> model.getModelElementsByType(type).stream());
    }

    /** Every call of a bean in an expression of the model. */
    static List<Call> calls(BpmnModelInstance model) {
        var expressions = new TreeSet<String>(Models.expressions(
                "model",
                new java.io.ByteArrayInputStream(Bpmn.convertToString(model).getBytes(UTF_8))));
        return expressions.stream().flatMap(text -> calls(text).stream()).toList();
    }

    static List<Call> calls(String expression) {
        return CALL.matcher(expression)
                .results()
                .filter(call -> !call.group(1).equals("execution"))
                .map(call -> new Call(call.group(1), call.group(2), count(call.group(3)), call.group()))
                .toList();
    }

    static Set<String> keys(String form) {
        try {
            return FormFields.of(Files.newInputStream(Path.of("bpmn", form + ".form")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Collection<FlowNode> next(FlowNode node) {
        return node.getSucceedingNodes().list();
    }

    private static int count(String arguments) {
        return arguments.isBlank() ? 0 : arguments.split(",").length;
    }

    private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;
}
