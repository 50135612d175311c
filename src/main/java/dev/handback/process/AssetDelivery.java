package dev.handback.process;

import dev.handback.assets.AssetRegister;
import dev.handback.exits.Refused;
import dev.handback.retrieval.Deliveries;
import dev.handback.work.LongWork;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** The steps of {@code AssetDelivery.bpmn}; public because the engine calls them. */
@Component
public class AssetDelivery {
    private final Deliveries deliveries;
    private final AssetRegister register;
    private final LongWork work;
    private final Instances instances;
    private final Deadlines deadlines;

    AssetDelivery(
            Deliveries deliveries, AssetRegister register, LongWork work, Instances instances, Deadlines deadlines) {
        this.deliveries = deliveries;
        this.register = register;
        this.work = work;
        this.instances = instances;
        this.deadlines = deadlines;
    }

    /** Has the delivery read that this task recorded. */
    public void fileReading(DelegateExecution execution) {
        var about = About.of(execution);
        if (!deliveries.receivedBy(about.exit(), about.asset(), about.task())) {
            throw new Refused("no delivery of asset " + about.asset() + " is recorded yet: receive it on its page");
        }
        work.file(
                ReadDelivery.NAME,
                about.exit() + "/" + about.asset(),
                ReadDelivery.data(about.exit(), about.asset(), execution.getProcessInstanceId()));
    }

    /** Returns RECEIVED, or the outcome of what did not come as it should. */
    public String readFindings(String exitId, String asset) {
        var now = register.find(exitId, asset);
        return now.returnState().equals("RECEIVED") ? "RECEIVED" : String.valueOf(now.outcome());
    }

    /** Returns whether the second person confirmed it. */
    public boolean recordConfirmation(DelegateExecution execution, String decision, String reason) {
        var confirm = Decision.of(decision, "CONFIRM", "REJECT").equals("CONFIRM");
        var about = About.of(execution);
        deliveries.decide(about.exit(), about.asset(), confirm, reason, about.task());
        return confirm;
    }

    public void tellAssetReturn(String assetReturnId) {
        instances.tell("DeliveryDecided", assetReturnId);
    }

    public Date due(String exitId, String task) {
        return deadlines.due(exitId, task);
    }

    public Date followUp(String exitId, String task) {
        return deadlines.followUp(exitId, task);
    }
}
