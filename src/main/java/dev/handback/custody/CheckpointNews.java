package dev.handback.custody;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** When somebody outside should be given a new head of the ledger to keep. */
@Component
public class CheckpointNews {
    private static final Duration A_DAY = Duration.ofDays(1);

    private final CheckpointStampTable table;
    private final Ledger ledger;

    CheckpointNews(DataSource database, Ledger ledger) {
        table = new CheckpointStampTable(database);
        this.ledger = ledger;
    }

    /**
     * The head, when a certificate was decided on or an exit closed behind the one that was given last, and once a day when
     * anything was entered.
     *
     * @param given how many entries the last one given covers; 0 when none was
     */
    public Optional<Checkpoint> due(long given, Instant givenAt, Instant now) {
        var due = table.certifiedSince(given) || (table.enteredSince(given) && !now.isBefore(givenAt.plus(A_DAY)));
        return due ? Optional.of(ledger.checkpoint()) : Optional.empty();
    }
}
