package dev.handback.process;

import dev.handback.retrieval.Placings;
import dev.handback.work.Progress;
import dev.handback.work.Step;
import dev.handback.work.WorkOrder;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Puts one asset at the client's destination; its facts and the waking of its return are one transaction. */
@Component
class Place implements Step<Optional<Placings.Try>> {
    static final String NAME = "place";

    private final Placings placings;
    private final Instances instances;

    Place(Placings placings, Instances instances) {
        this.placings = placings;
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
    public Optional<Placings.Try> run(WorkOrder order, Progress progress) throws InterruptedException {
        return Optional.ofNullable(placings.place(order.require("exit"), order.require("asset"), progress));
    }

    @Override
    public void done(WorkOrder order, Optional<Placings.Try> ended) {
        placings.record(order.require("exit"), order.require("asset"), ended.orElse(null));
        instances.tell("PlacingEnded", order.require("instance"));
    }

    @Override
    public void exhausted(WorkOrder order, String why) {
        placings.recordFailure(order.require("exit"), order.require("asset"), why);
        instances.tell("PlacingEnded", order.require("instance"));
    }
}
