package dev.handback.retrieval.git;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handback.Sha256;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import dev.handback.sources.AdvertisedRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The canonical manifest: one line of JSON about the whole, then one for each ref in the order of the names' bytes. It
 * holds nothing that differs between two retrievals of the same content, so its SHA-256 is the content digest.
 */
final class GitManifest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private GitManifest() {}

    /** @param whole false when something that the refs need did not come: such content is never the same as the whole */
    static HeldFile write(List<TypedRef> refs, String swhid, boolean whole, Path file) throws IOException {
        var text = new StringBuilder(line(summary(refs, swhid, whole)));
        refs.forEach(ref -> text.append(line(row(ref))));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        return new HeldFile(HeldFile.MANIFEST, file, Sha256.of(bytes), bytes.length);
    }

    private static Map<String, Object> summary(List<TypedRef> refs, String swhid, boolean whole) {
        var summary = new LinkedHashMap<String, Object>();
        summary.put("manifest", "handback-git/1");
        summary.put("refs", refs.stream().filter(ref -> !ref.ref().isHead()).count());
        summary.put("swhid", swhid);
        summary.put("whole", whole);
        return summary;
    }

    private static Map<String, Object> row(TypedRef ref) {
        var row = new LinkedHashMap<String, Object>();
        name(row, "ref", ref.ref().rawName());
        row.put("id", ref.ref().id());
        row.put("type", ref.type());
        if (ref.ref().peeled() != null) row.put("peeled", ref.ref().peeled());
        name(row, "symref", ref.ref().rawSymref());
        return row;
    }

    /** Names that are not UTF-8 stand beside their readable form in Base64, byte for byte. */
    private static void name(Map<String, Object> row, String key, @Nullable String raw) {
        if (raw == null) return;
        row.put(key, AdvertisedRef.text(raw));
        if (!AdvertisedRef.isUtf8(raw))
            row.put(key + "Base64", Base64.getEncoder().encodeToString(raw.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String line(Map<String, Object> row) {
        try {
            return JSON.writeValueAsString(row) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
