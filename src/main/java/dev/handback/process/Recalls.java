package dev.handback.process;

import dev.handback.destruction.Orders;
import dev.handback.work.Round;
import java.util.Map;
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
    private final Instances instances;
    private final Orders orders;
    private final TakenUp takenUp;

    Recalls(Instances instances, Orders orders, TakenUp takenUp) {
        this.instances = instances;
        this.orders = orders;
        this.takenUp = takenUp;
    }

    void tell(String exit) {
        instances.tellAll("OrderRecalled", exit, Map.of());
    }

    @Override
    public void run() {
        orders.recallsToServe().forEach(takenUp::ofRecall);
    }
}
