package dev.handback.process;

import dev.handback.exits.Closings;
import dev.handback.exits.Finding;
import dev.handback.exits.GateRefused;
import dev.handback.exits.Residual;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The part of gate CLOSE that only the engine knows: open tasks, and residuals that nothing would ask for. */
@Component
class OpenWork {
    /** The task that closes, and what the gate names itself: residuals, items, instruments, quarantines, holds, disputes. */
    private static final Set<String> NOT_OF_THE_EXIT = Set.of(
            "CloseExit",
            "SettleResidual",
            "EndAccess",
            "SettleItem",
            "RecordInstrument",
            "DecideQuarantine",
            "ApproveErasure",
            "EraseAgain",
            "LiftHold",
            "SettleDispute");

    private final Instances instances;
    private final Closings closings;

    OpenWork(Instances instances, Closings closings) {
        this.instances = instances;
        this.closings = closings;
    }

    List<Finding> findings(String exit) {
        var findings = new ArrayList<Finding>();
        instances
                .openTasks(exit, NOT_OF_THE_EXIT)
                .forEach(name -> findings.add(new Finding("OPEN_TASK", null, "the task \"" + name + "\" is open")));
        closings.residuals(exit).stream()
                .filter(residual -> residual.open()
                        && instances
                                .running("Residual", exit, Map.of("residualId", residual.residual()))
                                .isEmpty())
                .forEach(residual -> findings.add(new Finding(
                        "RESIDUAL_WITHOUT_TIMER",
                        residual.asset(),
                        "nothing asks for residual " + residual.residual() + " on its day")));
        return findings;
    }

    /** Settling the last residual of a closed exit makes it CLOSED: then, too, no task is open. */
    void demandNoneBehind(Residual residual) {
        var exit = residual.exitId();
        if (closings.closing(exit)
                        .filter(closing -> closing.reopenedAt() == null)
                        .isPresent()
                && closings.residuals(exit).stream().filter(Residual::open).count() == 1) {
            demandNone(exit);
        }
    }

    void demandNone(String exit) {
        var findings = findings(exit);
        if (!findings.isEmpty()) {
            throw new GateRefused("Gate CLOSE", findings);
        }
    }
}
