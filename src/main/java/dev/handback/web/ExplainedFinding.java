package dev.handback.web;

import dev.handback.exits.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A finding as programs get it, with the address of the runbook that helps. */
record ExplainedFinding(String code, @Nullable String asset, String detail, String runbook) {
    static List<ExplainedFinding> of(List<Finding> findings) {
        return findings.stream()
                .map(finding -> new ExplainedFinding(
                        finding.code(), finding.asset(), finding.detail(), FindingsApi.runbook(finding.code())))
                .toList();
    }
}
