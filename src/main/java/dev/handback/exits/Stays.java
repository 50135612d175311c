package dev.handback.exits;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Stays: while one is in force nothing is retrieved, cleared, ordered or accepted in the exit. */
@Component
public class Stays {
    private final StaysTable stays;

    Stays(StaysTable stays) {
        this.stays = stays;
    }

    /** What is known of a stay when it is declared; only the reason must be. */
    public record NewStay(
            @Nullable String document,
            @Nullable String issuer,
            @Nullable String scope,
            @Nullable LocalDate since,
            @Nullable String reason) {}

    /** The document that lets the exit go on: all of it must be known. */
    public record Leave(
            @Nullable String document,
            @Nullable String issuer,
            @Nullable String scope,
            @Nullable LocalDate dated,
            @Nullable String reason) {}

    /** Declares a stay and returns its id. Operations or legal, at once and with what is known. */
    @Transactional
    public String declare(String exit, NewStay known) {
        var entered = new Entered();
        var checked = new NewStay(
                entered.optional("document", known.document(), 200, "the order or notice"),
                entered.optional("issuer", known.issuer(), 200, "whose it is"),
                entered.optional("scope", known.scope(), 2000, "what it forbids"),
                known.since(),
                entered.text("reason", known.reason(), 3, 2000, "what happened"));
        entered.done();
        return stays.declare(exit, checked);
    }

    /** Lifts a stay on a document that says whose it is, over what and of when. Legal only. */
    @Transactional
    public void lift(String exit, String stay, Leave leave) {
        var entered = new Entered();
        var checked = new Leave(
                entered.text("document", leave.document(), 3, 200, "the document that lets the exit go on"),
                entered.text("issuer", leave.issuer(), 2, 200, "whose document it is"),
                entered.text("scope", leave.scope(), 3, 2000, "what it allows"),
                entered.day("dated", leave.dated(), "the day of the document"),
                entered.text("reason", leave.reason(), 3, 2000, "a reason of record"));
        entered.done();
        stays.lift(exit, stay, checked);
    }

    /** {@link NotFound} when the exit has no such stay. */
    @Transactional(readOnly = true)
    public Stay find(String exit, String stay) {
        return stays.find(exit, stay).orElseThrow(() -> new NotFound("stay in exit " + exit, stay));
    }

    /** Every stay of an exit, the newest first. */
    @Transactional(readOnly = true)
    public List<Stay> list(String exit) {
        return stays.list(exit);
    }

    /** Why nothing may be fetched from holders now, whatever the authority: a stay, or the end of the exit. */
    @Transactional(readOnly = true)
    public List<Finding> pauses(String exit) {
        return stays.pauses(exit);
    }
}
