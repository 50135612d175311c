package dev.handback.work;

/** Another node has taken this work over; nothing of this attempt may be written any more. */
public final class LostLease extends RuntimeException {
    LostLease(WorkOrder order) {
        super("another node has taken over %s %s from attempt %d here"
                .formatted(order.step(), order.key(), order.attempt()));
    }
}
