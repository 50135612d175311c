package dev.handback.process;

import dev.handback.exits.Closings;
import dev.handback.people.Groups;
import dev.handback.people.People;
import dev.handback.people.Person;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The steps of {@code Residual.bpmn}; public because the engine calls them. */
@Component
public class Residual {
    /** So many days before its own day somebody is asked. */
    private static final int DAYS_BEFORE = 14;

    private final Closings closings;
    private final Deadlines deadlines;
    private final People people;
    private final OpenWork work;

    Residual(Closings closings, Deadlines deadlines, People people, OpenWork work) {
        this.closings = closings;
        this.deadlines = deadlines;
        this.people = people;
        this.work = work;
    }

    /** Midnight at the exit's place, whatever the clocks do in between. */
    public Date remindAt(String residualId) {
        var residual = closings.residual(residualId);
        return Deadlines.startOf(residual.due().minusDays(DAYS_BEFORE), closings.place(residual.exitId()));
    }

    /** Who is asked: its owner, while that is somebody of operations; else all of them. */
    public @Nullable String owner(String residualId) {
        return people.find(closings.residual(residualId).owner())
                .filter(owner -> owner.isIn(Groups.OPERATIONS))
                .map(Person::id)
                .orElse(null);
    }

    public void remind(String residualId) {
        closings.remind(residualId);
    }

    public void recordSettlement(String residualId, String how) {
        work.demandNoneBehind(closings.residual(residualId));
        closings.settle(residualId, how);
    }

    public Date due(String exitId, String task) {
        return deadlines.due(exitId, task);
    }

    public Date followUp(String exitId, String task) {
        return deadlines.followUp(exitId, task);
    }
}
