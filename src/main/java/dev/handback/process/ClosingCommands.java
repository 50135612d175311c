package dev.handback.process;

import dev.handback.exits.Closings;
import dev.handback.exits.Finding;
import dev.handback.exits.Gate;
import dev.handback.exits.Gates;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What pages and REST do at the end of an exit: the command and the step of its process, in one transaction. */
@Component
public class ClosingCommands {
    private final Closings closings;
    private final Gates gates;
    private final Instances instances;
    private final OpenWork work;
    private final TakenUp takenUp;
    private final Tasks tasks;
    private final FormValues forms;

    ClosingCommands(
            Closings closings,
            Gates gates,
            Instances instances,
            OpenWork work,
            TakenUp takenUp,
            Tasks tasks,
            FormValues forms) {
        this.closings = closings;
        this.gates = gates;
        this.instances = instances;
        this.work = work;
        this.takenUp = takenUp;
        this.tasks = tasks;
        this.forms = forms;
    }

    /** Everything that stands against closing so, tasks included. */
    @Transactional(readOnly = true)
    public List<Finding> against(String exit, String mode) {
        return Stream.concat(gates.findings(exit, Gate.CLOSE, mode).stream(), work.findings(exit).stream())
                .toList();
    }

    /** Lists what outlives the exit and starts what will ask for it; returns its id. */
    @Transactional
    public String openResidual(
            String exit,
            @Nullable String kind,
            @Nullable String asset,
            @Nullable String what,
            @Nullable String owner,
            @Nullable LocalDate due) {
        var residual = closings.open(exit, kind, asset, what, owner, due);
        instances.start("Residual", exit, Map.of("residualId", residual));
        return residual;
    }

    /** Completes {@code SettleResidual} where that is open for this person; before its day nothing will ask any more. */
    @Transactional
    public void settle(String residual, @Nullable String how) {
        var exit = closings.residual(residual).exitId();
        var task = tasks.id(exit, "SettleResidual", Map.of("residualId", residual));
        if (task.isPresent()) {
            forms.completeByPage(task.get(), Map.of("how", Objects.requireNonNullElse(how, "")));
            return;
        }
        work.demandNoneBehind(closings.residual(residual));
        closings.settle(residual, how);
        instances.end("Residual", exit, Map.of("residualId", residual), "settled before its day");
    }

    /** Closes the exit, which completes {@code CloseExit} where that is open; an exit that was reopened has none. */
    @Transactional
    public void close(String exit, @Nullable String mode, @Nullable String reason) {
        var chosen = Decision.of(mode, "CLOSED", "WITH_RESIDUALS");
        var task = tasks.id(exit, "CloseExit", Map.of());
        if (task.isPresent()) {
            forms.completeByPage(
                    task.get(), Map.of("decision", chosen, "reason", Objects.requireNonNullElse(reason, "")));
        } else {
            work.demandNone(exit);
            closings.close(exit, chosen, reason);
            takenUp.ofClosing(exit);
        }
    }
}
