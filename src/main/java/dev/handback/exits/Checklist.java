package dev.handback.exits;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What an exit is not closed without: access ended in both directions, credentials rotated, knowledge handed over. */
@Component
public class Checklist {
    private final ChecklistTable checklist;
    private final Closings closings;

    Checklist(ChecklistTable checklist, Closings closings) {
        this.checklist = checklist;
        this.closings = closings;
    }

    /** What people add items of; access is asked for by the register itself. */
    public enum Topic {
        CREDENTIALS,
        KNOWLEDGE
    }

    public enum Result {
        DONE,
        NOT_APPLICABLE
    }

    /**
     * What somebody says of an item.
     *
     * @param doneOn the day, and {@code doneBy} who did it; needed of what is done only
     * @param evidence what shows it, or why it does not apply
     */
    public record Word(
            @Nullable Result result,
            @Nullable LocalDate doneOn,
            @Nullable String doneBy,
            @Nullable String evidence) {}

    @Transactional(readOnly = true)
    public List<ChecklistItem> list(String exit) {
        return checklist.list(exit);
    }

    @Transactional(readOnly = true)
    public ChecklistItem find(String exit, String item) {
        return checklist
                .find(exit, item)
                .orElseThrow(() -> new NotFound("item of the checklist of exit " + exit, item));
    }

    /** Says what there is to do, of one asset or of the exit; returns the item's id. */
    @Transactional
    public String add(String exit, @Nullable Topic topic, @Nullable String asset, @Nullable String what) {
        var entered = new Entered();
        if (topic == null) {
            entered.problem("topic", "expected one of " + List.of(Topic.values()));
        }
        var about = entered.optional("asset", asset, 64, "an asset of the register");
        var task = entered.text("what", what, 3, 500, "what there is to do");
        entered.done();
        return checklist.add(exit, String.valueOf(topic), about, task);
    }

    /** Records what somebody says of an item; said again, it corrects what was said before. */
    @Transactional
    public void settle(String exit, String item, Word word) {
        var about = find(exit, item);
        if (word.result() == Result.DONE && about.access()) {
            closings.accessRevoked(exit, about.connection(), word.doneOn(), word.doneBy(), word.evidence());
            return;
        }
        var entered = new Entered();
        if (word.result() == null) {
            entered.problem("result", "expected one of " + List.of(Result.values()));
        }
        var evidence = entered.text("evidence", word.evidence(), 3, 2000, "what shows it, or why it does not apply");
        if (word.result() == Result.DONE) {
            var on = entered.day("doneOn", word.doneOn(), "the day on which it was done");
            var by = entered.text("doneBy", word.doneBy(), 2, 200, "who did it");
            entered.done();
            checklist.settle(exit, item, "DONE", on, by, evidence);
        } else {
            entered.done();
            checklist.settle(exit, item, "NOT_APPLICABLE", null, null, evidence);
        }
    }

    /** It turns out not to be so: the item is open again, and a closed exit is reopened. */
    @Transactional
    public void takeBack(String exit, String item, @Nullable String reason) {
        find(exit, item);
        var entered = new Entered();
        var why = entered.text("reason", reason, 3, 2000, "what was found");
        entered.done();
        checklist.settle(exit, item, "OPEN", null, null, why);
    }
}
