package dev.handback.vault;

import dev.handback.Sha256;

/** Bytes in the vault are no longer those that were stored. They are left as they are, for whoever examines it. */
public final class VaultDamaged extends RuntimeException {
    VaultDamaged(Sha256 expected, Sha256 actual) {
        super("The vault is damaged: expected " + expected.hex() + ", found " + actual.hex()
                + ". Restore this file from the backup.");
    }
}
