package dev.handback.retrieval.git;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handback.Sha256;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import dev.handback.retrieval.RetrievalOutcome.HeldLfs;
import dev.handback.sources.AdvertisedRef;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The canonical manifest: one line of JSON about the whole, then one for each ref in the order of the names' bytes, then
 * one for each Git LFS object in the order of the oids. It holds nothing that differs between two retrievals of the same
 * content, so its SHA-256 is the content digest.
 */
final class GitManifest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private GitManifest() {}

    /** @param whole false when something that the refs need did not come: such content is never the same as the whole */
    static HeldFile write(List<TypedRef> refs, List<HeldLfs> lfs, String swhid, boolean whole, Path file)
            throws IOException {
        var digest = Sha256.digest();
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                var out = new BufferedOutputStream(
                        new DigestOutputStream(Channels.newOutputStream(channel), digest), 1 << 16)) {
            line(summary(refs, lfs, swhid, whole), out);
            for (TypedRef ref : refs) line(row(ref), out);
            for (HeldLfs object : lfs) line(row(object), out);
            out.flush();
            channel.force(true);
        }
        return new HeldFile(HeldFile.MANIFEST, file, Sha256.ofFinished(digest), Files.size(file));
    }

    /** Says nothing of LFS where there is none, so that such content keeps the digest it always had. */
    private static Map<String, Object> summary(List<TypedRef> refs, List<HeldLfs> lfs, String swhid, boolean whole) {
        var summary = new LinkedHashMap<String, Object>();
        summary.put("manifest", "handback-git/1");
        summary.put("refs", refs.stream().filter(ref -> !ref.ref().isHead()).count());
        if (!lfs.isEmpty()) summary.put("lfs", lfs.size());
        summary.put("swhid", swhid);
        summary.put("whole", whole);
        return summary;
    }

    private static Map<String, Object> row(HeldLfs object) {
        var row = new LinkedHashMap<String, Object>();
        row.put("lfs", object.oid());
        row.put("size", object.size());
        row.put("held", object.held());
        return row;
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

    private static void line(Map<String, Object> row, OutputStream out) throws IOException {
        out.write(JSON.writeValueAsBytes(row));
        out.write('\n');
    }
}
