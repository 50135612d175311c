package dev.handback.process;

import org.camunda.bpm.engine.delegate.VariableScope;

/** Which asset of which exit a person decided on, and by which task. */
record About(String exit, String asset, String task) {
    static About of(VariableScope execution) {
        return new About(text(execution, "exitId"), text(execution, "asset"), text(execution, FormValues.TASK));
    }

    private static String text(VariableScope execution, String name) {
        return String.valueOf(execution.getVariable(name));
    }
}
