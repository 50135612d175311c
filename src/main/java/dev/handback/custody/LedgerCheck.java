package dev.handback.custody;

import static org.springframework.transaction.TransactionDefinition.ISOLATION_REPEATABLE_READ;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_REQUIRES_NEW;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Inspects a ledger from outside: reads the database and the ledger's folder, needs no secret, writes nothing. */
public final class LedgerCheck {
    private final LedgerTable table;
    private final FactTables facts;
    private final LedgerSettings settings;
    private final TransactionTemplate oneSnapshot;

    public LedgerCheck(DataSource database, PlatformTransactionManager transactions, LedgerSettings settings) {
        table = new LedgerTable(database);
        facts = new FactTables(database);
        this.settings = settings;
        oneSnapshot = new TransactionTemplate(transactions);
        oneSnapshot.setPropagationBehavior(PROPAGATION_REQUIRES_NEW);
        oneSnapshot.setIsolationLevel(ISOLATION_REPEATABLE_READ);
        oneSnapshot.setReadOnly(true);
    }

    /**
     * Recomputes every hash from the stored bodies and compares tree, head, checkpoints, and every row of every fact
     * table with its entry.
     */
    public LedgerVerdict verify() {
        return inspected(null).verdict();
    }

    /**
     * Whether the tree still grows out of every checkpoint kept outside the database. Reads no body and no row of a fact, so
     * that it can be asked before each start.
     */
    List<LedgerFinding> history() {
        var findings = new ArrayList<LedgerFinding>();
        var kept = new KeptCheckpoints(publicKey(), findings);
        kept.readFiles(settings.checkpoints()); // before the leaves, else a checkpoint made meanwhile looks too long
        var tree = new MerkleTree();
        kept.compare(tree);
        for (var leaf : table.leaves(Long.MAX_VALUE)) {
            tree.push(leaf);
            kept.compare(tree);
        }
        kept.compareEnd(tree);
        return findings;
    }

    /** As {@link #verify}, with the bodies and rows of one exit (and of none) alone. Sees what is committed, never the caller's own. */
    ProvedEntries proved(String exit) {
        return inspected(exit).provedEntries();
    }

    private LedgerInspection inspected(@Nullable String exit) {
        var inspection = new LedgerInspection(table, facts, publicKey(), settings, exit);
        inspection.readCheckpointFiles(); // before the snapshot, else a checkpoint made meanwhile looks too long
        oneSnapshot.executeWithoutResult(status -> inspection.readDatabase());
        return inspection;
    }

    /** Without the key no signature is good, and every checkpoint becomes a finding. */
    private Optional<PublicKey> publicKey() {
        if (!Files.exists(settings.publicKey())) {
            return Optional.empty();
        }
        try {
            return Optional.of(CheckpointKey.publicKey(settings.publicKey()));
        } catch (IOException e) {
            throw new UncheckedIOException("The ledger's public key cannot be read", e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(settings.publicKey() + " is no Ed25519 key in PEM form", e);
        }
    }
}
