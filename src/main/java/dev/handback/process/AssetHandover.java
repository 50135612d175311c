package dev.handback.process;

import dev.handback.retrieval.Checks;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** The steps of {@code AssetHandover.bpmn}; public because the engine calls them. */
@Component
public class AssetHandover {
    private final Checks checks;
    private final Instances instances;
    private final Deadlines deadlines;

    AssetHandover(Checks checks, Instances instances, Deadlines deadlines) {
        this.checks = checks;
        this.instances = instances;
        this.deadlines = deadlines;
    }

    public void recordCheck(DelegateExecution execution, String decision, String note) {
        var pass = Decision.of(decision, "PASS", "SEND_BACK").equals("PASS");
        var about = About.of(execution);
        checks.check(about.exit(), about.asset(), pass, note, about.task());
    }

    public void tellAssetReturn(String assetReturnId) {
        instances.tell("HandOverDecided", assetReturnId);
    }

    public Date due(String exitId, String task) {
        return deadlines.due(exitId, task);
    }

    public Date followUp(String exitId, String task) {
        return deadlines.followUp(exitId, task);
    }
}
