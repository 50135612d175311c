package dev.handback.retrieval;

import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.exits.NotFound;
import dev.handback.exits.Refused;
import dev.handback.vault.Vault;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What was taken by mistake: sealed at once by one person, whole attempt by whole attempt, and released by legal. What is
 * sealed counts for nothing, is in no package, placing or new certificate, and its content is shown to nobody.
 */
@Component
public class Quarantines {
    private final QuarantinesTable quarantines;
    private final Vault vault;

    Quarantines(QuarantinesTable quarantines, Vault vault) {
        this.quarantines = quarantines;
        this.vault = vault;
    }

    /**
     * Seals one attempt of an asset, and with it every other that holds the same content.
     *
     * @param number of the attempt; null is the one that counts
     */
    @Transactional
    public Quarantine place(String exit, String asset, @Nullable Integer number, @Nullable String reason) {
        var said = said(reason, "what should not have been taken");
        var attempt = quarantines.ended(exit, asset, number).orElseThrow(() -> {
            var found = number == null ? "none" : "attempt " + number;
            return new InvalidInput(List.of(
                    new Problem("attempt", "asset " + asset + ": expected an attempt that has ended, found " + found)));
        });
        return find(exit, quarantines.place(exit, asset, attempt, said));
    }

    /**
     * Legal's word that it may be used after all; it then counts as before.
     *
     * @throws Refused when bytes of it are no longer in the vault
     */
    @Transactional
    public void release(String exit, String quarantine, @Nullable String reason) {
        var said = said(reason, "why it may be used after all");
        find(exit, quarantine);
        var contents = quarantines.contents(quarantine);
        quarantines.release(exit, quarantine, said); // whether this person may comes first
        var missing = contents.stream()
                .filter(content -> vault.find(content).isEmpty())
                .count();
        if (missing > 0) {
            throw new Refused("quarantine " + quarantine + ": " + missing
                    + " of its contents are not in the vault any more; it stays sealed");
        }
    }

    /** {@link NotFound} when the exit has no such quarantine. */
    @Transactional(readOnly = true)
    public Quarantine find(String exit, String quarantine) {
        return quarantines.find(exit, quarantine).orElseThrow(() -> new NotFound("quarantine", quarantine));
    }

    /** Every quarantine of an exit, the newest first. */
    @Transactional(readOnly = true)
    public List<Quarantine> list(String exit) {
        return quarantines.list(exit);
    }

    /** Those of one asset, the newest first. */
    @Transactional(readOnly = true)
    public List<Quarantine> of(String exit, String asset) {
        return list(exit).stream().filter(q -> q.asset().equals(asset)).toList();
    }

    /** Those of every exit on which somebody has still to decide. */
    @Transactional(readOnly = true)
    public List<Quarantine> open() {
        return quarantines.open();
    }

    /** Attempts of an asset that are sealed, or erased. */
    @Transactional(readOnly = true)
    public List<Integer> sealed(String exit, String asset) {
        return quarantines.sealed(exit, asset);
    }

    /** Whether the attempt that would count for this asset is sealed or erased. */
    @Transactional(readOnly = true)
    public boolean sealsWhatCounts(String exit, String asset) {
        return quarantines.sealsWhatCounts(exit, asset);
    }

    /** Certificates, signed and not void, that name what is sealed or erased. */
    @Transactional(readOnly = true)
    public List<NamedOnCertificate> named(String exit) {
        return quarantines.named(exit);
    }

    /** The same for one certificate. */
    @Transactional(readOnly = true)
    public List<NamedOnCertificate> named(String exit, String certificate) {
        return named(exit).stream()
                .filter(named -> named.certificate().equals(certificate))
                .toList();
    }

    /** A certificate that names an attempt which is sealed or erased since. */
    public record NamedOnCertificate(String certificate, String asset, int attempt, String quarantine, String state) {}

    /** @throws Refused when this attempt is sealed: its content is handed out to nobody */
    @Transactional(readOnly = true)
    public void demandOpen(String exit, String asset, int number) {
        if (sealed(exit, asset).contains(number)) {
            throw new Refused("asset " + asset + ": attempt " + number
                    + " is sealed in quarantine; its content is shown to nobody until legal releases it");
        }
    }

    /** Whether the newest attempt was sealed, is released, and nobody asked for another retrieval: then it is here. */
    @Transactional(readOnly = true)
    public boolean isHereAgain(String exit, String asset) {
        return quarantines.isHereAgain(exit, asset);
    }

    static String said(@Nullable String reason, String wanted) {
        var said = reason == null ? "" : reason.strip();
        if (said.length() < 3 || said.length() > 2000) {
            throw new InvalidInput(List.of(
                    new Problem("reason", "expected " + wanted + " in 3 to 2000 characters, found " + said.length())));
        }
        return said;
    }
}
