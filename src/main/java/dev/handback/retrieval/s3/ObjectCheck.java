package dev.handback.retrieval.s3;

import dev.handback.Sha256;
import dev.handback.sources.BucketEntry;
import dev.handback.sources.NewObject;
import dev.handback.sources.ObjectBody;
import dev.handback.sources.ObjectRefused;
import dev.handback.sources.Printable;
import dev.handback.sources.S3Destination;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reads a version at the destination again and compares it with what is held: its bytes, and what stands beside them. */
final class ObjectCheck {
    private static final int TRIES = 3;
    private static final long PAUSE_MILLIS = 250;

    /**
     * What was found.
     *
     * @param different why it is not what is held; null when it is
     * @param lessens what a store may do without: headers that it serves otherwise
     * @param tags true when all tags are there
     */
    record Found(@Nullable String different, @Nullable String lessens, boolean tags) {}

    private final S3Destination destination;
    private final AtomicLong read;

    /** @param read counts bytes while they come */
    ObjectCheck(S3Destination destination, AtomicLong read) {
        this.destination = destination;
        this.read = read;
    }

    /** @throws SourceRefused when not this object but the store refused or went away */
    Found of(NewObject wanted, BucketEntry there) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(wanted, there);
            } catch (ObjectRefused e) {
                return new Found("expected to be readable, actual: " + e.detail(), null, true);
            } catch (SourceRefused e) {
                boolean passing = e.reason() == Reason.UNREACHABLE || e.reason() == Reason.BROKEN;
                if (!passing || attempt == TRIES) throw e;
                Thread.sleep(PAUSE_MILLIS * attempt * attempt);
            }
        }
    }

    private Found once(NewObject wanted, BucketEntry there) {
        Map<String, Object> facts;
        String sha256;
        try (ObjectBody body = open(there)) {
            facts = body.facts();
            sha256 = digest(body);
        } catch (IOException e) {
            throw destination.broken(e);
        }
        if (!sha256.equals(wanted.sha256().hex()))
            return new Found("expected SHA-256 " + wanted.sha256().hex() + ", actual " + sha256, null, true);
        var actual = new NewObject(wanted.key(), there.size(), wanted.sha256(), facts);
        String other = beside(wanted, actual);
        if (other != null) return new Found(other, null, true);
        return new Found(null, headers(wanted, actual), hasTags(wanted, there));
    }

    private ObjectBody open(BucketEntry there) {
        try {
            return destination.open(there);
        } catch (ObjectRefused e) {
            if (!e.code().equals("OBJECT_UNREADABLE")) throw e;
            // the store is tired, and says nothing of what lies there
            throw new SourceRefused(Reason.UNREACHABLE, "DESTINATION_LOST", e.detail());
        }
    }

    private String digest(ObjectBody body) throws IOException {
        var digest = Sha256.digest();
        var buffer = new byte[1 << 16];
        var bytes = body.bytes();
        for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
            digest.update(buffer, 0, n);
            read.addAndGet(n);
        }
        return Sha256.ofFinished(digest).hex();
    }

    private static @Nullable String beside(NewObject wanted, NewObject actual) {
        var expected = lowerCased(wanted.metadata());
        var found = lowerCased(actual.metadata());
        if (!expected.equals(found)) return "expected the metadata " + words(expected) + ", actual " + words(found);
        String type = wanted.headers().get("contentType");
        return type == null || type.equals(actual.headers().get("contentType"))
                ? null
                : "expected the content type " + Printable.of(type) + ", actual "
                        + Printable.of(String.valueOf(actual.headers().get("contentType")));
    }

    private static @Nullable String headers(NewObject wanted, NewObject actual) {
        if (!wanted.unsendable().isEmpty())
            return Printable.of(String.join(", ", wanted.unsendable()))
                    + ", expected what is no plain text and was not sent";
        for (var header : wanted.headers().entrySet()) {
            String found = actual.headers().get(header.getKey());
            if (!header.getValue().equals(found))
                return header.getKey() + ", expected " + Printable.of(header.getValue()) + ", actual "
                        + Printable.of(Objects.requireNonNullElse(found, "nothing"));
        }
        return null;
    }

    private boolean hasTags(NewObject wanted, BucketEntry there) {
        return wanted.tags().isEmpty() || wanted.tags().equals(destination.tags(there));
    }

    /** Their names are no more than that to a store: it may spell them in small letters. */
    private static Map<String, String> lowerCased(Map<String, String> metadata) {
        var lower = new TreeMap<String, String>();
        metadata.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return lower;
    }

    private static String words(Map<String, String> metadata) {
        return metadata.isEmpty() ? "none" : Printable.of(metadata.toString());
    }
}
