package dev.handback.retrieval.s3;

import dev.handback.retrieval.ArchiveStore.Order;
import dev.handback.retrieval.s3.Inventory.Place;
import dev.handback.retrieval.s3.RestoreTable.Learned;
import dev.handback.retrieval.s3.RestoreTable.Row;
import dev.handback.retrieval.s3.RestoreTable.State;
import dev.handback.sources.ArchiveRemote;
import dev.handback.sources.ObjectRefused;
import dev.handback.sources.Printable;
import dev.handback.sources.RestoreState;
import dev.handback.work.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One walk through the versions of a restore: asks for those that were not asked for, then looks at those that were. One
 * request at a time and at a limited pace: the store is the holder's, and others work with it.
 */
final class RestoreRound {
    private static final int PAGE = 100;
    /** So many refusals and not one granted: the right is missing, and asking on would only be a nuisance. */
    private static final int MOST_REFUSED = 20;

    private final ArchiveRemote archive;
    private final RestoreTable table;
    private final Order order;
    private final Progress progress;
    private final Clock clock;
    private final long pause;
    private final Instant started;
    private final List<Learned> unwritten = new ArrayList<>();
    private long done;
    private long granted;
    private long refused;
    private long nextRequest = System.nanoTime();

    RestoreRound(
            ArchiveRemote archive, RestoreTable table, Order order, Progress progress, Clock clock, int perSecond) {
        this.archive = archive;
        this.table = table;
        this.order = order;
        this.progress = progress;
        this.clock = clock;
        this.pause = Duration.ofSeconds(1).toNanos() / perSecond;
        this.started = clock.instant();
    }

    void run() throws InterruptedException {
        table.lapse(order, started);
        walk(State.TO_ASK);
        walk(State.ASKED);
    }

    private void walk(State state) throws InterruptedException {
        var place = Place.START;
        for (var rows = table.rows(order, state, started, place, PAGE);
                !rows.isEmpty();
                rows = table.rows(order, state, started, place, PAGE)) {
            try {
                for (var row : rows) {
                    atPace();
                    if (!one(row)) return;
                }
            } finally {
                write(state);
            }
            place = rows.get(rows.size() - 1).place();
        }
    }

    /** False when the rest need not be asked. */
    private boolean one(Row row) {
        try {
            unwritten.add(row.state() == State.TO_ASK ? ask(row) : look(row));
            granted++;
            return true;
        } catch (ObjectRefused e) {
            unwritten.add(new Learned(row, State.FAILED, null, e.code(), e.detail()));
            refused++;
            boolean none =
                    e.code().equals("RESTORE_UNSUPPORTED") || e.forbidden() && granted == 0 && refused >= MOST_REFUSED;
            if (none && row.state() == State.TO_ASK) {
                write(State.TO_ASK);
                table.fail(order, List.of(State.TO_ASK), e.code(), e.detail() + "; the others were not asked for");
            }
            return !none;
        }
    }

    private Learned ask(Row row) {
        archive.restore(row.entry(), order.tier(), order.days());
        return new Learned(row, State.ASKED, null, null, null);
    }

    private Learned look(Row row) {
        RestoreState now = archive.look(row.entry());
        return switch (now.state()) {
            case ONGOING -> new Learned(row, State.ASKED, null, null, null);
            case READABLE -> new Learned(row, State.READY, now.until(), null, null);
            case ARCHIVED ->
                new Learned(
                        row,
                        State.FAILED,
                        null,
                        "RESTORE_LOST",
                        "version " + row.entry().versionId() + " of "
                                + Printable.of(row.entry().key())
                                + ": the store took the request and neither restores it nor serves it");
        };
    }

    private void write(State state) {
        progress.report(0, done += unwritten.size(), null, state == State.TO_ASK ? "asking for a restore" : "looking");
        if (!unwritten.isEmpty()) table.learned(order, List.copyOf(unwritten), clock.instant());
        unwritten.clear();
    }

    private void atPace() throws InterruptedException {
        long wait = nextRequest - System.nanoTime();
        if (wait > 0) Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
        nextRequest = Math.max(System.nanoTime(), nextRequest) + pause;
    }
}
