package dev.handback.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import org.camunda.bpm.engine.FormService;
import org.springframework.stereotype.Component;

/**
 * What a person may fill in: the keys of a task's own form. The engine checks nothing of a form on the server; any other
 * name would become a variable.
 */
@Component
class FormKeys {
    private final FormService forms;
    private final ObjectMapper json;

    FormKeys(FormService forms, ObjectMapper json) {
        this.forms = forms;
        this.json = json;
    }

    /**
     * @param open may be filled in
     * @param shown only to read; browsers send them along, and what they send is dropped
     */
    record Keys(Set<String> open, Set<String> shown) {
        static final Keys NONE = new Keys(Set.of(), Set.of());
    }

    Keys ofTask(String task) {
        return forms.getTaskFormData(task).getCamundaFormRef() == null
                ? Keys.NONE
                : read(forms.getDeployedTaskForm(task));
    }

    Keys ofStart(String definition) {
        return forms.getStartFormData(definition).getCamundaFormRef() == null
                ? Keys.NONE
                : read(forms.getDeployedStartForm(definition));
    }

    private Keys read(InputStream form) {
        try (form) {
            var keys = new Keys(new HashSet<>(), new HashSet<>());
            collect(json.readTree(form), keys);
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException("A deployed form is not JSON", e);
        }
    }

    private static void collect(JsonNode node, Keys keys) {
        for (var component : node.path("components")) {
            if (component.path("key").isTextual()) {
                boolean closed = component.path("disabled").asBoolean()
                        || component.path("readonly").asBoolean();
                (closed ? keys.shown : keys.open).add(component.path("key").asText());
            }
            collect(component, keys);
        }
    }
}
