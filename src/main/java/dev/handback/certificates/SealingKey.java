package dev.handback.certificates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStore.PasswordProtection;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The key that seals, read anew from its file each time, so that a renewed key needs no restart. */
final class SealingKey {
    private final Path keystore;
    private final Path passwordFile;
    private final @Nullable String alias;
    private final boolean evaluation;

    private SealingKey(Path keystore, Path passwordFile, @Nullable String alias, boolean evaluation) {
        this.keystore = keystore;
        this.passwordFile = passwordFile;
        this.alias = alias;
        this.evaluation = evaluation;
    }

    static SealingKey of(SigningSettings settings, Path dataDir) {
        if (settings.keystore() != null && settings.passwordFile() != null) {
            return new SealingKey(settings.keystore(), settings.passwordFile(), settings.alias(), false);
        }
        var files = EvaluationKey.in(dataDir.resolve("signing"));
        return new SealingKey(files.keystore(), files.passwordFile(), null, true);
    }

    boolean evaluation() {
        return evaluation;
    }

    /** @throws SealingRefused naming the file, never the password */
    PrivateKeyEntry load() {
        char[] password = password();
        try (var in = Files.newInputStream(keystore)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            return entry(store, password);
        } catch (IOException | GeneralSecurityException e) {
            throw new SealingRefused(
                    "the sealing key in " + keystore + " cannot be opened with the password in " + passwordFile
                            + "; check both files, then sign again",
                    e);
        }
    }

    List<X509Certificate> chain() {
        return List.of(load().getCertificateChain()).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    private PrivateKeyEntry entry(KeyStore store, char[] password) throws GeneralSecurityException {
        var keys = Collections.list(store.aliases()).stream()
                .filter(name -> isKey(store, name))
                .filter(name -> alias == null || alias.equals(name))
                .toList();
        if (keys.size() != 1) {
            throw new SealingRefused("key store " + keystore + " has " + keys.size() + " private keys"
                    + (alias == null ? "" : " named " + alias)
                    + ", expected exactly one; set handback.signing.alias to the one to seal with");
        }
        return (PrivateKeyEntry) store.getEntry(keys.get(0), new PasswordProtection(password));
    }

    private static boolean isKey(KeyStore store, String name) {
        try {
            return store.isKeyEntry(name);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key store that was loaded cannot be read", e);
        }
    }

    private char[] password() {
        try {
            return Files.readString(passwordFile).strip().toCharArray();
        } catch (IOException e) {
            throw new SealingRefused("the sealing key's password file " + passwordFile + " cannot be read", e);
        }
    }
}
