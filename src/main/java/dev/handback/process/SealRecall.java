package dev.handback.process;

import dev.handback.certificates.RecallNotices;
import dev.handback.exits.Exits;
import dev.handback.work.LongWork;
import dev.handback.work.Progress;
import dev.handback.work.Step;
import dev.handback.work.WorkOrder;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Draws and seals the document of a recall; a time-stamp may be fetched, so no transaction is open meanwhile. */
@Component
class SealRecall implements Step<RecallNotices.Sealed> {
    static final String NAME = "recall-notice";

    private final RecallNotices notices;
    private final Exits exits;
    private final Deadlines deadlines;
    private final LongWork work;

    SealRecall(RecallNotices notices, Exits exits, Deadlines deadlines, LongWork work) {
        this.notices = notices;
        this.exits = exits;
        this.deadlines = deadlines;
        this.work = work;
    }

    /** Files it, unless it is on its way. What could not be sealed is filed again in a later round, for ever. */
    @Transactional
    public void file(String exit, String recall) {
        if (!work.overall(NAME, recall).onItsWay()) {
            work.file(NAME, recall, Map.of("exit", exit, "recall", recall));
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public RecallNotices.Sealed run(WorkOrder order, Progress progress) {
        var exit = exits.find(order.require("exit"));
        var due = deadlines.due(exit.exitId(), "AnswerRecall").toInstant();
        return notices.seal(order.require("recall"), LocalDate.ofInstant(due, ZoneId.of(exit.place())));
    }

    @Override
    public void done(WorkOrder order, RecallNotices.Sealed notice) {
        notices.record(notice);
    }

    // the round that finds it missing files it anew
    @Override
    public void exhausted(WorkOrder order, String why) {}
}
