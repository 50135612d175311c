package dev.handback.destruction;

import dev.handback.exits.Exits;
import dev.handback.exits.Finding;
import dev.handback.exits.Gate;
import dev.handback.exits.Gates;
import dev.handback.exits.NotFound;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Orders to destroy: what they name, when they were given, served and recalled. Room certificates draws and seals them. */
@Component
public class Orders {
    private final OrdersTable orders;
    private final Exits exits;
    private final Gates gates;

    Orders(OrdersTable orders, Exits exits, Gates gates) {
        this.orders = orders;
        this.exits = exits;
        this.gates = gates;
    }

    /** What of a clearance could be ordered now; nothing of a drill. */
    @Transactional
    public List<Order.Named> orderable(Clearance clearance) {
        return orders.orderable(clearance.exitId(), clearance.clearance());
    }

    /** The ordinal of the next order of an exit, whose row is locked until this transaction ends. */
    @Transactional
    public int next(String exit) {
        return orders.next(exit);
    }

    /** Records a frozen document; the number must be the next one. The system's word, not a person's. */
    @Transactional
    public void recordDrawnUp(
            String number, int ordinal, Clearance clearance, List<String> scope, String pdfSha256, String factsSha256) {
        orders.drawnUp(number, clearance.exitId(), ordinal, clearance.clearance(), scope, pdfSha256, factsSha256);
    }

    /** Records that it was ordered; the guard asks gate ORDER under the exit's lock. */
    @Transactional
    public void record(Order order, String shownSha256, String sealedSha256, String intent, @Nullable String task) {
        orders.ordered(order, shownSha256, sealedSha256, intent, task);
    }

    /** Records that the holder has it. An order of which anything was recalled is refused. */
    @Transactional
    public void serve(String number, Served service, @Nullable String task) {
        var order = find(number);
        orders.served(order, service.checked(exits.find(order.exitId()).place()), task);
    }

    /** Records that the holder was told of a recall. */
    @Transactional
    public void serveRecall(String recall, Served service, @Nullable String task) {
        var told = orders.recall(recall).orElseThrow(() -> new NotFound("recall", recall));
        orders.recallServed(told, service.checked(exits.find(told.exitId()).place()), task);
    }

    /** The holder has not answered: the system's note, which decides nothing; none where all of the order was recalled. */
    @Transactional
    public void remind(String exit, String number) {
        var order = find(number);
        if (!order.recalled().containsAll(order.scope())) {
            orders.remind(exit, number);
        }
    }

    /** Recalls what of an exit's clearances and orders no longer stands, such as an order that names the vendor of yesterday. */
    @Transactional
    public void recallOvertaken(String exit) {
        orders.recallOvertaken(exit);
    }

    @Transactional(readOnly = true)
    public int reminders(String number) {
        return orders.reminders(number);
    }

    /** What stands against giving this order now, asked by whoever is signed in. */
    @Transactional
    public List<Finding> findings(Order order) {
        return gates.findings(order.exitId(), Gate.ORDER, order.number());
    }

    @Transactional(readOnly = true)
    public Order find(String number) {
        return orders.find(number).orElseThrow(() -> new NotFound("order", number));
    }

    /** The order last drawn up of a clearance. */
    @Transactional(readOnly = true)
    public Optional<Order> newest(String clearance) {
        return orders.newest(clearance);
    }

    /** Every order of an exit that was drawn up, the newest first. */
    @Transactional(readOnly = true)
    public List<Order> list(String exit) {
        return orders.list(exit);
    }

    /** Every recall of an exit, the newest first. */
    @Transactional(readOnly = true)
    public List<Order.Recall> recalls(String exit) {
        return orders.recalls(exit);
    }

    /** Recalls of any exit of which a holder who has the order was not told yet, the oldest first. */
    @Transactional(readOnly = true)
    public List<Order.Recall> recallsToServe() {
        return orders.recallsToServe();
    }

    @Transactional(readOnly = true)
    public Order.Recall recall(String recall) {
        return orders.recall(recall).orElseThrow(() -> new NotFound("recall", recall));
    }
}
