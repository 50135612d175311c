package dev.handback.process;

import dev.handback.assets.Asset;
import dev.handback.assets.AssetException;
import dev.handback.assets.AssetRegister;
import dev.handback.assets.Exceptions;
import dev.handback.people.Groups;
import dev.handback.retrieval.Checks;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** The steps of {@code RetrievalDecision.bpmn}; public because the engine calls them. */
@Component
public class RetrievalDecision {
    /** More assets than any register may have. */
    private static final int EVERY = 100_000;

    private static final Set<String> NOT_TAKEN = Set.of("REGISTERED", "REOPENED");

    private final Checks checks;
    private final Exceptions exceptions;
    private final AssetRegister register;
    private final Returns returns;
    private final Instances instances;
    private final Deadlines deadlines;

    RetrievalDecision(
            Checks checks,
            Exceptions exceptions,
            AssetRegister register,
            Returns returns,
            Instances instances,
            Deadlines deadlines) {
        this.checks = checks;
        this.exceptions = exceptions;
        this.register = register;
        this.returns = returns;
        this.instances = instances;
        this.deadlines = deadlines;
    }

    /** Returns what was decided; an exception over a stopped connection is asked for everything behind it. */
    public String recordDecision(DelegateExecution execution, String decision, String reason) {
        var stopped = isStopped(execution);
        var decided = stopped
                ? Decision.of(decision, "RESUME", "EXCEPTION")
                : Decision.of(decision, "RETRY", "CONFIRM_EMPTY", "EXCEPTION");
        var about = About.of(execution);
        checks.decide(about.exit(), about.asset(), Checks.Decision.valueOf(decided), reason, about.task());
        if (stopped && decided.equals("EXCEPTION")) {
            behind(about, execution).stream()
                    .filter(asset -> !is("ASKED", about.exit(), asset))
                    .forEach(asset -> exceptions.ask(about.exit(), asset, reason, null));
        }
        return decided;
    }

    public List<String> approvingGroups(String exitId) {
        return List.of(Groups.OPERATIONS, Groups.LEGAL);
    }

    public boolean exceptionRefused(String exitId, String asset) {
        return is("REFUSED", exitId, asset);
    }

    /** One person's word, on everything this incident asked an exception for. */
    public void recordApproval(DelegateExecution execution, String decision, String reason) {
        var approve = Decision.of(decision, "APPROVE", "REFUSE").equals("APPROVE");
        if (!approve) {
            Decision.needsReason(reason);
        }
        var about = About.of(execution);
        exceptions.decide(about.exit(), about.asset(), approve, reason);
        if (isStopped(execution)) {
            behind(about, execution).stream()
                    .filter(asset -> is("ASKED", about.exit(), asset))
                    .forEach(asset -> exceptions.decide(about.exit(), asset, approve, reason));
        }
    }

    /** Returns whether the exception is in force. */
    public boolean readApprovals(String exitId, String asset) {
        return is("APPROVED", exitId, asset);
    }

    public void tellAssetReturns(String exitId, String connection, boolean stopped, String assetReturnId) {
        if (stopped) {
            returns.connectionDecided(exitId, connection);
        } else {
            instances.tell("RetrievalDecided", assetReturnId);
        }
    }

    public Date due(String exitId, String task) {
        return deadlines.due(exitId, task);
    }

    public Date followUp(String exitId, String task) {
        return deadlines.followUp(exitId, task);
    }

    /** Other assets behind the stopped connection of which nothing came. */
    private List<String> behind(About about, DelegateExecution execution) {
        var connection = execution.getVariable("connection");
        return register.list(about.exit(), null, 0, EVERY).stream()
                .filter(asset -> !asset.asset().equals(about.asset()))
                .filter(asset -> connection.equals(asset.connection()))
                .filter(asset -> NOT_TAKEN.contains(asset.returnState()) || isRefused(asset))
                .map(Asset::asset)
                .toList();
    }

    private boolean is(String state, String exit, String asset) {
        return exceptions
                .newest(exit, asset)
                .map(AssetException::state)
                .filter(state::equals)
                .isPresent();
    }

    private static boolean isRefused(Asset asset) {
        return asset.returnState().equals("NEEDS_DECISION") && "FORBIDDEN".equals(asset.outcome());
    }

    private static boolean isStopped(DelegateExecution execution) {
        return Boolean.TRUE.equals(execution.getVariable("stopped"));
    }
}
