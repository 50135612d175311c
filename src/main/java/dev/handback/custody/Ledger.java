package dev.handback.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_REQUIRES_NEW;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The custody ledger, read-only: the database appends an entry for every committed fact by itself. Says what the
 * ledger holds, proves it, signs its head, and finds whatever was changed behind its back.
 */
@Component
@EnableConfigurationProperties(LedgerSettings.class)
public class Ledger implements SmartInitializingSingleton {
    private final LedgerTable table;
    private final LedgerSettings settings;
    private final CheckpointKey key;
    private final TransactionTemplate committedOnly;
    private final LedgerCheck check;

    public Ledger(DataSource database, PlatformTransactionManager transactions, LedgerSettings settings) {
        table = new LedgerTable(database);
        this.settings = settings;
        key = CheckpointKey.at(settings.secretKey(), settings.publicKey(), Files.exists(settings.checkpoints()));
        check = new LedgerCheck(database, transactions, settings);
        committedOnly = new TransactionTemplate(transactions);
        committedOnly.setPropagationBehavior(PROPAGATION_REQUIRES_NEW);
    }

    /**
     * Signs what is committed now, never the entries of the caller's own transaction, and keeps the checkpoint in the
     * database and as a file outside it. Asked twice without a new entry it answers the same bytes.
     */
    public Checkpoint checkpoint() {
        var checkpoint = committedOnly.execute(status -> {
            var head = table.head();
            var signed = key.sign(settings.origin(), head.size(), new MerkleTree(head.size(), head.frontier()).root());
            table.keep(signed);
            return signed;
        });
        keepOutside(checkpoint);
        return checkpoint;
    }

    /**
     * Before the first request and the first step of a process: a database that lost or changed what was signed must not be
     * written on.
     *
     * @throws HistoryContradicted when the ledger did not grow out of a checkpoint kept outside
     */
    @Override
    public void afterSingletonsInstantiated() {
        var findings = check.history();
        if (!findings.isEmpty()) {
            throw new HistoryContradicted(settings.checkpoints(), findings);
        }
    }

    /** So that what happened before a restart is anchored, whatever comes after it. */
    @EventListener(ApplicationReadyEvent.class)
    void anchorAtStart() {
        checkpoint();
    }

    /** At most {@code limit} entries beginning with number {@code from}; the first entry is number 0. */
    public List<LedgerEntry> entries(long from, int limit) {
        return table.entries(from, limit);
    }

    /** At most {@code limit} entries of one exit behind number {@code after}; -1 begins at the beginning. */
    public List<LedgerEntry> entriesOf(String exitId, long after, int limit) {
        return table.entriesOf(exitId, after, limit);
    }

    /**
     * The number of the newest entry of this exit or of none (people, groups, connections): while it stays, none of these facts
     * has come in. -1 without any.
     */
    public long newest(String exitId) {
        return table.newest(exitId);
    }

    /** Proves one committed entry under a checkpoint made now. */
    public InclusionProof proof(long seq) {
        var checkpoint = checkpoint();
        if (seq < 0 || seq >= checkpoint.size()) {
            throw new NoSuchEntry(seq, checkpoint.size());
        }
        var leaves = table.leaves(checkpoint.size());
        return new InclusionProof(seq, MerkleProof.inclusion((int) seq, leaves), checkpoint);
    }

    /** Proofs of any entries under a checkpoint of this ledger. */
    public ProofTree proofs(Checkpoint checkpoint) {
        var leaves = table.leaves(checkpoint.size());
        if (leaves.size() != checkpoint.size()) {
            throw new NoSuchEntry(checkpoint.size() - 1, leaves.size());
        }
        return new ProofTree(leaves);
    }

    /** The key that checks the checkpoints, in PEM form, to be handed out with them. */
    public String publicKey() {
        try {
            return Files.readString(settings.publicKey(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The ledger's public key cannot be read", e);
        }
    }

    /** What {@link LedgerCheck} finds. Empty means: nothing changed since the oldest checkpoint kept outside. */
    public List<LedgerFinding> verify() {
        return check.verify().findings();
    }

    /** What the ledger proves of one exit, for those who must not believe the tables. Committed facts alone. */
    public ProvedEntries proved(String exitId) {
        return check.proved(exitId);
    }

    /** Does nothing where it is kept already. */
    void keepOutside(Checkpoint checkpoint) {
        var file = settings.fileOf(checkpoint);
        try {
            if (!Files.exists(file)) {
                Durable.write(file, checkpoint.note().getBytes(UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The checkpoint cannot be kept outside the database: " + file, e);
        }
    }
}
