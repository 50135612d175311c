package dev.handback.vault;

import java.nio.file.Path;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** There is no room left; nothing was stored, and what is stored is untouched. */
@ResponseStatus(HttpStatus.INSUFFICIENT_STORAGE)
public final class VaultFull extends RuntimeException {
    VaultFull(Path folder, long needed, long usable, long keepFree) {
        super("The vault " + folder + " has no room for " + needed + " bytes: " + usable + " are free, of which "
                + keepFree + " stay free (handback.vault.keep-free). Make room, then try again.");
    }
}
