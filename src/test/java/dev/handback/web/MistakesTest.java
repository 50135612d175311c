package dev.handback.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.exits.Finding;
import dev.handback.exits.GateRefused;
import dev.handback.people.People;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.mock.web.MockHttpServletRequest;

class MistakesTest {

    @Test
    void tellsAProgramEachFindingWithTheRunbookThatHelps() throws Exception {
        var shut = new GateRefused(
                "SIGN_RETURN",
                List.of(
                        new Finding("ON_HOLD", "billing", "a legal hold covers it"),
                        new Finding("REFS_MOVED", null, "a finding of a retrieval")));

        var findings = problem(shut).path("findings");

        assertThat(findings.findValuesAsText("code")).containsExactly("ON_HOLD", "REFS_MOVED");
        assertThat(findings.findValuesAsText("runbook"))
                .containsExactly("/runbooks/task-LiftHold", "/runbooks/task-DecideRetrieval");
        assertThat(findings.get(0).path("asset").asText()).isEqualTo("billing");
        assertThat(findings.get(0).path("detail").asText()).isEqualTo("a legal hold covers it");
    }

    private static JsonNode problem(Exception thrown) throws Exception {
        var answer = new Mistakes(mock(People.class)).thrown(thrown, new MockHttpServletRequest("POST", "/api/exits"));
        var json = JsonMapper.builder()
                .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
                .build();
        return json.valueToTree(((ResponseEntity<?>) Objects.requireNonNull(answer)).getBody());
    }
}
