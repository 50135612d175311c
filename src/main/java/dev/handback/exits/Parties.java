package dev.handback.exits;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who the parties are from a day on, and why the exit is: both change mid-exit, each by a dated fact. */
@Component
public class Parties {
    private static final Set<String> SIDES = Set.of("VENDOR", "CLIENT");
    private static final Set<String> TRIGGERS = Set.of("EXPIRY", "CONVENIENCE", "CAUSE", "REGULATOR", "INSOLVENCY");

    private final PartiesTable parties;

    Parties(PartiesTable parties) {
        this.parties = parties;
    }

    /** Who steps in on one side, from when, in which capacity, by which document. */
    public record NewParty(
            @Nullable String party,
            @Nullable LocalDate since,
            @Nullable String name,
            @Nullable String lei,
            @Nullable String contactName,
            @Nullable String contactEmail,
            @Nullable String capacity,
            @Nullable String document,
            @Nullable String reason) {}

    /** Another trigger than the exit had before. */
    public record NewTrigger(
            @Nullable String trigger,
            @Nullable LocalDate since,
            @Nullable String document,
            @Nullable String reason) {}

    public record TriggerChanged(
            String trigger, LocalDate since, String document, String reason, String actor, Instant at) {}

    /** Records who a party is from a day on, which may lie ahead. Certificates drawn up from then on name it. */
    @Transactional
    public void change(String exit, NewParty wanted) {
        var entered = new Entered();
        if (wanted.party() == null || !SIDES.contains(wanted.party())) {
            entered.problem("party", "expected VENDOR or CLIENT, found " + wanted.party());
        }
        var checked = new NewParty(
                wanted.party(),
                entered.day("since", wanted.since(), "the day from which it is so"),
                entered.text("name", wanted.name(), 1, 200, "the name of the party"),
                entered.optional("lei", wanted.lei(), 20, "its LEI"),
                entered.optional("contactName", wanted.contactName(), 200, "whom to write to"),
                entered.optional("contactEmail", wanted.contactEmail(), 200, "an address"),
                entered.optional("capacity", wanted.capacity(), 300, "the capacity in which it acts"),
                entered.text("document", wanted.document(), 3, 200, "the document that says so"),
                entered.text("reason", wanted.reason(), 3, 2000, "a reason of record"));
        entered.done();
        parties.change(exit, checked);
    }

    /** Records another trigger; INSOLVENCY declares a stay in the same transaction. */
    @Transactional
    public void changeTrigger(String exit, NewTrigger wanted) {
        var entered = new Entered();
        if (wanted.trigger() == null || !TRIGGERS.contains(wanted.trigger())) {
            entered.problem(
                    "trigger",
                    "expected one of " + TRIGGERS.stream().sorted().toList() + ", found " + wanted.trigger());
        }
        var checked = new NewTrigger(
                wanted.trigger(),
                entered.day("since", wanted.since(), "the day from which it is so"),
                entered.text("document", wanted.document(), 3, 200, "the document that says so"),
                entered.text("reason", wanted.reason(), 3, 2000, "a reason of record"));
        entered.done();
        parties.changeTrigger(exit, checked);
    }

    /** Everybody who is, was or will be a party, the latest day first. */
    @Transactional(readOnly = true)
    public List<Party> list(String exit) {
        return parties.list(exit);
    }

    /** Every other trigger that was recorded, the newest first. */
    @Transactional(readOnly = true)
    public List<TriggerChanged> triggers(String exit) {
        return parties.triggers(exit);
    }
}
