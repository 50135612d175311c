package dev.handback.custody;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.Sha256;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The ledger's head at one moment, as a C2SP signed note: {@code note} is the whole signed text, the rest is read from
 * it. Any later head must have grown out of it.
 */
public record Checkpoint(String origin, long size, Sha256 root, String note) {
    private static final Pattern NOTE = Pattern.compile(
            "([^\\s+]+)\\n(0|[1-9][0-9]{0,17})\\n([A-Za-z0-9+/]{43}=)\\n\\n((?:\u2014 [^\\s+]+ \\S+\\n)+)");
    private static final byte ED25519 = 1;
    private static final int KEY_ID_BYTES = 4;
    private static final int KEY_BYTES = 32;

    /** Reads a note. Says nothing about its signature: see {@link #signedBy}. */
    public static Checkpoint parse(String note) {
        var matcher = NOTE.matcher(note);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("this is no signed checkpoint: " + firstLine(note));
        }
        var root = Base64.getDecoder().decode(matcher.group(3));
        return new Checkpoint(
                matcher.group(1),
                Long.parseLong(matcher.group(2)),
                new Sha256(HexFormat.of().formatHex(root)),
                note);
    }

    /** Whether the note carries a good signature of its own origin by this Ed25519 key. */
    public boolean signedBy(PublicKey key) {
        var end = note.indexOf("\n\n") + 1;
        var start = "\u2014 " + origin + " ";
        return note.substring(end + 1)
                .lines()
                .filter(line -> line.startsWith(start))
                .anyMatch(line -> isSignature(line.substring(start.length()), note.substring(0, end), key));
    }

    private boolean isSignature(String base64, String text, PublicKey key) {
        try {
            var bytes = Base64.getDecoder().decode(base64);
            if (bytes.length <= KEY_ID_BYTES
                    || !Arrays.equals(Arrays.copyOf(bytes, KEY_ID_BYTES), keyId(origin, key))) {
                return false;
            }
            var signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(text.getBytes(UTF_8));
            return signature.verify(bytes, KEY_ID_BYTES, bytes.length - KEY_ID_BYTES);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false; // bytes that are no signature are no good signature
        }
    }

    static String text(String origin, long size, byte[] root) {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    }

    static String signatureLine(String origin, PublicKey key, byte[] signature) {
        var bytes = ByteBuffer.allocate(KEY_ID_BYTES + signature.length)
                .put(keyId(origin, key))
                .put(signature)
                .array();
        return "\u2014 " + origin + " " + Base64.getEncoder().encodeToString(bytes) + "\n";
    }

    private static byte[] keyId(String name, PublicKey key) {
        var encoded = key.getEncoded();
        var digest = Sha256.digest();
        digest.update((name + "\n").getBytes(UTF_8));
        digest.update(ED25519);
        // the raw key is the end of its X.509 form
        digest.update(encoded, encoded.length - KEY_BYTES, KEY_BYTES);
        return Arrays.copyOf(digest.digest(), KEY_ID_BYTES);
    }

    private static String firstLine(String note) {
        var line = note.lines().findFirst().orElse("(empty)");
        return line.substring(0, Math.min(line.length(), 80));
    }
}
