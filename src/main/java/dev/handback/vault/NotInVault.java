package dev.handback.vault;

import dev.handback.Sha256;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** Somebody asked for bytes which the vault does not hold. */
@ResponseStatus(HttpStatus.NOT_FOUND)
public final class NotInVault extends RuntimeException {
    NotInVault(Sha256 sha256) {
        super("The vault does not hold " + sha256.hex() + ".");
    }
}
