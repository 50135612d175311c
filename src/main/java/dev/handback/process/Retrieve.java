package dev.handback.process;

import dev.handback.retrieval.Retrieval;
import dev.handback.retrieval.Retrievals;
import dev.handback.work.Progress;
import dev.handback.work.Step;
import dev.handback.work.WorkOrder;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Takes one asset into the vault; its facts and the waking of its return are one transaction. */
@Component
class Retrieve implements Step<Retrieval> {
    static final String NAME = "retrieve";

    private final Retrievals retrievals;
    private final Instances instances;

    Retrieve(Retrievals retrievals, Instances instances) {
        this.retrievals = retrievals;
        this.instances = instances;
    }

    static Map<String, String> data(String exit, String asset, String instance) {
        return Map.of("exit", exit, "asset", asset, "instance", instance);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Retrieval run(WorkOrder order, Progress progress) throws InterruptedException {
        return retrievals.retrieve(order.require("exit"), order.require("asset"), progress);
    }

    @Override
    public void done(WorkOrder order, Retrieval retrieval) {
        retrievals.record(order.require("exit"), order.require("asset"), retrieval);
        instances.tell("RetrievalEnded", order.require("instance"));
    }

    @Override
    public void exhausted(WorkOrder order, String why) {
        retrievals.recordFailure(order.require("exit"), order.require("asset"), why);
        instances.tell("RetrievalEnded", order.require("instance"));
    }
}
