package dev.handback.destruction;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.handback.Sha256;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** One-time links for holders. A link's secret is told once and kept as a digest: nobody can read it again, nor guess it. */
@Component
public class AttestationLinks {
    private static final int SECRET_BYTES = 32;

    private final AttestationLinksTable links;
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    AttestationLinks(AttestationLinksTable links, Clock clock) {
        this.links = links;
        this.clock = clock;
    }

    /** A link that was just made; {@code secret} is shown now and never again. */
    public record Issued(String link, String secret) {
        /** Records print themselves; this one must not. */
        @Override
        public String toString() {
            return "Issued " + link;
        }
    }

    /** Makes a link for an order that was served, for so many days, at most 90. */
    @Transactional
    public Issued issue(Order order, @Nullable String holder, int days) {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var link = links.insert(
                order,
                Words.required("holder", holder, 2, 200),
                digest(secret),
                clock.instant().plus(Duration.ofDays(days)));
        return new Issued(link, secret);
    }

    /** The open link of this secret. Nothing tells a wrong secret from one that was used, revoked or has expired. */
    @Transactional(readOnly = true)
    public Optional<AttestationLink> open(String secret) {
        return links.find(digest(secret)).filter(link -> link.state().equals("OPEN"));
    }

    @Transactional
    public void revoke(String exit, String link, @Nullable String reason) {
        links.revoke(exit, link, Words.reason(reason));
    }

    /** Every link of an order, the newest first. */
    @Transactional(readOnly = true)
    public List<AttestationLink> list(String number) {
        return links.list(number);
    }

    private static String digest(String secret) {
        return Sha256.of(secret.getBytes(US_ASCII)).hex();
    }
}
