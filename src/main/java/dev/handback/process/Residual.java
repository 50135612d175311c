package dev.handback.process;

import dev.handback.exits.Closings;
import java.util.Date;
import org.springframework.stereotype.Component;

/** The steps of {@code Residual.bpmn}; public because the engine calls them. */
@Component
public class Residual {
    /** So many days before its own day somebody is asked. */
    private static final int DAYS_BEFORE = 14;

    private final Closings closings;
    private final Deadlines deadlines;

    Residual(Closings closings, Deadlines deadlines) {
        this.closings = closings;
        this.deadlines = deadlines;
    }

    /** Midnight at the exit's place, whatever the clocks do in between. */
    public Date remindAt(String residualId) {
        var residual = closings.residual(residualId);
        return Deadlines.startOf(residual.due().minusDays(DAYS_BEFORE), closings.place(residual.exitId()));
    }

    public void remind(String residualId) {
        closings.remind(residualId);
    }

    public void recordSettlement(String residualId, String how) {
        closings.settle(residualId, how);
    }

    public Date due(String exitId, String task) {
        return deadlines.due(exitId, task);
    }

    public Date followUp(String exitId, String task) {
        return deadlines.followUp(exitId, task);
    }
}
