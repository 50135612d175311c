package dev.handback.process;

import dev.handback.retrieval.DeliveryReading;
import dev.handback.retrieval.DeliveryReading.Read;
import dev.handback.work.Progress;
import dev.handback.work.Step;
import dev.handback.work.WorkOrder;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Brings the files of one delivery into the vault and proves them; facts and waking are one transaction. */
@Component
class ReadDelivery implements Step<Read> {
    static final String NAME = "read-delivery";

    private final DeliveryReading reading;
    private final Instances instances;

    ReadDelivery(DeliveryReading reading, Instances instances) {
        this.reading = reading;
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
    public Read run(WorkOrder order, Progress progress) throws InterruptedException {
        return reading.read(order.require("exit"), order.require("asset"), progress);
    }

    @Override
    public void done(WorkOrder order, Read read) {
        reading.record(order.require("exit"), order.require("asset"), read);
        instances.tell("DeliveryRead", order.require("instance"));
    }

    @Override
    public void exhausted(WorkOrder order, String why) {
        reading.recordFailure(order.require("exit"), order.require("asset"), why);
        instances.tell("DeliveryRead", order.require("instance"));
    }
}
