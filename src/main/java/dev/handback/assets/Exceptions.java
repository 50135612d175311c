package dev.handback.assets;

import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.exits.Refused;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Assets not returned, all rights reserved: asked by one, approved by two others, one of them legal; revocable likewise. */
@Component
public class Exceptions {
    private final ExceptionsTable exceptions;
    private final AssetRegister register;

    Exceptions(ExceptionsTable exceptions, AssetRegister register) {
        this.exceptions = exceptions;
        this.register = register;
    }

    /** Asks that an asset be excepted; needs a reason of record. A living question stays: it is not asked twice. */
    @Transactional
    public UUID ask(String exit, String asset, @Nullable String reason, @Nullable LocalDate remedy) {
        return ask(exit, asset, "EXCEPT", reason, remedy);
    }

    /** Asks that an exception in force be taken back. */
    @Transactional
    public UUID askToRevoke(String exit, String asset, @Nullable String reason) {
        return ask(exit, asset, "REVOKE", reason, null);
    }

    /**
     * Asks that two persons bear what the holder leaves open of a destruction: the gaps of one attestation, or, without one,
     * that nobody ever attests. The return of the asset stays as it is.
     */
    @Transactional
    public UUID askToBear(String exit, String asset, @Nullable String attestation, @Nullable String reason) {
        register.find(exit, asset);
        if (newest(exit, asset).filter(asked -> asked.state().equals("ASKED")).isPresent()) {
            throw new Refused("asset " + asset + ": an exception is asked already and waits for approval");
        }
        if (reason == null || reason.strip().length() < 3) {
            throw new InvalidInput(List.of(new Problem("reason", "expected a reason of record for asset " + asset)));
        }
        return exceptions.askToBear(exit, asset, attestation, reason.strip());
    }

    private UUID ask(String exit, String asset, String purpose, @Nullable String reason, @Nullable LocalDate remedy) {
        var state = register.find(exit, asset).returnState();
        if (state.equals("EXCEPTED") != purpose.equals("REVOKE") || state.equals("WITHDRAWN")) {
            throw new Refused("asset " + asset + " is " + state + ": nothing to "
                    + (purpose.equals("REVOKE") ? "revoke" : "except"));
        }
        if (newest(exit, asset).filter(asked -> asked.state().equals("ASKED")).isPresent()) {
            throw new Refused("asset " + asset + ": an exception is asked already and waits for approval");
        }
        if (reason == null || reason.strip().length() < 3) {
            throw new InvalidInput(List.of(new Problem("reason", "expected a reason of record for asset " + asset)));
        }
        return exceptions.ask(exit, asset, purpose, reason.strip(), remedy);
    }

    /**
     * One person's word on what was last asked for an asset. The second approval puts it in force.
     *
     * @return the state after it: ASKED, APPROVED or REFUSED
     * @throws dev.handback.exits.GateRefused when this person may not approve it (asked it, approved it, or legal is missing)
     */
    @Transactional
    public String decide(String exit, String asset, boolean approve, @Nullable String reason) {
        var asked = newest(exit, asset).orElseThrow(() -> new Refused("asset " + asset + ": no exception was asked"));
        exceptions.decide(asked, approve ? "APPROVED" : "REFUSED", reason == null ? "" : reason.strip());
        return newest(exit, asset).orElseThrow().state();
    }

    /** What was last asked for an asset. */
    @Transactional(readOnly = true)
    public Optional<AssetException> newest(String exit, String asset) {
        return exceptions.newest(exit, asset);
    }

    @Transactional(readOnly = true)
    public List<AssetException> list(String exit) {
        return exceptions.list(exit);
    }
}
