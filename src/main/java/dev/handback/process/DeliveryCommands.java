package dev.handback.process;

import dev.handback.exits.Refused;
import dev.handback.retrieval.DeliveredFile;
import dev.handback.retrieval.Deliveries;
import dev.handback.retrieval.Receipt;
import java.io.InputStream;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What an engineer does on the page of a delivery; only whoever may do the task {@code ReceiveDelivery} gets so far. */
@Component
public class DeliveryCommands {
    private static final String TASK = "ReceiveDelivery";

    private final Deliveries deliveries;
    private final Tasks tasks;

    DeliveryCommands(Deliveries deliveries, Tasks tasks) {
        this.deliveries = deliveries;
        this.tasks = tasks;
    }

    /** Uploads one file for the next delivery. Call it outside any transaction: it may take hours. */
    public DeliveredFile upload(String exit, String asset, String name, InputStream content, long announced) {
        if (tasks.find(exit, TASK, Map.of("asset", asset)).isEmpty()) {
            throw new Refused("no task " + TASK + " for asset " + asset + " of exit " + exit
                    + " is open for you: nothing is waited for, or you are not of engineering");
        }
        return deliveries.upload(exit, asset, name, content, announced);
    }

    /** Takes an uploaded file off the next delivery. */
    @Transactional
    public void takeOut(String exit, String asset, String name) {
        tasks.demand(exit, TASK, Map.of("asset", asset));
        deliveries.takeOut(exit, asset, name);
    }

    /** Records the delivery, which completes the task; returns its number. */
    @Transactional
    public int receive(String exit, String asset, Receipt receipt) {
        var task = tasks.demand(exit, TASK, Map.of("asset", asset));
        int delivery = deliveries.receive(exit, asset, receipt, task);
        tasks.completeByPage(exit, TASK, Map.of("asset", asset), Map.of());
        return delivery;
    }
}
