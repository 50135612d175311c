package dev.handback.process;

import dev.handback.certificates.PreserveNotices;
import dev.handback.exits.Cancellation;
import dev.handback.exits.Holds;
import dev.handback.exits.Parties;
import dev.handback.exits.Stay;
import dev.handback.exits.Stays;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What pages and REST do to have an exit, or a part of it, stand still: the fact and its process, in one transaction. */
@Component
public class StandstillCommands {
    private static final String HOLD = "LegalHold";
    private static final String STAY = "ExitStay";

    private final Holds holds;
    private final Stays stays;
    private final Cancellation cancellation;
    private final Parties parties;
    private final PreserveNotices notices;
    private final Instances instances;
    private final Returns returns;
    private final Recalls recalls;
    private final Tasks tasks;
    private final FormValues forms;

    StandstillCommands(
            Holds holds,
            Stays stays,
            Cancellation cancellation,
            Parties parties,
            PreserveNotices notices,
            Instances instances,
            Returns returns,
            Recalls recalls,
            Tasks tasks,
            FormValues forms) {
        this.holds = holds;
        this.stays = stays;
        this.cancellation = cancellation;
        this.parties = parties;
        this.notices = notices;
        this.instances = instances;
        this.returns = returns;
        this.recalls = recalls;
        this.tasks = tasks;
        this.forms = forms;
    }

    /** Places a hold; its holder's preserve notice is sealed soon. Returns its id. */
    @Transactional
    public String placeHold(String exit, Holds.NewHold hold) {
        var id = holds.place(exit, hold);
        instances.start(HOLD, exit, Map.of("hold", id));
        recalls.tell(exit);
        return id;
    }

    /** Legal lifts a hold; completes {@code LiftHold} where that is open for them. */
    @Transactional
    public void liftHold(String exit, String hold, @Nullable String reason) {
        var task = tasks.id(exit, "LiftHold", Map.of("hold", hold));
        if (task.isPresent()) {
            forms.completeByPage(task.get(), Map.of("reason", or(reason)));
        } else {
            holds.lift(exit, hold, reason);
            instances.end(HOLD, exit, Map.of("hold", hold), "hold lifted");
        }
    }

    /** Records that a preserve notice reached the holder; completes {@code ServeNotice} where that is open for them. */
    @Transactional
    public void noticeServed(
            String exit, String hold, @Nullable LocalDate on, @Nullable String to, @Nullable String channel) {
        var task = tasks.id(exit, "ServeNotice", Map.of("hold", hold));
        if (task.isPresent()) {
            var day = on == null ? "" : on.toString();
            forms.completeByPage(task.get(), Map.of("servedOn", day, "servedTo", or(to), "channel", or(channel)));
        } else {
            notices.served(exit, hold, on, to, channel);
        }
    }

    /** Declares a stay: retrieval and destruction pause at once. Returns its id. */
    @Transactional
    public String declareStay(String exit, Stays.NewStay known) {
        var id = stays.declare(exit, known);
        instances.start(STAY, exit, Map.of("stay", id));
        recalls.tell(exit);
        return id;
    }

    /** Legal lifts a stay on its document; what waits asks its gate again. */
    @Transactional
    public void liftStay(String exit, String stay, Stays.Leave leave) {
        var task = tasks.id(exit, "LiftStay", Map.of("stay", stay));
        if (task.isPresent()) {
            forms.completeByPage(
                    task.get(),
                    Map.of(
                            "document", or(leave.document()),
                            "issuer", or(leave.issuer()),
                            "scope", or(leave.scope()),
                            "dated", leave.dated() == null ? "" : leave.dated().toString(),
                            "reason", or(leave.reason())));
        } else {
            stays.lift(exit, stay, leave);
            instances.end(STAY, exit, Map.of("stay", stay), "stay lifted");
            returns.releaseAll(exit);
        }
    }

    /** Records who a party is from a day on. */
    @Transactional
    public void changeParty(String exit, Parties.NewParty party) {
        parties.change(exit, party);
    }

    /** Records another trigger; the stay that insolvency declares asks legal at once. */
    @Transactional
    public void changeTrigger(String exit, Parties.NewTrigger trigger) {
        parties.changeTrigger(exit, trigger);
        stays.list(exit).stream()
                .filter(Stay::active)
                .forEach(stay -> instances.startOnce(STAY, exit, Map.of("stay", stay.stay()), Map.of()));
        recalls.tell(exit);
    }

    /** Legal cancels an exit: what waits ends and its tasks close, what is home stays. */
    @Transactional
    public void cancel(String exit, @Nullable String reason, @Nullable String document) {
        cancellation.cancel(exit, reason, document);
        recalls.tell(exit);
        if (instances.running("ContractExit", exit, Map.of()).isEmpty()) {
            returns.endAll(exit);
        } else {
            instances.tellAll("ExitCancelled", exit, Map.of());
        }
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }
}
