package dev.handback.process;

import dev.handback.destruction.Probe;
import dev.handback.destruction.Probe.Purpose;
import dev.handback.destruction.Probes;
import dev.handback.work.Progress;
import dev.handback.work.Step;
import dev.handback.work.WorkOrder;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Looks whether anything of one asset answers at its holder; the finding and the waking of whoever waits are one transaction. */
@Component
class ProbeSources implements Step<Probe> {
    static final String NAME = "probe";

    private final Probes probes;
    private final Instances instances;
    private final TakenUp takenUp;

    ProbeSources(Probes probes, Instances instances, TakenUp takenUp) {
        this.probes = probes;
        this.instances = instances;
        this.takenUp = takenUp;
    }

    static Map<String, String> data(String exit, String asset, Purpose purpose, String instance) {
        return Map.of("exit", exit, "asset", asset, "purpose", purpose.name(), "instance", instance);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Probe run(WorkOrder order, Progress progress) throws InterruptedException {
        return probes.probe(order.require("exit"), order.require("asset"), purpose(order), progress);
    }

    @Override
    public void done(WorkOrder order, Probe probe) {
        probes.record(order.require("exit"), order.require("asset"), probe);
        tell(order);
        if (probe instanceof Probe.Ended ended && ended.result() == Probe.Result.CONTRADICTED) {
            takenUp.ofAsset(order.require("exit"), order.require("asset"));
        }
    }

    @Override
    public void exhausted(WorkOrder order, String why) {
        probes.recordFailure(order.require("exit"), order.require("asset"), purpose(order), why);
        tell(order);
    }

    // a look that a person asked for has nobody waiting
    private void tell(WorkOrder order) {
        if (!order.require("instance").isEmpty()) {
            instances.tell("ProbeEnded", order.require("instance"));
        }
    }

    private static Purpose purpose(WorkOrder order) {
        return Purpose.valueOf(order.require("purpose"));
    }
}
