package dev.handback.process;

import dev.handback.destruction.Destructions;
import dev.handback.destruction.Order;
import dev.handback.destruction.Orders;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Brings news to the process of an order: a look that contradicts, another letter, a recall. One whose process has ended, as
 * after the exit was closed, is taken up again, so that the news is somebody's task.
 */
@Component
class TakenUp {
    private static final String PROCESS = "DataDestruction";
    private static final String NEWS = "NewsOfDestruction";

    private final Destructions destructions;
    private final Orders orders;
    private final Instances instances;
    private final Looks looks;

    TakenUp(Destructions destructions, Orders orders, Instances instances, Looks looks) {
        this.destructions = destructions;
        this.orders = orders;
        this.instances = instances;
        this.looks = looks;
    }

    /** What is known of an asset changed; what was never ordered has no process, and its state says all. */
    void ofAsset(String exit, String asset) {
        var number = destructions.find(exit, asset).orderNumber();
        if (number != null) {
            ofOrder(number);
        }
    }

    void ofOrder(String number) {
        var order = orders.find(number);
        instances(order).forEach(instance -> instances.tell(NEWS, instance));
    }

    /** The exit is closed: its destructions look no more. */
    void ofClosing(String exit) {
        instances.tellAll(NEWS, exit, Map.of());
    }

    /** Asks somebody to tell the holder of a recall, unless that was asked; its cause may be any fact. */
    @Transactional
    public void ofRecall(Order.Recall recall) {
        var number = recall.number();
        if (number != null && !looks.isRecallAsked(recall.recall())) {
            instances(orders.find(number)).forEach(instance -> instances.tell("OrderRecalled", instance));
        }
    }

    private List<String> instances(Order order) {
        Supplier<List<String>> running =
                () -> instances.running(PROCESS, order.exitId(), Map.of("number", order.number()));
        var found = running.get();
        if (!found.isEmpty()) {
            return found;
        }
        instances.startByMessage(
                "DestructionTakenUpAgain",
                order.exitId(),
                order.number(),
                running,
                Map.of("destruction", "", "clearance", order.clearance(), "number", order.number(), "looked", ""));
        return running.get();
    }
}
