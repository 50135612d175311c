package dev.handback.retrieval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handback.Sha256;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The canonical list of delivered files: one line of JSON about the whole, then one for each file in the order of the
 * names' bytes. Two deliveries of the same files have the same, so its SHA-256 is their content digest.
 */
final class FileManifest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FileManifest() {}

    static HeldFile write(String heldAs, List<DeliveredFile> files, Path place) throws IOException {
        var bytes = bytes(files);
        Files.write(place, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        return new HeldFile(heldAs, place, Sha256.of(bytes), bytes.length);
    }

    static Sha256 digest(List<DeliveredFile> files) {
        return Sha256.of(bytes(files));
    }

    static long total(List<DeliveredFile> files) {
        return files.stream().mapToLong(DeliveredFile::bytes).sum();
    }

    private static byte[] bytes(List<DeliveredFile> files) {
        var summary = new LinkedHashMap<String, Object>();
        summary.put("manifest", "handback-files/1");
        summary.put("files", files.size());
        summary.put("bytes", total(files));
        var text = new StringBuilder(line(summary));
        files.stream().sorted(DeliveredFile.ORDER).forEach(file -> text.append(line(row(file))));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> row(DeliveredFile file) {
        var row = new LinkedHashMap<String, Object>();
        row.put("name", file.text());
        if (!file.isUtf8()) {
            row.put("nameBase64", Base64.getEncoder().encodeToString(file.name()));
        }
        row.put("size", file.bytes());
        row.put("sha256", file.sha256().hex());
        return row;
    }

    private static String line(Map<String, Object> row) {
        try {
            return JSON.writeValueAsString(row) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest cannot be written as JSON", e);
        }
    }
}
