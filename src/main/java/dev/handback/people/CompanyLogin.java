package dev.handback.people;

import dev.handback.people.LoginRefused.Why;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;

/** Whom the company's provider vouches for, once its ID token has been found good: let in, or refused with the reason. */
@Component
@EnableConfigurationProperties(OidcSettings.class)
public class CompanyLogin {
    private static final Logger log = LoggerFactory.getLogger(CompanyLogin.class);

    private final OidcSettings settings;
    private final CompanyPeople accounts;
    private final StepUps stepUps;
    private final Clock clock;

    /**
     * Why somebody was sent to the provider again.
     *
     * @param person who is logged in here and wants to act
     * @param askedAt when we sent them
     */
    public record Asked(String person, SigningAct act, Instant askedAt) implements java.io.Serializable {}

    CompanyLogin(OidcSettings settings, CompanyPeople accounts, StepUps stepUps, Clock clock) {
        this.settings = settings;
        this.accounts = accounts;
        this.stepUps = stepUps;
        this.clock = clock;
    }

    /** What the running session asks the provider once more. */
    public Asked ask(String person, SigningAct act) {
        return new Asked(person, act, clock.instant());
    }

    /**
     * Lets somebody in whose ID token is good.
     *
     * @param asked null at an ordinary login
     * @throws LoginRefused when they are nobody here, or not who asked, or were not asked anew
     */
    public LoginByCompany admit(OidcUser user, @Nullable Asked asked) {
        if (asked != null) {
            demandTheSame(user, asked);
            demandFresh(user, asked);
        }
        var person = accounts.admit(vouched(user));
        var act = asked == null ? null : asked.act();
        var proof = act == null ? null : stepUps.give(person.id(), act);
        log.info(
                "logged in by the company's login person={} again-for={}",
                person.id(),
                act == null ? "-" : act.number());
        return new LoginByCompany(person, user.getAuthenticatedAt(), act, proof);
    }

    /**
     * Who brings this access token, once it has been found good: somebody who has logged in on our pages before. It gives no group; one
     * that does not lead into every group that the account has is refused, for the provider has taken one away since.
     *
     * @throws LoginRefused with what to do
     */
    public LoginByCompany byAccessToken(ClaimAccessor token) {
        var account = accounts.account(settings.issuer(), token.getClaimAsString(IdTokenClaimNames.SUB))
                .orElseThrow(() -> new LoginRefused(
                        Why.NEVER_HERE, "nobody is known here by this access token: log in on the pages once"));
        var person = accounts.person(account);
        if (person.groups().isEmpty()) {
            throw new LoginRefused(Why.NO_GROUP, account + " is in no group here");
        }
        if (!groups(token).containsAll(person.groups())) {
            throw new LoginRefused(
                    Why.NO_GROUP,
                    "the claim " + settings.groupsClaim() + " of the access token does not lead into every group of "
                            + account + ": log in on the pages again, or have the claim added");
        }
        return new LoginByCompany(person, null, null, null);
    }

    private void demandTheSame(OidcUser user, Asked asked) {
        var account = accounts.account(settings.issuer(), user.getSubject());
        if (!account.filter(asked.person()::equals).isPresent()) {
            throw new LoginRefused(Why.SOMEBODY_ELSE, "not " + asked.person());
        }
    }

    /** Fresh by our clock, within the skew; and, by the provider's own clock, later than the login this session came from. */
    private void demandFresh(OidcUser user, Asked asked) {
        var at = user.getAuthenticatedAt();
        if (at == null) {
            throw new LoginRefused(Why.NO_TIME, "no auth_time in the ID token");
        }
        var earliest = asked.askedAt().minus(settings.clockSkew());
        var latest = clock.instant().plus(settings.clockSkew());
        var before = SecurityContextHolder.getContext().getAuthentication() instanceof LoginByCompany known
                ? known.at()
                : null;
        if (at.isBefore(earliest) || at.isAfter(latest) || before != null && !at.isAfter(before)) {
            throw new LoginRefused(Why.NOT_FRESH, "auth_time " + at + ", asked at " + asked.askedAt());
        }
    }

    private CompanyPeople.Vouched vouched(OidcUser user) {
        var email = printable(user.getEmail());
        if (!email.matches("[^@\\s]{1,64}@[^@\\s]{1,190}")) {
            throw new LoginRefused(Why.NO_EMAIL, "no e-mail address in the claims");
        }
        var wish = Stream.of(user.getPreferredUsername(), email)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(email);
        var name = printable(user.getFullName());
        return new CompanyPeople.Vouched(
                settings.issuer(), user.getSubject(), wish, name.isEmpty() ? email : name, email, groups(user));
    }

    /** Values that lead to no group of ours are somebody else's business. */
    private Set<String> groups(ClaimAccessor user) {
        Object claim = user.getClaims().get(settings.groupsClaim());
        var told = claim instanceof Collection<?> several
                ? List.copyOf(several)
                : claim == null ? List.of() : List.of(claim);
        var groups = new LinkedHashSet<String>();
        settings.groups().forEach((group, values) -> {
            if (values.stream().anyMatch(told::contains)) {
                groups.add(group);
            }
        });
        return groups;
    }

    /** Without the characters that turn or break a line: names are shown beside facts. */
    private static String printable(@Nullable String text) {
        return text == null ? "" : text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "").strip();
    }
}
