package dev.handback.retrieval.s3;

import dev.handback.Sha256;
import dev.handback.retrieval.Examples;
import dev.handback.retrieval.s3.SideBySide.Key;
import dev.handback.sources.BucketEntry;
import dev.handback.sources.NewObject;
import dev.handback.sources.ObjectBytes;
import dev.handback.sources.ObjectRefused;
import dev.handback.sources.Printable;
import dev.handback.sources.S3Destination;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import dev.handback.vault.Fixity;
import dev.handback.vault.Vault;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is missing at a destination: several keys at once, the versions of each one after the other, and before each
 * further one it looks whether all is as it left it. Whether a request that was cut off was heeded is seen there too, so
 * nothing is written twice.
 */
final class BucketWriting {
    private static final int TRIES = 4;
    private static final long PAUSE_MILLIS = 250;
    private static final int MOST_LOST = 16;

    /** What became of a key. @param lost whether the store did not answer for it */
    private record Written(long rows, @Nullable String not, boolean lost) {}

    private final S3Destination destination;
    private final Function<Wanted, NewObject> objects;
    private final Vault vault;
    private final int parallel;
    private final boolean keepsVersions;
    private final BucketPlacing.Told told;
    private final AtomicLong bytes = new AtomicLong();

    /** Keys that the store did not take. */
    final Examples refused = new Examples();

    private long rows;
    private int lostInARow;

    BucketWriting(
            S3Destination destination,
            Function<Wanted, NewObject> objects,
            Vault vault,
            int parallel,
            boolean keepsVersions,
            BucketPlacing.Told told) {
        this.destination = destination;
        this.objects = objects;
        this.vault = vault;
        this.parallel = parallel;
        this.keepsVersions = keepsVersions;
        this.told = told;
    }

    void run(SideBySide both) throws InterruptedException {
        boolean proved = keepsVersions;
        try (var pool = new InOrder<Written>(parallel, this::add, this::tell, destination::close)) {
            for (var key = both.next(); key != null; key = both.next()) {
                var next = key;
                if (key.wanted().isEmpty()) continue; // the comparison afterwards tells it
                if (!proved && key.listed().isEmpty()) {
                    add(write(next));
                    proved = provesCondition(next);
                } else {
                    pool.give(() -> write(next));
                }
            }
            pool.finish();
        }
    }

    private void tell() {
        told.soFar(bytes.get(), rows);
    }

    private void add(Written written) {
        rows += written.rows();
        if (written.not() != null) refused.add(written.not());
        lostInARow = written.lost() ? lostInARow + 1 : 0;
        if (lostInARow >= MOST_LOST)
            throw new SourceRefused(
                    Reason.UNREACHABLE,
                    "DESTINATION_LOST",
                    "the last " + MOST_LOST + " objects were not answered; the others were not sent: " + written.not());
        tell();
    }

    /** Where nothing keeps versions, a store that does not heed "only if it does not exist" would replace what is there. */
    private boolean provesCondition(Key key) {
        var wanted = key.wanted().get(0);
        // of uploads in parts we look ourselves before the store is asked, which proves nothing of the store
        if (!destination.writesAtOnce(wanted.size())
                || destination.versionsOf(key.key()).isEmpty()) return false;
        if (put(wanted, key.key(), true))
            throw new SourceRefused(
                    Reason.UNSUPPORTED,
                    "DESTINATION_NO_CONDITION",
                    "bucket " + destination.bucket() + " wrote " + Printable.of(key.key())
                            + " a second time although told not to where it exists; it was our own object."
                            + " Switch its versioning on, which keeps what is written over");
        return true;
    }

    private Written write(Key key) throws InterruptedException {
        long before = 0;
        try {
            // a page of the listing may be minutes old; delete markers know no condition, nor do all stores that keep
            // versions
            List<BucketEntry> there = destination.versionsOf(key.key());
            before = there.size();
            return new Written(write(key, there) - before, null, false);
        } catch (ObjectRefused e) {
            return new Written(0, e.detail(), false);
        } catch (SourceRefused e) {
            if (!passing(e)) throw e;
            return new Written(0, Printable.of(key.key()) + ": " + e.detail(), true);
        }
    }

    private long write(Key key, List<BucketEntry> listed) throws InterruptedException {
        var there = listed;
        int written = -1;
        for (int failures = 0; ; ) {
            var match = KeyMatch.of(key.wanted(), there);
            if (match.strange() != null)
                throw new SourceRefused(
                        Reason.POLICY,
                        "DESTINATION_DIFFERS",
                        "somebody else writes at the destination, " + Printable.of(key.key()) + ": " + match.strange());
            int next = match.there().size();
            if (next == key.wanted().size()) {
                tag(key, match.there());
                return next;
            }
            if (next <= written) throw lost(key, key.wanted().get(written));
            try {
                if (step(key, next)) written = next;
                else if (++failures == TRIES) throw lost(key, key.wanted().get(next));
            } catch (SourceRefused e) {
                if (!passing(e) || ++failures == TRIES) throw e;
                Thread.sleep(PAUSE_MILLIS * failures * failures);
            }
            there = destination.versionsOf(key.key());
        }
    }

    private static boolean passing(SourceRefused e) {
        return e.reason() == Reason.UNREACHABLE || e.reason() == Reason.BROKEN;
    }

    private static SourceRefused lost(Key key, Wanted wanted) {
        return new SourceRefused(
                Reason.BROKEN,
                "DESTINATION_LACKS",
                "the store took " + wanted.words() + " and lists it not: " + Printable.of(key.key()));
    }

    private boolean step(Key key, int next) {
        var wanted = key.wanted().get(next);
        if (!wanted.marker()) return put(wanted, key.key(), next == 0);
        destination.mark(key.key());
        return true;
    }

    private boolean put(Wanted wanted, String key, boolean first) {
        var sha256 = Sha256.parse(Objects.requireNonNull(wanted.sha256(), "no version without bytes"));
        if (!(vault.check(sha256) instanceof Fixity.Intact intact) || intact.bytes() != wanted.size())
            throw new SourceRefused(
                    Reason.OURS,
                    "HOLDING_BROKEN",
                    "the vault does not hold " + Printable.of(key) + " intact: expected " + wanted.words());
        ObjectBytes from = (offset, length) -> new Stretch(vault.channel(sha256), offset, length);
        boolean taken = destination.put(objects.apply(wanted), from, first) != null;
        if (taken) bytes.addAndGet(wanted.size());
        return taken;
    }

    /** Tags are set apart from the bytes: a store that knows none takes the bytes all the same. */
    private void tag(Key key, List<BucketEntry> there) {
        for (int i = 0; i < there.size(); i++) {
            var wanted = key.wanted().get(i);
            var tags = wanted.marker()
                    ? Map.<String, String>of()
                    : objects.apply(wanted).tags();
            if (tags.isEmpty()) continue;
            boolean none = destination.tags(there.get(i)) instanceof Map<?, ?> set ? set.isEmpty() : true;
            if (none && !destination.tag(there.get(i), tags)) return;
        }
    }
}
