package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Iterator;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/** Reads a connection's private key. Messages name the setting and never repeat what the file holds. */
final class SshIdentity {

    private static final int LONGEST = 65_536;

    private SshIdentity() {}

    static KeyPair read(Connection connection, SshAccess access) {
        Path file = access.privateKeyFile();
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.size(file) > LONGEST) throw unreadable(connection, "is longer than " + LONGEST + " bytes");
            Iterable<KeyPair> keys = SecurityUtils.loadKeyPairIdentities(
                    null,
                    NamedResource.ofName("private-key-file"),
                    in,
                    (session, resource, retry) -> passphrase(connection, access));
            Iterator<KeyPair> found = keys == null ? null : keys.iterator();
            if (found == null || !found.hasNext()) throw unreadable(connection, "holds no private key that is known");
            KeyPair key = found.next();
            if (found.hasNext()) throw unreadable(connection, "holds more than one private key");
            return key;
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(
                    connection,
                    "cannot be read"
                            + (access.passphraseFile() == null ? "" : " with the passphrase of passphrase-file") + " ("
                            + e.getClass().getSimpleName() + ")");
        }
    }

    private static String passphrase(Connection connection, SshAccess access) {
        @Nullable Path file = access.passphraseFile();
        if (file == null)
            throw new SourceRefused(
                    Reason.OURS,
                    "PRIVATE_KEY_ENCRYPTED",
                    "connection " + connection.name()
                            + ": private-key-file is encrypted and nobody is asked for a passphrase; set passphrase-file");
        return connection.secret(file, "passphrase-file");
    }

    private static SourceRefused unreadable(Connection connection, String why) {
        return new SourceRefused(
                Reason.OURS,
                "SECRET_UNREADABLE",
                "connection " + connection.name() + ": private-key-file " + why + "; correct the setting and retry");
    }

    /** As {@code ssh-keygen -l} prints it. */
    static String fingerprint(java.security.PublicKey key) {
        return KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(key);
    }
}
