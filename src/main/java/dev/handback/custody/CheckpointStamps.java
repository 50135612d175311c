package dev.handback.custody;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/**
 * Has the ledger's head stamped by an authority outside this house, so that nobody in it can write the history anew: not
 * even who has the database and every key of ours. Between two stamps that remains possible.
 */
@Component
public class CheckpointStamps {
    private static final Duration A_DAY = Duration.ofDays(1);

    private final CheckpointStampTable table;
    private final LedgerSettings settings;
    private final Ledger ledger;
    private final TimeStampAuthority authority;

    CheckpointStamps(DataSource database, LedgerSettings settings, Ledger ledger, TimeStampAuthority authority) {
        table = new CheckpointStampTable(database);
        this.settings = settings;
        this.ledger = ledger;
        this.authority = authority;
    }

    /**
     * The stamp of this checkpoint: the kept one, else a new one, which is kept in the database and beside the checkpoint's
     * file. Nothing where no authority is configured. Reaches out: never call it inside a transaction.
     *
     * @throws TimeStampRefused when no authority gave one
     */
    public Optional<CheckpointStamp> of(Checkpoint checkpoint) {
        var kept = table.find(checkpoint);
        if (kept.isEmpty() && authority.configured()) {
            var stamp = authority.stamp(checkpoint.note().getBytes(UTF_8));
            table.keep(checkpoint, stamp);
            kept = table.find(checkpoint); // another node may have been first: both use that one
        }
        kept.ifPresent(this::keepOutside);
        return kept;
    }

    /**
     * Stamps the head when something was decided at a gate since the latest stamp, and once a day when anything was entered.
     *
     * @throws TimeStampRefused when no authority gave one
     */
    public void stampWhenDue(Instant now) {
        if (!authority.configured()) {
            return;
        }
        if (isDue(now)) {
            of(ledger.checkpoint());
        } else {
            table.latest().ifPresent(this::keepOutside); // the disk may have been full when it was made
        }
    }

    private boolean isDue(Instant now) {
        var latest = table.latest();
        long covered = latest.map(stamp -> stamp.checkpoint().size()).orElse(0L);
        return table.decidedAtGateSince(covered)
                || (table.enteredSince(covered)
                        && latest.map(stamp -> !now.isBefore(stamp.at().plus(A_DAY)))
                                .orElse(true));
    }

    /** Whether heads are stamped at all. */
    public boolean on() {
        return authority.configured();
    }

    /** The one over the longest ledger. */
    public Optional<CheckpointStamp> latest() {
        return table.latest();
    }

    private void keepOutside(CheckpointStamp stamp) {
        ledger.keepOutside(
                stamp.checkpoint()); // another node may have made it, and a stamp proves nothing without its note
        var file = settings.stampOf(stamp.checkpoint());
        try {
            if (!Files.exists(file)) {
                Durable.write(file, stamp.token());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The time-stamp cannot be kept outside the database: " + file, e);
        }
    }
}
