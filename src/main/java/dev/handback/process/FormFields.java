package dev.handback.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;

/** The keys a person may fill in on a form, in the form's order; fields that only show something are none. */
final class FormFields {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private FormFields() {}

    static Set<String> of(InputStream form) {
        try (form) {
            var keys = new LinkedHashSet<String>();
            collect(JSON.readTree(form), keys);
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException("A deployed form is not JSON.", e);
        }
    }

    private static void collect(JsonNode node, Set<String> keys) {
        for (var component : node.path("components")) {
            var shown = component.path("disabled").asBoolean()
                    || component.path("readonly").asBoolean();
            if (component.path("key").isTextual() && !shown) {
                keys.add(component.path("key").asText());
            }
            collect(component, keys);
        }
    }
}
