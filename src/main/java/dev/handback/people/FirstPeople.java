package dev.handback.people;

import dev.handback.SystemActor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Adds the people of the settings before the port opens; without any, one administrator whose one-time secret lies in
 * a file that only the operator can read. There is no default password.
 */
@Component
@EnableConfigurationProperties(PeopleSettings.class)
class FirstPeople implements SmartInitializingSingleton {
    static final String FIRST = "administrator";
    private static final Logger log = LoggerFactory.getLogger(FirstPeople.class);

    private final PeopleSettings settings;
    private final People people;
    private final PersonTable persons;
    private final FirstSecret secret;
    private final TransactionTemplate transaction;

    FirstPeople(
            PeopleSettings settings,
            People people,
            PersonTable persons,
            FirstSecret secret,
            TransactionTemplate transaction) {
        this.settings = settings;
        this.people = people;
        this.persons = persons;
        this.secret = secret;
        this.transaction = transaction;
    }

    @Override
    public void afterSingletonsInstantiated() {
        SystemActor.run(settings.node(), () -> transaction.executeWithoutResult(status -> addWhoIsAbsent()));
    }

    private void addWhoIsAbsent() {
        persons.waitForOtherNodes();
        for (var person : settings.people()) {
            if (persons.find(person.id()).isEmpty()) {
                add(person);
            }
        }
        if (persons.all().isEmpty()) {
            addFirstAdministrator();
        } else if (!people.mustChangePassword(FIRST)) {
            secret.delete(); // a node that was killed between a commit and this may have left it
        }
    }

    private void add(NewPerson person) {
        var password = password(person);
        people.add(person);
        people.setPassword(person.id(), password);
        log.info("person added person={} groups={}", person.id(), person.groups());
    }

    // The file is written inside the transaction: an administrator whose secret nobody can read must not exist.
    private void addFirstAdministrator() {
        var administrator = new NewPerson(
                FIRST, null, "First administrator", "administrator@localhost", Set.of(Groups.ADMINISTRATORS), null);
        var file = secret.write(FIRST, people.add(administrator));
        log.warn("Nobody has an account yet. The first administrator's id and one-time secret are in {}", file);
    }

    private static String password(NewPerson person) {
        var file = person.passwordFile();
        if (file == null) {
            throw new IllegalStateException("Person " + person.id() + " of handback.people has no password-file."
                    + " Name a file that holds the password in its first line.");
        }
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse("");
        } catch (IOException | UncheckedIOException unreadable) {
            throw new IllegalStateException(
                    "Password file " + file + " of person " + person.id() + " cannot be read.", unreadable);
        }
    }
}
