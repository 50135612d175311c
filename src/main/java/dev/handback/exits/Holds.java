package dev.handback.exits;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Legal holds: what they cover is neither cleared nor ordered destroyed, and no evidence of its destruction is accepted. */
@Component
public class Holds {
    private final HoldsTable holds;

    Holds(HoldsTable holds) {
        this.holds = holds;
    }

    /** What is to be held, and why; at most one of asset, holder and location, none for the whole exit. */
    public record NewHold(
            @Nullable String asset,
            @Nullable String holder,
            @Nullable String location,
            @Nullable String reason,
            @Nullable String document) {}

    /**
     * Places a hold and returns its id. Operations or legal, at any moment. Every order and clearance it covers that lives
     * is recalled in the same transaction.
     */
    @Transactional
    public String place(String exit, NewHold wanted) {
        var entered = new Entered();
        var asset = entered.optional("asset", wanted.asset(), 64, "an asset of the register");
        var holder = entered.optional("holder", wanted.holder(), 200, "who holds a copy");
        var location = entered.optional("location", wanted.location(), 200, "where a copy lies");
        var reason = entered.text("reason", wanted.reason(), 3, 2000, "why it is held");
        var document = entered.text("document", wanted.document(), 3, 200, "the letter, order or matter it rests on");
        if (Stream.of(asset, holder, location).filter(Objects::nonNull).count() > 1) {
            entered.problem("asset", "expected one of asset, holder and location, or none for the whole exit");
        }
        entered.done();
        return holds.place(exit, asset, holder, location, reason, document);
    }

    /** Lifts a hold. Legal only, and never the person who opened the exit. */
    @Transactional
    public void lift(String exit, String hold, @Nullable String reason) {
        var entered = new Entered();
        var why = entered.text("reason", reason, 3, 2000, "why nothing of it need be kept any longer");
        entered.done();
        holds.lift(exit, hold, why);
    }

    /** {@link NotFound} when the exit has no such hold. */
    @Transactional(readOnly = true)
    public Hold find(String exit, String hold) {
        return holds.find(exit, hold).orElseThrow(() -> new NotFound("hold in exit " + exit, hold));
    }

    /** Every hold of an exit, the newest first. */
    @Transactional(readOnly = true)
    public List<Hold> list(String exit) {
        return holds.list(exit);
    }

    /** The assets that some active hold covers, in the order of their names. */
    @Transactional(readOnly = true)
    public List<String> heldAssets(String exit) {
        return holds.heldAssets(exit);
    }

    /** The active holds that cover one asset. */
    @Transactional(readOnly = true)
    public List<Hold> over(String exit, String asset) {
        return holds.over(exit, asset);
    }
}
