package dev.handback.process;

import dev.handback.assets.AssetException;
import dev.handback.assets.AssetRegister;
import dev.handback.assets.Dispute;
import dev.handback.assets.Disputes;
import dev.handback.assets.Exceptions;
import dev.handback.exits.Exits;
import dev.handback.exits.Freezes;
import dev.handback.people.Groups;
import dev.handback.retrieval.Checks;
import dev.handback.retrieval.RestoreWord;
import dev.handback.retrieval.Restores;
import dev.handback.retrieval.WayOn;
import dev.handback.work.LongWork;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** The steps of {@code RetrievalDecision.bpmn}; public because the engine calls them. */
@Component
public class RetrievalDecision {
    private final Checks checks;
    private final Exceptions exceptions;
    private final Disputes disputes;
    private final Exits exits;
    private final Freezes freezes;
    private final AssetRegister register;
    private final StoppedAssets behind;
    private final Returns returns;
    private final Deadlines deadlines;
    private final Restores restores;
    private final LongWork work;

    RetrievalDecision(
            Checks checks,
            Exceptions exceptions,
            Disputes disputes,
            Exits exits,
            Freezes freezes,
            AssetRegister register,
            Returns returns,
            Deadlines deadlines,
            Restores restores,
            LongWork work) {
        this.checks = checks;
        this.exceptions = exceptions;
        this.disputes = disputes;
        this.exits = exits;
        this.freezes = freezes;
        this.register = register;
        this.behind = new StoppedAssets(register);
        this.returns = returns;
        this.deadlines = deadlines;
        this.restores = restores;
        this.work = work;
    }

    /** Returns what was decided; an exception over a stopped connection is asked for everything behind it. */
    public String recordDecision(DelegateExecution execution, String decision, String reason) {
        var stopped = isStopped(execution);
        var decided = stopped
                ? Decision.of(decision, "RESUME", "ONE_BY_ONE", "EXCEPTION")
                : Decision.of(
                        decision,
                        "RETRY",
                        "KEEP_EARLIER",
                        "FREEZE_AND_RETRY",
                        "RESTORE",
                        "OTHER_SOURCE",
                        "CONFIRM_EMPTY",
                        "EXCEPTION",
                        "DISPUTE",
                        "WITHDRAW");
        var about = About.of(execution);
        checks.decide(about.exit(), about.asset(), WayOn.valueOf(decided), reason, about.task());
        if (decided.equals("ONE_BY_ONE")) {
            var connection = String.valueOf(execution.getVariable("connection"));
            behind.refused(about.exit(), connection)
                    .forEach(
                            asset -> returns.requestDecision(about.exit(), asset, connection, StoppedAssets.FORBIDDEN));
        }
        if (stopped && decided.equals("EXCEPTION")) {
            behind.others(about, execution.getVariable("connection")).stream()
                    .filter(asset -> !is("ASKED", about.exit(), asset))
                    .forEach(asset -> exceptions.ask(about.exit(), asset, reason, null));
        }
        if (decided.equals("DISPUTE") && !isDisputed(about)) {
            disputes.raise(about.exit(), about.asset(), exits.find(about.exit()).vendorName(), reason);
        }
        return decided;
    }

    /** Returns whether legal settled it, here or on the asset's page. */
    public boolean recordSettlement(DelegateExecution execution, String decision, String reason) {
        var settled = Decision.of(decision, "SETTLED", "STAYS").equals("SETTLED");
        var about = About.of(execution);
        if (settled && isDisputed(about)) {
            disputes.settle(about.exit(), about.asset(), reason);
        }
        return settled;
    }

    /** Returns whether a freeze was attested. */
    public boolean recordFreeze(
            DelegateExecution execution, String decision, String attestedBy, String since, String reason) {
        var frozen = Decision.of(decision, "FROZEN", "NO_FREEZE").equals("FROZEN");
        if (frozen) {
            var connection = String.valueOf(execution.getVariable("connection"));
            freezes.attest(About.of(execution).exit(), connection, attestedBy, Decision.day("since", since), reason);
        }
        return frozen;
    }

