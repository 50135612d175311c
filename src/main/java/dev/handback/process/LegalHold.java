package dev.handback.process;

import dev.handback.certificates.PreserveNotices;
import dev.handback.exits.Exits;
import dev.handback.exits.Holds;
import dev.handback.work.LongWork;
import java.util.Date;
import org.springframework.stereotype.Component;

/** The steps of {@code LegalHold.bpmn}; public because the engine calls them. */
@Component
public class LegalHold {
    private final Exits exits;
    private final Holds holds;
    private final PreserveNotices notices;
    private final LongWork work;
    private final Deadlines deadlines;

    LegalHold(Exits exits, Holds holds, PreserveNotices notices, LongWork work, Deadlines deadlines) {
        this.exits = exits;
        this.holds = holds;
        this.notices = notices;
        this.work = work;
        this.deadlines = deadlines;
    }

    /** A drill tells no holder anything. */
    public boolean noticeDue(String exitId) {
        return !exits.find(exitId).drill();
    }

    public void fileNotice(String exitId, String hold, String instance) {
        work.file(SealNotice.NAME, exitId + "/" + hold, SealNotice.data(exitId, hold, instance));
    }

    /** Whether the notice is sealed and in the vault. */
    public boolean readNotice(String exitId, String hold) {
        return notices.find(exitId, hold).isPresent();
    }

    public void recordService(String exitId, String hold, String servedOn, String servedTo, String channel) {
        notices.served(exitId, hold, Decision.day("servedOn", servedOn), servedTo, channel);
    }

    public void recordLift(String exitId, String hold, String reason) {
        holds.lift(exitId, hold, reason);
    }

    public Date due(String exitId, String task) {
        return deadlines.due(exitId, task);
    }

    public Date followUp(String exitId, String task) {
        return deadlines.followUp(exitId, task);
    }
}
