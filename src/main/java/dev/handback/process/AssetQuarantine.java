package dev.handback.process;

import dev.handback.people.Groups;
import dev.handback.retrieval.Erasure;
import dev.handback.retrieval.Erasures;
import dev.handback.retrieval.Quarantines;
import dev.handback.work.LongWork;
import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** The steps of {@code AssetQuarantine.bpmn}; public because the engine calls them. */
@Component
public class AssetQuarantine {
    static final String PROCESS = "AssetQuarantine";

    private final Quarantines quarantines;
    private final Erasures erasures;
    private final Returns returns;
    private final LongWork work;
    private final Deadlines deadlines;

    AssetQuarantine(Quarantines quarantines, Erasures erasures, Returns returns, LongWork work, Deadlines deadlines) {
        this.quarantines = quarantines;
        this.erasures = erasures;
        this.returns = returns;
        this.work = work;
        this.deadlines = deadlines;
    }

    /** Returns RELEASE or ERASE; released, the asset's return goes on with what is here. */
    public String recordDecision(DelegateExecution execution, String decision, String reason) {
        var decided = Decision.of(decision, "RELEASE", "ERASE");
        var about = About.of(execution);
        var quarantine = String.valueOf(execution.getVariable("quarantine"));
        if (decided.equals("RELEASE")) {
            quarantines.release(about.exit(), quarantine, reason);
            returns.unsealed(about.exit(), about.asset());
        } else {
            erasures.ask(about.exit(), quarantine, reason);
        }
        return decided;
    }

    public List<String> approvingGroups(String exitId) {
        return List.of(Groups.OPERATIONS, Groups.LEGAL);
    }

    /** Whether nobody need say more: refused by one, or approved by two. */
    public boolean erasureDecided(String exitId, String quarantine) {
        return !newest(exitId, quarantine).waits();
    }

    /** One person's word on the erasure that was asked for last. */
    public void recordApproval(String exitId, String quarantine, String decision, String reason) {
        var approve = Decision.of(decision, "APPROVE", "REFUSE").equals("APPROVE");
        if (!approve) {
            Decision.needsReason(reason);
        }
        erasures.decide(exitId, newest(exitId, quarantine).erasure(), approve, reason);
    }

    /** Returns whether two have approved. */
    public boolean readApprovals(String exitId, String quarantine) {
        return newest(exitId, quarantine).state().equals("APPROVED");
    }

    public void fileErasure(String exitId, String quarantine, String instance) {
        var erasure = newest(exitId, quarantine).erasure();
        work.file(EraseContents.NAME, exitId + "/" + erasure, EraseContents.data(exitId, erasure, instance));
    }

    /** Returns ERASED, ERASING when it was given up half-way, or why it did not begin. */
    public String readErasure(String exitId, String quarantine) {
        return newest(exitId, quarantine).state();
    }

    public Date due(String exitId, String task) {
        return deadlines.due(exitId, task);
    }

    public Date followUp(String exitId, String task) {
        return deadlines.followUp(exitId, task);
    }

    private Erasure newest(String exit, String quarantine) {
        return erasures.list(exit).stream()
                .filter(erasure -> erasure.quarantine().equals(quarantine))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody asked that " + quarantine + " be erased"));
    }
}
