package dev.handback.exits;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The end of an exit that is not finished: what is home stays in custody, and nothing goes on. */
@Component
public class Cancellation {
    private final CancellationTable cancelled;

    Cancellation(CancellationTable cancelled) {
        this.cancelled = cancelled;
    }

    public record Cancelled(String reason, String document, String cancelledBy, Instant cancelledAt) {}

    /** Cancels an exit for good. Legal only; the orders of destruction that live are recalled in the same transaction. */
    @Transactional
    public void cancel(String exit, @Nullable String reason, @Nullable String document) {
        var entered = new Entered();
        var why = entered.text("reason", reason, 3, 2000, "why the exit ends here");
        var paper = entered.text("document", document, 3, 200, "the agreement or letter that says so");
        entered.done();
        cancelled.cancel(exit, why, paper);
    }

    /** Empty while the exit goes on. */
    @Transactional(readOnly = true)
    public Optional<Cancelled> find(String exit) {
        return cancelled.find(exit);
    }
}