    /** Returns whether legal agreed that the holder restores what is archived. */
    public boolean recordRestoreApproval(
            DelegateExecution execution, String decision, String tier, String days, String reason) {
        var approve = Decision.of(decision, "APPROVE", "REFUSE").equals("APPROVE");
        var about = About.of(execution);
        restores.decide(about.exit(), about.asset(), new RestoreWord(approve, tier, days, reason), about.task());
        return approve;
    }

    public void fileRestore(String exitId, String asset, String instance) {
        work.file(RestoreArchived.NAME, exitId + "/" + asset, RestoreArchived.data(exitId, asset, instance));
    }

    /** Returns LOOK_AGAIN, RETRIEVE when something can be read now, or DECIDE when nothing can and nothing will. */
    public String readRestore(String exitId, String asset) {
        return restores.next(exitId, asset).name();
    }

    /** How long until the next look, as ISO 8601 writes it. */
    public String untilNextLook() {
        return restores.lookEvery().toString();
    }

    /** Returns whether another source was named; none means by hand, which documents are only as a manual asset. */
    public boolean recordSource(
            DelegateExecution execution, String decision, String newConnection, String newLocator, String reason) {
        var named = Decision.of(decision, "NAMED", "NO_SOURCE").equals("NAMED");
        if (named) {
            var about = About.of(execution);
            var cells = new HashMap<>(register.cells(about.exit(), about.asset()));
            var byHand = newConnection == null || newConnection.isBlank();
            cells.put("connection", byHand ? "" : newConnection.strip());
            cells.put("locator", newLocator == null ? "" : newLocator.strip());
            if (byHand && "git-repository".equals(cells.get("kind"))) {
                cells.merge(
                        "locator", "", (locator, empty) -> locator.isEmpty() ? "delivery:" + about.asset() : locator);
            } else if (byHand) {
                cells.put("kind", "manual");
            }
            cells.values().removeIf(String::isEmpty);
            register.correct(about.exit(), about.asset(), cells, reason);
        }
        return named;
    }

    /** Returns whether the asset was withdrawn. */
    public boolean recordWithdrawal(DelegateExecution execution, String decision, String reason) {
        var withdrawn = Decision.of(decision, "WITHDRAW", "KEEP").equals("WITHDRAW");
        var about = About.of(execution);
        if (withdrawn) {
            register.withdraw(about.exit(), about.asset(), reason);
        }
        return withdrawn;
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
            behind.others(about, execution.getVariable("connection")).stream()
                    .filter(asset -> is("ASKED", about.exit(), asset))
                    .forEach(asset -> exceptions.decide(about.exit(), asset, approve, reason));
        }
    }

    /** Returns whether the exception is in force. */
    public boolean readApprovals(String exitId, String asset) {
        return is("APPROVED", exitId, asset);
    }

    public void tellAssetReturns(String exitId, String asset, String connection, boolean stopped) {
        if (stopped) {
            returns.connectionDecided(exitId, connection);
        } else {
            returns.assetDecided(exitId, asset);
        }
    }

    public Date due(String exitId, String task) {
        return deadlines.due(exitId, task);
    }

    public Date followUp(String exitId, String task) {
        return deadlines.followUp(exitId, task);
    }

    private boolean isDisputed(About about) {
        return disputes.newest(about.exit(), about.asset())
                .filter(Dispute::open)
                .isPresent();
    }

    private boolean is(String state, String exit, String asset) {
        return exceptions
                .newest(exit, asset)
                .map(AssetException::state)
                .filter(state::equals)
                .isPresent();
    }

    private static boolean isStopped(DelegateExecution execution) {
        return Boolean.TRUE.equals(execution.getVariable("stopped"));
    }
}
