package dev.handback.people;

import dev.handback.Sha256;
import dev.handback.SystemActor;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The accounts of those who log in at the company's provider: made at the first login, and given at each login the groups
 * that the provider tells. A group that an administrator took away stays taken away, whatever the provider tells.
 */
@Component
class CompanyPeople {
    private static final Logger log = LoggerFactory.getLogger(CompanyPeople.class);
    private static final int LONGEST_ID = 48;
    private static final int LONGEST_NAME = 200;

    private final PersonTable persons;
    private final SubjectTable subjects;
    private final People people;
    private final String node;
    private final TransactionTemplate transaction;

    /**
     * Whom the provider vouches for.
     *
     * @param groups those of ours that the provider's groups lead to
     */
    record Vouched(String issuer, String subject, String wish, String name, String email, Set<String> groups) {
        /** Of this person at this provider; no two share it. */
        String identity() {
            return issuer + "#" + subject;
        }
    }

    CompanyPeople(
            PersonTable persons,
            SubjectTable subjects,
            People people,
            PeopleSettings settings,
            TransactionTemplate transaction) {
        this.persons = persons;
        this.subjects = subjects;
        this.people = people;
        this.node = settings.node();
        this.transaction = transaction;
    }

    Optional<String> account(String issuer, String subject) {
        return subjects.account(issuer, subject);
    }

    /**
     * Lets them in under their account, which is made when they come for the first time.
     *
     * @throws LoginRefused when no group is left for them; whoever had some has none from then on
     */
    Person admit(Vouched vouched) {
        var admitted = asTheMachine(() -> transaction.execute(status -> {
            persons.waitForOtherNodes();
            return account(vouched.issuer(), vouched.subject())
                    .map(account -> known(account, vouched))
                    .orElseGet(() -> newcomer(vouched));
        }));
        if (admitted == null || admitted.groups().isEmpty()) {
            throw new LoginRefused(LoginRefused.Why.NO_GROUP, "in no group of ours");
        }
        return admitted;
    }

    private Person known(String account, Vouched vouched) {
        var groups = new HashSet<>(vouched.groups());
        groups.removeAll(persons.takenAwayByPeople(account));
        people.changeGroups(account, groups);
        return person(account);
    }

    private @Nullable Person newcomer(Vouched vouched) {
        if (vouched.groups().isEmpty()) {
            return null; // strangers of the company get no account
        }
        // An address that somebody has already makes both accounts one human being. It can only take away: four eyes
        // count
        // persons. Without it, who had an account before the provider came, or was moved, would count as two.
        var identity = persons.identityOf(vouched.email()).orElse(vouched.identity());
        var account = freeId(vouched);
        var name = vouched.name().length() > LONGEST_NAME ? vouched.name().substring(0, LONGEST_NAME) : vouched.name();
        persons.insert(new NewPerson(account, identity, name, vouched.email(), vouched.groups(), null));
        subjects.insert(account, vouched.issuer(), vouched.subject());
        vouched.groups().forEach(group -> persons.change(account, group, true));
        log.info("person added by the company's login person={} groups={}", account, vouched.groups());
        return person(account);
    }

    /** Never the account of somebody else: whoever chooses that name at the provider gets a longer one. */
    private String freeId(Vouched vouched) {
        var wish =
                vouched.wish().replaceFirst("@.*", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
        var plain = wish.replaceFirst("^[._-]+", "").replaceFirst("[._-]+$", "");
        var id = plain.isEmpty() ? "person" : plain.substring(0, Math.min(plain.length(), LONGEST_ID));
        var digest =
                Sha256.of(vouched.identity().getBytes(StandardCharsets.UTF_8)).hex();
        if (!plain.isEmpty()
                && !id.equals(FirstPeople.FIRST)
                && persons.find(id).isEmpty()) {
            return id;
        }
        for (int length = 6; length < 15; length++) {
            var longer = id + "-" + digest.substring(0, length);
            if (persons.find(longer).isEmpty()) {
                return longer;
            }
        }
        throw new IllegalStateException("no free account for subject " + digest);
    }

    Person person(String account) {
        return people.find(account).orElseThrow(() -> new NoSuchPerson(account));
    }

    /** What the provider tells is nobody's deed; whoever is logged in meanwhile, for a proof, must not stand as its actor. */
    private <T> T asTheMachine(Supplier<T> work) {
        var before = SecurityContextHolder.getContext();
        SecurityContextHolder.clearContext();
        try {
            return SystemActor.call(node, work);
        } finally {
            SecurityContextHolder.setContext(before);
        }
    }
}
