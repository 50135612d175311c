package dev.handback.retrieval.s3;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * What the store itself says of an object's bytes, where it says it of all of them: checksums of the parts of an upload
 * (COMPOSITE) are those of no bytes that we see. A second witness, as an ETag is.
 */
final class PromisedChecksums {

    private final Map<String, String> promised = new TreeMap<>();
    private final @Nullable Checksum crc32;
    private final @Nullable Checksum crc32c;

    /** @param facts of the object, as its manifest row has them */
    PromisedChecksums(Map<String, Object> facts) {
        if (facts.get("checksums") instanceof Map<?, ?> all && !"COMPOSITE".equals(all.get("type")))
            all.forEach((name, value) -> promised.put(String.valueOf(name), String.valueOf(value)));
        promised.values().removeIf(value -> value.contains("-"));
        crc32 = promised.containsKey("crc32") ? new CRC32() : null;
        crc32c = promised.containsKey("crc32c") ? new CRC32C() : null;
    }

    void update(byte[] bytes, int offset, int length) {
        if (crc32 != null) crc32.update(bytes, offset, length);
        if (crc32c != null) crc32c.update(bytes, offset, length);
    }

    /** The first promise that the bytes do not keep, in words; null when there is none. */
    @Nullable
    String broken(String sha256) {
        var actual = new TreeMap<String, String>();
        actual.put("sha256", Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256)));
        if (crc32 != null) actual.put("crc32", base64(crc32));
        if (crc32c != null) actual.put("crc32c", base64(crc32c));
        return actual.entrySet().stream()
                .filter(made ->
                        !promised.getOrDefault(made.getKey(), made.getValue()).equals(made.getValue()))
                .map(made -> "expected bytes with the " + made.getKey() + " " + promised.get(made.getKey())
                        + " that the store promises, actual " + made.getValue())
                .findFirst()
                .orElse(null);
    }

    private static String base64(Checksum checksum) {
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }
}
