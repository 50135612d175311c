package dev.handback.process;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Checks what requests to the engine carry, and writes anew what may pass, so that nothing is read in two ways. */
@Component
class EngineBodies {
    private static final Set<String> PLAIN = Set.of("String", "Boolean", "Integer", "Long", "Double", "Date", "Null");

    // a key that comes twice would mean one thing to us and another to the engine
    private final ObjectMapper json = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    byte[] checked(byte[] body, EngineRequests.Body kind, String person) throws IOException {
        var given = json.readTree(body);
        var passed =
                switch (kind) {
                    case QUERY -> query(given);
                    case CLAIM -> claim(given, person);
                    case COMMENT ->
                        json.createObjectNode()
                                .put("message", given.path("message").asText());
                    case FORM -> form(given);
                    case NONE -> json.createObjectNode();
                };
        return json.writeValueAsBytes(passed);
    }

    static void refuseExpression(String key) {
        var lower = key.toLowerCase(Locale.ROOT);
        if (lower.endsWith("expression") || lower.endsWith("expressions") || lower.equals("orqueries")) {
            throw EngineRequestRefused.forbidden(
                    "Queries with \"" + key + "\" are refused: the engine would run them.");
        }
    }

    private static JsonNode query(JsonNode query) {
        query.fieldNames().forEachRemaining(EngineBodies::refuseExpression);
        query.forEach(EngineBodies::query);
        return query;
    }

    private JsonNode claim(JsonNode given, String person) {
        var claimant = given.path("userId").asText(person);
        if (!claimant.equals(person)) {
            throw EngineRequestRefused.forbidden("Nobody claims a task for somebody else.");
        }
        return json.createObjectNode().put("userId", person);
    }

    // Which fields a form has is asked further in, by FormValues, for every door alike.
    private JsonNode form(JsonNode given) {
        var variables = json.createObjectNode();
        given.path("variables")
                .properties()
                .forEach(field -> variables.set(field.getKey(), plain(field.getKey(), field.getValue())));
        return json.createObjectNode().set("variables", variables);
    }

    private ObjectNode plain(String key, JsonNode given) {
        var type = given.path("type").asText("");
        if (!type.isEmpty() && !PLAIN.contains(type) || given.path("value").isContainerNode()) {
            throw new EngineRequestRefused(
                    400, "Field \"" + key + "\" holds no plain text, number, date or yes/no. Nothing was saved.");
        }
        var variable = json.createObjectNode();
        variable.set("value", given.path("value"));
        return type.isEmpty() ? variable : variable.put("type", type);
    }
}
