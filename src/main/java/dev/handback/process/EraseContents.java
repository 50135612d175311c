package dev.handback.process;

import dev.handback.retrieval.Erasures;
import dev.handback.work.Progress;
import dev.handback.work.Step;
import dev.handback.work.WorkOrder;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Erases what a quarantine seals: intent, bytes, tombstone; begun anew after a kill it ends the same. */
@Component
class EraseContents implements Step<Erasures.Result> {
    static final String NAME = "erase";

    private final Erasures erasures;
    private final Instances instances;

    EraseContents(Erasures erasures, Instances instances) {
        this.erasures = erasures;
        this.instances = instances;
    }

    static Map<String, String> data(String exit, String erasure, String instance) {
        return Map.of("exit", exit, "erasure", erasure, "instance", instance);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Erasures.Result run(WorkOrder order, Progress progress) throws InterruptedException {
        return erasures.erase(order.require("exit"), order.require("erasure"), progress);
    }

    @Override
    public void done(WorkOrder order, Erasures.Result result) {
        erasures.record(order.require("exit"), order.require("erasure"), result);
        instances.tell("ErasureEnded", order.require("instance"));
    }

    @Override
    public void exhausted(WorkOrder order, String why) {
        erasures.recordFailure(order.require("exit"), order.require("erasure"), why);
        instances.tell("ErasureEnded", order.require("instance"));
    }
}
