package dev.handback.certificates;

import dev.handback.Sha256;
import dev.handback.custody.TimeStampAuthority;
import dev.handback.custody.TimeStampRefused;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** The authorities that stamp our seals stamp the ledger's head, too: {@code handback.signing.tsa-urls}. */
@Component
class CompanyTimeStamps implements TimeStampAuthority {
    private final SigningSettings settings;
    private final Sealing sealing;

    CompanyTimeStamps(SigningSettings settings, Sealing sealing) {
        this.settings = settings;
        this.sealing = sealing;
    }

    @Override
    public boolean configured() {
        return !settings.authorities().isEmpty();
    }

    @Override
    public TimeStamp stamp(byte[] bytes) {
        var authorities = new TimeStamps(settings.authorities());
        try {
            var token = authorities
                    .getTimeStampResponse(
                            DigestAlgorithm.SHA256, Sha256.of(bytes).bytes())
                    .getBytes();
            var authority = Objects.requireNonNull(authorities.answered());
            var verdict = new TimeStampCheck(sealing.anchors()).check(token, bytes);
            if (verdict instanceof TimeStampCheck.Verdict.Good good) {
                return new TimeStamp(token, authority, good.at());
            }
            throw new TimeStampRefused(authority + " answered with no good time-stamp: " + verdict);
        } catch (SealingRefused refused) {
            throw new TimeStampRefused(String.valueOf(refused.getMessage()));
        }
    }
}
