package dev.handback.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunbookTest {
    @Test
    void readsTheLittleMarkdownThatRunbooksUse() {
        var runbook = Runbook.parse("x", """
                ---
                id: x
                ---
                # Refused
                ## Steps
                Look at `git ls-remote`
                first.

                1. Open [the exit](/exits/X1).
                2. See [more](task-HandOver.md).

                ```
                # not a heading
                ```
                """);

        assertThat(runbook.title()).isEqualTo("Refused");
        assertThat(runbook.blocks().stream().map(block -> block.shape().name()))
                .containsExactly("H2", "TEXT", "STEPS", "CODE");
        assertThat(runbook.blocks().get(1).spans().get(0))
                .containsExactly(
                        new Runbook.Span("plain", "Look at ", ""),
                        new Runbook.Span("code", "git ls-remote", ""),
                        new Runbook.Span("plain", " first.", ""));
        assertThat(runbook.blocks().get(2).items()).hasSize(2);
    }

    @Test
    void linksNowhereButIntoHandback() {
        for (var target : List.of("https://vendor.example/", "javascript:alert(1)", "//vendor.example", "data:x")) {
            assertThat(Runbook.parse("x", "[here](" + target + ")")
                            .blocks()
                            .get(0)
                            .spans()
                            .get(0))
                    .noneMatch(span -> span.look().equals("link"));
        }
    }

    @Test
    void takesItsNameWhereItHasNoHeading() {
        assertThat(Runbook.parse("alert-x", "text").title()).isEqualTo("alert-x");
    }
}
