package dev.handback.process;

import dev.handback.assets.AssetRegister;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.retrieval.Checks;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** The steps of {@code AssetHandover.bpmn}; public because the engine calls them. */
@Component
public class AssetHandover {
    private final Checks checks;
    private final AssetRegister register;
    private final Handovers handovers;
    private final Instances instances;
    private final Deadlines deadlines;

    AssetHandover(
            Checks checks, AssetRegister register, Handovers handovers, Instances instances, Deadlines deadlines) {
        this.checks = checks;
        this.register = register;
        this.handovers = handovers;
        this.instances = instances;
        this.deadlines = deadlines;
    }

    /** Returns whether there is anything left to hand over. */
    public boolean gatherAssets(DelegateExecution execution) {
        var connection = String.valueOf(execution.getVariable("connection"));
        var taken = handovers.take(exit(execution), connection, execution.getProcessInstanceId());
        if (!taken.isEmpty()) {
            execution.setVariables(Handovers.about(taken, false, false));
        }
        return !taken.isEmpty();
    }

    /** One person's word on all assets of the task, or only on some; returns whether others are left. */
    public boolean recordCheck(DelegateExecution execution, String decision, String only, String note) {
        var pass = Decision.of(decision, "PASS", "SEND_BACK").equals("PASS");
        var all = Handovers.names(execution.getVariable("assets"));
        // what was excepted or withdrawn meanwhile needs no check, but whoever names it is told
        var open = all.stream()
                .filter(asset -> handovers.isVerified(exit(execution), asset))
                .toList();
        var named = Handovers.names(only);
        var decided = named.isEmpty() && !open.isEmpty() ? open : named.isEmpty() ? all : known(named, all);
        var task = String.valueOf(execution.getVariable(FormValues.TASK));
        decided.forEach(asset -> checks.check(exit(execution), asset, pass, note, task));
        var left = open.stream().filter(asset -> !decided.contains(asset)).toList();
        execution.setVariable("decided", String.join(",", decided));
        if (!left.isEmpty()) {
            var rest = left.stream()
                    .map(asset -> register.find(exit(execution), asset))
                    .toList();
            execution.setVariables(Handovers.about(rest, false, false));
        }
        return !left.isEmpty();
    }

    public void tellAssetReturns(String exitId, String decided) {
        Handovers.names(decided).forEach(asset -> instances.tellAll("HandOverDecided", exitId, Map.of("asset", asset)));
    }

    public Date due(String exitId, String task) {
        return deadlines.due(exitId, task);
    }

    public Date followUp(String exitId, String task) {
        return deadlines.followUp(exitId, task);
    }

    private static List<String> known(List<String> named, List<String> all) {
        var foreign = named.stream().filter(asset -> !all.contains(asset)).toList();
        if (!foreign.isEmpty()) {
            throw new InvalidInput(
                    List.of(new Problem("only", "expected names of this task's assets " + all + ", found " + foreign)));
        }
        return named.stream().distinct().toList();
    }

    private static String exit(DelegateExecution execution) {
        return String.valueOf(execution.getVariable("exitId"));
    }
}
