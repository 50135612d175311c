package dev.handback.people;

import dev.handback.people.PasswordTable.Password;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Everybody who may act, and the proof that they are who they say. */
@Component
public class People {
    private static final int SHORTEST = 12;
    private static final int LONGEST = 200;

    private final PersonTable persons;
    private final PasswordTable passwords;
    private final SubjectTable subjects;
    private final FirstSecret firstSecret;
    private final PasswordEncoder argon2id = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    private final String nobodysHash = argon2id.encode(oneTimeSecret());

    People(PersonTable persons, PasswordTable passwords, SubjectTable subjects, FirstSecret firstSecret) {
        this.persons = persons;
        this.passwords = passwords;
        this.subjects = subjects;
        this.firstSecret = firstSecret;
    }

    public Optional<Person> find(String id) {
        return persons.find(id);
    }

    /** Everybody, by id. */
    public List<Person> all() {
        return persons.all();
    }

    /** Takes as long for a stranger as for a wrong password, so that nobody learns who has an account. */
    public boolean passwordMatches(String id, CharSequence password) {
        if (password.length() > LONGEST) {
            return false;
        }
        var known = passwords.latest(id).map(Password::hash);
        return argon2id.matches(password, known.orElse(nobodysHash)) && known.isPresent();
    }

    /** Whether the password in force was made for this person by somebody else. */
    public boolean mustChangePassword(String id) {
        return passwords.latest(id).map(Password::mustChange).orElse(false);
    }

    /** Whether this account has no password, because its person logs in at the company's provider. */
    public boolean logsInAtCompany(String id) {
        return subjects.has(id);
    }

    /** The number of the password in force: another one ends the logins of the one before. */
    long passwordInForce(String id) {
        return passwords.inForce(id);
    }

    /** A password that the person chose. Refuses short ones, the account's own names and the one in force. */
    @Transactional
    public void setPassword(String id, CharSequence password) {
        var person = persons.find(id).orElseThrow(() -> new NoSuchPerson(id));
        refuseWeak(person, password);
        passwords.insert(id, new Password(argon2id.encode(password), false));
        if (id.equals(FirstPeople.FIRST)) {
            firstSecret.deleteAfterCommit();
        }
    }

    /**
     * Adds somebody who will have to change the password at the first login.
     *
     * @return the one-time secret; it is kept nowhere
     */
    @Transactional
    public String add(NewPerson newcomer) {
        if (!persons.insert(newcomer)) {
            throw new PersonExists(newcomer.id());
        }
        newcomer.groups().forEach(group -> persons.change(newcomer.id(), group, true));
        return renewPassword(newcomer.id());
    }

    /** The same for somebody whose password is lost. */
    @Transactional
    public String renewPassword(String id) {
        if (persons.find(id).isEmpty()) {
            throw new NoSuchPerson(id);
        }
        if (logsInAtCompany(id)) {
            throw new PasswordRefused(
                    id + " logs in at the company's login. A password beside it would walk round that.");
        }
        var secret = oneTimeSecret();
        passwords.insert(id, new Password(argon2id.encode(secret), true));
        return secret;
    }

    /** Grants what is missing and takes away what is too much. Nobody grants a group to themselves. */
    @Transactional
    public void changeGroups(String id, Set<String> wanted) {
        var person = persons.find(id).orElseThrow(() -> new NoSuchPerson(id));
        for (var group : Groups.ALL) {
            if (wanted.contains(group) != person.isIn(group)) {
                persons.change(id, group, wanted.contains(group));
            }
        }
    }

    private void refuseWeak(Person person, CharSequence password) {
        var text = password.toString();
        if (text.length() < SHORTEST || text.length() > LONGEST) {
            throw new PasswordRefused("The password of " + person.id() + " has " + text.length()
                    + " characters. Choose one of " + SHORTEST + " to " + LONGEST + ".");
        }
        if (List.of(person.id(), person.email(), person.name()).stream().anyMatch(text::equalsIgnoreCase)) {
            throw new PasswordRefused("The password of " + person.id() + " is its own name. Choose another.");
        }
        if (passwordMatches(person.id(), password)) {
            throw new PasswordRefused("This is the password " + person.id() + " has already. Choose another.");
        }
    }

    private static String oneTimeSecret() {
        var bytes = new byte[18];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
