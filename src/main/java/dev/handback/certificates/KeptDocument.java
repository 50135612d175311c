package dev.handback.certificates;

import dev.handback.Sha256;
import dev.handback.exits.Refused;
import dev.handback.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A document that the vault keeps, read whole: documents are small. */
final class KeptDocument {
    private KeptDocument() {}

    /** Reads from the vault and compares before use: a changed byte is refused, never shown. */
    static byte[] read(Vault vault, Sha256 expected) {
        try (var in = vault.open(expected)) {
            var bytes = in.readAllBytes();
            var actual = Sha256.of(bytes);
            if (!actual.equals(expected)) {
                throw new Refused("the vault's bytes of this document changed: expected SHA-256 " + expected.hex()
                        + ", actual " + actual.hex() + ". Do not use it; see the runbook on broken fixity");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
