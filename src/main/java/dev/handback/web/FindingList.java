package dev.handback.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.springframework.stereotype.Component;

/** Reads the findings of an attempt, which its facts keep as JSON. */
@Component
class FindingList {
    private final ObjectMapper json;

    FindingList(ObjectMapper json) {
        this.json = json;
    }

    List<Found> of(String findings) {
        try {
            return json.readValue(findings, new TypeReference<List<Found>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("findings are not a list of code and detail", e);
        }
    }

    @com.fasterxml.jackson.annotation.JsonIgnoreProperties(ignoreUnknown = true)
    record Found(String code, String detail) {}
}
