package dev.handback.process;

import dev.handback.retrieval.RestoreSeen;
import dev.handback.retrieval.Restores;
import dev.handback.work.Progress;
import dev.handback.work.Step;
import dev.handback.work.WorkOrder;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Asks the holder for archived versions that legal agreed to have restored, and looks whether they are. */
@Component
class RestoreArchived implements Step<RestoreSeen> {
    static final String NAME = "restore";

    private final Restores restores;
    private final Instances instances;

    RestoreArchived(Restores restores, Instances instances) {
        this.restores = restores;
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
    public RestoreSeen run(WorkOrder order, Progress progress) throws InterruptedException {
        return restores.look(order.require("exit"), order.require("asset"), progress);
    }

    @Override
    public void done(WorkOrder order, RestoreSeen seen) {
        restores.record(order.require("exit"), order.require("asset"), seen);
        instances.tell("RestoreSeen", order.require("instance"));
    }

    @Override
    public void exhausted(WorkOrder order, String why) {
        restores.recordFailure(order.require("exit"), order.require("asset"), why);
        instances.tell("RestoreSeen", order.require("instance"));
    }
}
