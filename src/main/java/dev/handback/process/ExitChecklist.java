package dev.handback.process;

import dev.handback.exits.Checklist;
import java.util.Date;
import org.springframework.stereotype.Component;

/** The steps of {@code ExitChecklist.bpmn}; public because the engine calls them. */
@Component
public class ExitChecklist {
    private final Checklist checklist;
    private final Deadlines deadlines;

    ExitChecklist(Checklist checklist, Deadlines deadlines) {
        this.checklist = checklist;
        this.deadlines = deadlines;
    }

    public boolean isAccess(String exitId, String item) {
        return checklist.find(exitId, item).access();
    }

    public void recordItem(String exitId, String item, String result, String doneOn, String doneBy, String evidence) {
        checklist.settle(
                exitId,
                item,
                new Checklist.Word(
                        Checklist.Result.valueOf(Decision.of(result, "DONE", "NOT_APPLICABLE")),
                        Decision.day("doneOn", doneOn),
                        doneBy,
                        evidence));
    }

    public Date due(String exitId, String task) {
        return deadlines.due(exitId, task);
    }

    public Date followUp(String exitId, String task) {
        return deadlines.followUp(exitId, task);
    }
}
