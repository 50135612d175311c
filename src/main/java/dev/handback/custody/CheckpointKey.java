package dev.handback.custody;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * The Ed25519 key that signs checkpoints. It lies in a file, outside the database and readable by the application's
 * user alone, so that somebody who owns only the database cannot sign a rewritten history.
 */
final class CheckpointKey {
    private final PrivateKey secret;
    private final PublicKey open;

    private CheckpointKey(PrivateKey secret, PublicKey open) {
        this.secret = secret;
        this.open = open;
    }

    /** Reads the key; makes it when there is none and {@code checkpoints}, which it would not fit, are absent too. */
    static CheckpointKey at(Path secretFile, Path openFile, boolean checkpointsExist) {
        try {
            if (!Files.exists(secretFile)) {
                if (checkpointsExist) {
                    throw new IllegalStateException("The key " + secretFile
                            + " is missing, but checkpoints signed by it exist. Restore the file from the backup.");
                }
                make(secretFile, openFile);
            }
            var keys = KeyFactory.getInstance("Ed25519");
            return new CheckpointKey(
                    keys.generatePrivate(new PKCS8EncodedKeySpec(pem(secretFile))), publicKey(openFile));
        } catch (IOException e) {
            throw new UncheckedIOException("The checkpoint key " + secretFile + " cannot be read or made", e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("The checkpoint key " + secretFile + " is no Ed25519 key in PEM form", e);
        }
    }

    static PublicKey publicKey(Path openFile) throws IOException, GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(pem(openFile)));
    }

    private static void make(Path secretFile, Path openFile) throws IOException, GeneralSecurityException {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Durable.write(openFile, asPem("PUBLIC KEY", pair.getPublic().getEncoded()));
        // last, so that a crash in between leaves no secret without its public half
        Durable.write(secretFile, asPem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    Checkpoint sign(String origin, long size, byte[] root) {
        var text = Checkpoint.text(origin, size, root);
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(secret);
            signature.update(text.getBytes(UTF_8));
            return Checkpoint.parse(text + "\n" + Checkpoint.signatureLine(origin, open, signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The checkpoint of size " + size + " cannot be signed", e);
        }
    }

    private static byte[] pem(Path file) throws IOException {
        var lines = Files.readString(file, US_ASCII).lines().filter(line -> !line.startsWith("-----"));
        return Base64.getDecoder().decode(String.join("", lines.toList()));
    }

    private static byte[] asPem(String name, byte[] key) {
        var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
        return ("-----BEGIN " + name + "-----\n" + body + "\n-----END " + name + "-----\n").getBytes(US_ASCII);
    }
}
