package dev.handback.destruction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Names of assets as one JSON array, which is how a fact about many of them names them. */
final class Scope {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Scope() {}

    static String write(Collection<String> assets) {
        try {
            return JSON.writeValueAsString(new TreeSet<>(assets));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("names of assets cannot be written as JSON", e);
        }
    }

    static List<String> read(@Nullable String json) {
        try {
            return json == null ? List.of() : JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a JSON array of names: " + json, e);
        }
    }
}
