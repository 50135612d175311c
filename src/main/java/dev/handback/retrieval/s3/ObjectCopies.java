package dev.handback.retrieval.s3;

import dev.handback.Sha256;
import dev.handback.retrieval.s3.Inventory.Copied;
import dev.handback.retrieval.s3.Inventory.Place;
import dev.handback.retrieval.s3.Inventory.Row;
import dev.handback.retrieval.s3.Inventory.Run;
import dev.handback.retrieval.s3.Inventory.State;
import dev.handback.sources.BucketEntry.What;
import dev.handback.sources.S3Remote;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import dev.handback.vault.Vault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Copies what a pass listed and the vault does not hold yet: several at once, results written in small batches by the one
 * thread that holds the lease, so that a kill costs at most the batch.
 */
final class ObjectCopies {

    private static final int PAGE = 1000;
    private static final int BATCH = 200;
    private static final int MOST_LOST = 32;
    private static final int MOST_FORBIDDEN = 20;

    /** Told how far it is; may throw to stop. */
    interface Told {
        void soFar(long bytes, long objects);
    }

    private final S3Remote remote;
    private final Vault vault;
    private final InventoryTable inventory;
    private final S3Limits limits;
    private final Run run;
    private final BucketWords words;
    private final Told told;
    private final AtomicLong received = new AtomicLong();
    private final Map<Future<Copied>, Row> running = new HashMap<>();
    private final List<Copied> unwritten = new ArrayList<>();
    private long objects;
    private long heldNow;
    private int lostInARow;
    private int forbidden;

    ObjectCopies(
            S3Remote remote,
            Vault vault,
            InventoryTable inventory,
            S3Limits limits,
            Run run,
            BucketWords words,
            Told told) {
        this.remote = remote;
        this.vault = vault;
        this.inventory = inventory;
        this.limits = limits;
        this.run = run;
        this.words = words;
        this.told = told;
    }

    /** @throws SourceRefused when the store refuses us or has gone; what was copied until then is written */
    void copy(int pass) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(limits.parallel(), task -> {
            var thread = new Thread(task, "s3-copy");
            thread.setDaemon(true);
            return thread;
        });
        try {
            walk(pass, new ExecutorCompletionService<>(pool));
        } finally {
            pool.shutdownNow();
            if (!unwritten.isEmpty()) write();
        }
    }

    private void walk(int pass, CompletionService<Copied> pool) throws InterruptedException {
        var place = Place.START;
        for (var rows = inventory.rows(run, pass, place, PAGE);
                !rows.isEmpty();
                rows = inventory.rows(run, pass, place, PAGE)) {
            for (var row : rows) {
                place = row.place();
                if (row.what() != What.VERSION) continue;
                if (row.state() == State.LISTED || row.state() == State.HELD && !isInVault(row)) {
                    running.put(pool.submit(new ObjectCopy(remote, vault, words, row, received)), row);
                    while (running.size() >= limits.parallel() * 4) take(pool);
                } else {
                    objects++;
                }
            }
        }
        while (!running.isEmpty()) take(pool);
        write();
    }

    /** Only bytes that are still there are not fetched again. */
    private boolean isInVault(Row row) {
        return row.sha256() != null
                && vault.find(Sha256.parse(row.sha256()))
                        .filter(stored -> row.code() != null || stored.bytes() == row.size())
                        .isPresent();
    }

    private void take(CompletionService<Copied> pool) throws InterruptedException {
        Future<Copied> done = pool.poll(1, TimeUnit.SECONDS);
        told.soFar(received.get(), objects);
        if (done == null) return;
        Row row = java.util.Objects.requireNonNull(running.remove(done));
        keep(result(done, row));
        if (unwritten.size() >= BATCH) write();
    }

    private void keep(Copied copied) {
        unwritten.add(copied);
        objects++;
        if (copied.state() == State.HELD) heldNow++;
        if (copied.forbidden() && ++forbidden >= MOST_FORBIDDEN && heldNow == 0)
            throw new SourceRefused(
                    Reason.FORBIDDEN,
                    "OBJECTS_FORBIDDEN",
                    "bucket " + remote.bucket() + " lets us list but refused the first " + forbidden
                            + " objects; ask for the right to read them: " + copied.detail());
    }

    private Copied result(Future<Copied> done, Row row) throws InterruptedException {
        try {
            var copied = done.get();
            lostInARow = 0;
            return copied;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SourceRefused refused) return lost(row, refused);
            if (e.getCause() instanceof RuntimeException ours) throw ours;
            throw new IllegalStateException("copying failed", e.getCause());
        }
    }

    /** One lost object is a finding of the asset; many in a row mean that the store has gone. */
    private Copied lost(Row row, SourceRefused refused) {
        boolean ofObject = refused.reason() == Reason.UNREACHABLE || refused.reason() == Reason.BROKEN;
        if (!ofObject || ++lostInARow >= MOST_LOST) throw refused;
        return new Copied(row, State.NOT_HELD, null, 0, "{}", refused.code(), refused.detail(), false);
    }

    private void write() {
        inventory.copied(run, unwritten);
        unwritten.clear();
    }
}
