package dev.handback.verify;

import static dev.handback.verify.PackageFinding.Code.BAG_BROKEN;
import static dev.handback.verify.PackageFinding.Code.FILE_MISSING;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the files of a package within limits. */
final class PackageReading {
    private static final int SMALL = 64 << 20;
    private static final int LONGEST_LINE = 48 << 20;
    /** Of one row: as many nodes fit into any heap, whatever they are made of. */
    private static final long MOST_TOKENS = 2_000_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(50)
                        .maxTokenCount(MOST_TOKENS)
                        .maxStringLength(LONGEST_LINE)
                        .build());
    }

    private final PackageFiles files;
    private final Map<String, Sha256> digests = new HashMap<>();
    private final byte[] buffer = new byte[1 << 16];

    PackageReading(PackageFiles files) {
        this.files = files;
    }

    boolean has(String name) {
        return files.sizes().containsKey(name);
    }

    /** Bytes of a file that the package has. */
    long size(String name) {
        return files.sizes().getOrDefault(name, 0L);
    }

    /** A file that is small by its nature, as a whole. */
    byte[] bytes(String name) throws IOException {
        var size = files.sizes().get(name);
        if (size == null || size > SMALL) {
            throw new PackageRefused(FILE_MISSING, name, "absent, or longer than such a file can be");
        }
        try (var in = files.open(name)) {
            return in.readAllBytes();
        }
    }

    String text(String name) throws IOException {
        return new String(bytes(name), UTF_8);
    }

    JsonNode json(byte[] bytes) throws IOException {
        return JSON.readTree(bytes);
    }

    JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    Lines lines(String name) throws IOException {
        if (!has(name)) {
            throw new PackageRefused(FILE_MISSING, name, "the package does not have it");
        }
        return new Lines(name, files.open(name));
    }

    /** Reads a file to its end, once. */
    Sha256 digest(String name) throws IOException {
        var known = digests.get(name);
        if (known == null) {
            try (var in = files.open(name)) {
                known = Sha256.of(in, buffer);
            }
            if (!name.startsWith("data/")) digests.put(name, known);
        }
        return known;
    }

    /** The lines of a file, each with its end. */
    static final class Lines implements AutoCloseable {
        private final String name;
        private final InputStream in;
        private final byte[] buffer = new byte[1 << 16];
        private int at;
        private int end;
        private long number = -1;

        Lines(String name, InputStream in) {
            this.name = name;
            this.in = in;
        }

        byte @Nullable [] next() throws IOException {
            var begun = new ByteArrayOutputStream(0); // of a line that the buffer does not hold as a whole
            int stop = stop();
            while (stop == end) {
                begun.write(buffer, at, end - at);
                if (!fill(begun.size())) {
                    return null;
                }
                stop = stop();
            }
            number++;
            var rest = Arrays.copyOfRange(buffer, at, stop);
            at = stop + 1;
            if (begun.size() == 0) {
                return rest;
            }
            begun.write(rest);
            return begun.toByteArray();
        }

        private int stop() {
            int stop = at;
            while (stop < end && buffer[stop] != '\n') stop++;
            return stop;
        }

        /** @return false at the end of the file, behind its last line */
        private boolean fill(int begun) throws IOException {
            if (begun >= LONGEST_LINE) {
                throw endless();
            }
            at = 0;
            end = Math.max(0, in.read(buffer));
            if (end == 0 && begun > 0) {
                throw endless();
            }
            return end > 0;
        }

        private PackageRefused endless() {
            return new PackageRefused(BAG_BROKEN, name, "a line without end, or longer than any package's");
        }

        @Nullable
        JsonNode nextRow() throws IOException {
            var line = next();
            if (line == null) {
                return null;
            }
            var row = JSON.readTree(line);
            if (!row.isObject()) {
                throw new IOException("expected an object");
            }
            return row;
        }

        /** Of the line last read; the first is 0. */
        long number() {
            return number;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
