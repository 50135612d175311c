package dev.handback.retrieval.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.retrieval.s3.Inventory.Copied;
import dev.handback.retrieval.s3.Inventory.Row;
import dev.handback.retrieval.s3.Inventory.State;
import dev.handback.sources.BucketEntry;
import dev.handback.sources.ObjectBody;
import dev.handback.sources.ObjectRefused;
import dev.handback.sources.Printable;
import dev.handback.sources.S3Remote;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import dev.handback.vault.Vault;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Copies one pinned version into the vault, hashing while it writes; answers with a fault what is this object's fault. */
final class ObjectCopy implements Callable<Copied> {

    private static final int TRIES = 3;
    private static final long PAUSE_MILLIS = 250;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final S3Remote remote;
    private final Vault vault;
    private final BucketWords words;
    private final Row row;
    private final BucketEntry entry;
    private final AtomicLong received;

    /** @param received counts bytes while they come, for those who wait */
    ObjectCopy(S3Remote remote, Vault vault, BucketWords words, Row row, AtomicLong received) {
        this.remote = remote;
        this.vault = vault;
        this.words = words;
        this.row = row;
        this.entry = row.entry();
        this.received = received;
    }

    /** @throws SourceRefused when not this object but the store refused or went away */
    @Override
    public Copied call() throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return once();
            } catch (ObjectRefused e) {
                return new Copied(row, State.NOT_HELD, null, 0, "{}", e.code(), e.detail(), e.forbidden());
            } catch (SourceRefused e) {
                if (e.reason() != Reason.UNREACHABLE && e.reason() != Reason.BROKEN || attempt == TRIES) throw e;
                Thread.sleep(PAUSE_MILLIS * attempt * attempt);
            }
        }
    }

    private Copied once() {
        try (ObjectBody body = remote.open(entry)) {
            var facts = facts(body);
            var bytes = new WitnessedStream(
                    body.bytes(), entry.etag(), entry.size(), new PromisedChecksums(facts), received);
            try {
                var stored = vault.store(bytes);
                return judged(stored.sha256().hex(), stored.bytes(), bytes, facts);
            } catch (UncheckedIOException e) {
                // the vault cannot know whether its disk failed or the store's stream
                if (bytes.failure() == null) throw e;
                throw remote.broken(bytes.failure());
            }
        }
    }

    private Copied judged(String sha256, long bytes, WitnessedStream stream, Map<String, Object> facts) {
        String what = "version " + entry.versionId() + " of " + Printable.of(entry.key());
        String code = null;
        String detail = null;
        String broken = stream.brokenPromise(sha256);
        if (bytes != entry.size()) {
            code = "OBJECT_SIZE_DIFFERS";
            detail = what + ": expected " + entry.size() + " bytes as listed, actual "
                    + (bytes > entry.size() ? "more" : bytes);
        } else if (!stream.matchesEtag() && !isEncryptedElsewhere(facts)) {
            code = "ETAG_DIFFERS";
            detail = what + ": expected bytes with the MD5 " + entry.etag() + " that its ETag promises, actual "
                    + stream.md5() + "; the store no longer has what it was given, or its ETags are no digests";
        }
        if (code == null && broken != null) {
            code = "CHECKSUM_DIFFERS";
            detail = what + ": " + Printable.of(broken) + "; the store no longer has what it was given";
        }
        return new Copied(row, State.HELD, sha256, bytes, json(facts), code, detail, false);
    }

    /** An ETag is no MD5 of what we see when the store encrypts with keys of a key service or of its customer. */
    private static boolean isEncryptedElsewhere(Map<String, Object> facts) {
        return String.valueOf(facts.get("encryption")).matches(".*(aws:kms|customerAlgorithm).*");
    }

    private Map<String, Object> facts(ObjectBody body) {
        var facts = new TreeMap<String, Object>(body.facts());
        facts.put("tags", words.tags(remote, entry));
        facts.putIfAbsent("lock", words.lock());
        facts.putIfAbsent("encryption", "none shown");
        facts.putIfAbsent("checksums", "none shown");
        return facts;
    }

    private static String json(@Nullable Object facts) {
        try {
            return JSON.writeValueAsString(facts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("facts cannot be written as JSON", e);
        }
    }
}
