package dev.handback.retrieval.s3;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.retrieval.Examples;
import dev.handback.retrieval.s3.SideBySide.Key;
import dev.handback.sources.BucketEntry;
import dev.handback.sources.BucketEntry.What;
import dev.handback.sources.Printable;
import dev.handback.sources.S3Destination;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compares all that a destination lists with all that is wanted there, every byte of it. */
final class BucketComparison {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** One row that is there as it is wanted. */
    private record There(Wanted wanted, BucketEntry entry) {}

    /** What was found of one key. */
    private record Compared(
            Key key, List<There> there, @Nullable String strange, List<String> lessened, List<String> untagged) {}

    private final S3Destination destination;
    private final Function<Wanted, dev.handback.sources.NewObject> objects;
    private final int parallel;
    private final BucketPlacing.Told told;
    private final AtomicLong bytes = new AtomicLong();
    private final ObjectCheck check;
    private final @Nullable OutputStream lines;

    /** Keys that are not what they are wanted to be. */
    final Examples strange = new Examples();

    /** Rows that are wanted and not there. */
    final Examples missing = new Examples();

    final Examples lessened = new Examples();
    final Examples untagged = new Examples();
    private long found;

    /** @param lines where what is there is written down, one row a line; null when nobody wants it */
    BucketComparison(
            S3Destination destination,
            Function<Wanted, dev.handback.sources.NewObject> objects,
            int parallel,
            BucketPlacing.Told told,
            @Nullable OutputStream lines) {
        this.destination = destination;
        this.objects = objects;
        this.parallel = parallel;
        this.told = told;
        this.check = new ObjectCheck(destination, bytes);
        this.lines = lines;
    }

    /** Rows that are there as they are wanted. */
    long found() {
        return found;
    }

    void run(SideBySide both) throws InterruptedException {
        try (var pool = new InOrder<Compared>(parallel, this::add, this::tell, destination::close)) {
            for (var key = both.next(); key != null; key = both.next()) {
                var next = key;
                pool.give(() -> compare(next));
            }
            pool.finish();
        }
    }

    private void tell() {
        told.soFar(bytes.get(), found);
    }

    private Compared compare(Key key) throws InterruptedException {
        var match = KeyMatch.of(key.wanted(), key.listed());
        var there = new ArrayList<There>();
        var lessened = new ArrayList<String>();
        var untagged = new ArrayList<String>();
        if (match.strange() != null) return new Compared(key, List.of(), match.strange(), lessened, untagged);
        for (var entry : match.there()) {
            var wanted = key.wanted().get(there.size());
            if (!wanted.marker()) {
                var seen = check.of(objects.apply(wanted), entry);
                if (seen.different() != null) return new Compared(key, List.of(), seen.different(), lessened, untagged);
                if (seen.lessens() != null) lessened.add(Printable.of(key.key()) + ": " + seen.lessens());
                if (!seen.tags()) untagged.add(Printable.of(key.key()));
            }
            there.add(new There(wanted, entry));
        }
        return new Compared(key, there, null, lessened, untagged);
    }

    private void add(Compared compared) {
        String name = Printable.of(compared.key().key());
        if (compared.strange() != null) strange.add(name + ": " + compared.strange());
        else
            compared.key().wanted().stream()
                    .skip(compared.there().size())
                    .forEach(wanted -> missing.add(name + ", expected " + wanted.words()));
        compared.lessened().forEach(lessened::add);
        compared.untagged().forEach(untagged::add);
        found += compared.there().size();
        compared.there().forEach(this::write);
        tell();
    }

    private void write(There there) {
        if (lines == null) return;
        try {
            lines.write(JSON.writeValueAsBytes(line(there)));
            lines.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> line(There there) {
        var entry = there.entry();
        var line = new LinkedHashMap<String, Object>();
        line.put("key", entry.key());
        line.put(
                "keyBase64",
                Base64.getEncoder().encodeToString(entry.key().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        line.put("versionId", entry.versionId());
        line.put("deleteMarker", entry.what() == What.MARKER);
        line.put("latest", entry.latest());
        if (entry.what() == What.VERSION) {
            line.put("size", entry.size());
            line.put("sha256", there.wanted().sha256()); // of the bytes as they were read there
            line.put("etag", entry.etag());
        }
        if (entry.lastModified() != null)
            line.put("lastModified", entry.lastModified().toString());
        line.put("heldVersionId", there.wanted().versionId());
        return line;
    }
}
