package dev.handback.process;

import dev.handback.certificates.RecallNotices;
import dev.handback.destruction.Order.Recall;
import dev.handback.destruction.Orders;
import dev.handback.work.Round;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Sees to it that a holder who has an order is told of its recall. What recalls wakes the destructions of its exit in the
 * same transaction where a command does it; every other cause, such as a dispute, another holding found or damage to ours, is
 * read from the recalls themselves, so that none can be forgotten. Told too often does no harm.
 */
@Component
@Order(1)
class Recalls implements Round {
    private static final Logger log = LoggerFactory.getLogger(Recalls.class);

    private final Instances instances;
    private final Orders orders;
    private final TakenUp takenUp;
    private final RecallNotices notices;
    private final SealRecall documents;

    Recalls(Instances instances, Orders orders, TakenUp takenUp, RecallNotices notices, SealRecall documents) {
        this.instances = instances;
        this.orders = orders;
        this.takenUp = takenUp;
        this.notices = notices;
        this.documents = documents;
    }

    void tell(String exit) {
        instances.tellAll("OrderRecalled", exit, Map.of());
    }

    @Override
    public void run() {
        notices.missing().forEach(this::seal);
        orders.recallsToServe().forEach(this::ask);
    }

    /** One that cannot be filed now is no reason to forget the others. */
    private void seal(Recall recall) {
        try {
            documents.file(recall.exitId(), recall.recall());
        } catch (RuntimeException e) {
            log.warn("not sealed yet recall={} order={}", recall.recall(), recall.number(), e);
        }
    }

    /** One that cannot be asked about now is no reason to forget the others; it is tried again in the next round. */
    private void ask(Recall recall) {
        try {
            takenUp.ofRecall(recall);
        } catch (RuntimeException e) {
            log.warn("nobody asked yet to serve recall={} order={}", recall.recall(), recall.number(), e);
        }
    }
}
