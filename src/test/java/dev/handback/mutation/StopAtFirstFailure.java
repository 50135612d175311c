package dev.handback.mutation;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** One test that fails is enough: the others are skipped. Found by name in {@code META-INF/services}, and only when asked for. */
public final class StopAtFirstFailure implements ExecutionCondition, TestWatcher {
    private static volatile boolean failed;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return failed ? ConditionEvaluationResult.disabled("noticed") : ConditionEvaluationResult.enabled("not yet");
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        failed = true;
    }
}
