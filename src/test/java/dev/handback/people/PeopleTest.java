package dev.handback.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

class PeopleTest {
    private static TestDatabase database;
    private static JdbcClient jdbc;
    private static TransactionTemplate transactions;
    private static People people;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        var app = new SingleConnectionDataSource(database.url(), "handback_app", "", true);
        jdbc = JdbcClient.create(app);
        transactions = new TransactionTemplate(new DataSourceTransactionManager(app));
        people = new People(
                new PersonTable(jdbc), new PasswordTable(jdbc), new SubjectTable(jdbc), secretIn(Path.of("nowhere")));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void theLatestPasswordCountsAndStrangersHaveNone() {
        var secret = as("system:test", () -> people.add(person("pia", "legal")));
        assertThat(people.passwordMatches("pia", secret)).isTrue();
        assertThat(people.mustChangePassword("pia")).isTrue();

        as("pia", () -> {
            people.setPassword("pia", "a long new password");
            return true;
        });

        assertThat(people.passwordMatches("pia", secret)).isFalse();
        assertThat(people.passwordMatches("pia", "a long new password")).isTrue();
        assertThat(people.mustChangePassword("pia")).isFalse();
        assertThat(people.passwordMatches("nobody", "a long new password")).isFalse();
        assertThat(jdbc.sql("select hash from handback.password")
                        .query(String.class)
                        .list())
                .allSatisfy(hash -> assertThat(hash).startsWith("$argon2id$"));
    }

    @Test
    void refusesWeakPasswordsWithoutRepeatingThem() {
        as("system:test", () -> people.add(person("wim", "legal")));

        assertThatExceptionOfType(PasswordRefused.class)
                .isThrownBy(() -> people.setPassword("wim", "tiny"))
                .withMessageContaining("12 to 200")
                .withMessageNotContaining("tiny");
        assertThatExceptionOfType(PasswordRefused.class)
                .isThrownBy(() -> people.setPassword("wim", "WIM@client.example"));
    }

    @Test
    void groupsAreFactsAndTheDatabaseAnswersForGates() {
        as("system:test", () -> people.add(person("gus", "legal")));

        changeGroups("system:test", "gus", Set.of("auditors"));

        assertThat(people.find("gus").orElseThrow().groups()).containsExactly("auditors");
        assertThat(asked("handback.member_of('gus', 'legal')", Boolean.class)).isFalse();
        assertThat(asked("handback.member_of('gus', 'auditors')", Boolean.class))
                .isTrue();
        assertThat(asked("handback.identity_of('gus')", String.class)).isEqualTo("gus@client.example");
        assertThat(asked("handback.identity_of('system:x') is null", Boolean.class))
                .isTrue();
        assertThat(asked("""
                        (select count(*) from handback.ledger_entry where fact_table = 'membership_change'
                         and convert_from(body, 'UTF8')::jsonb ->> 'person' = 'gus')""", Integer.class)).isEqualTo(3);
    }

    @Test
    void whoHasAnAddressOfAnotherAccountIsTheSameHumanBeingUnlessSaidOtherwise() {
        as("system:test", () -> people.add(account("mia", "key-of-mia", "mia@client.example")));
        as("system:test", () -> people.add(account("mia-admin", null, "Mia@Client.Example")));
        as("system:test", () -> people.add(account("mia-by-key", " ", "key-of-mia")));
        as("system:test", () -> people.add(account("her-twin", "twin@client.example", "mia@client.example")));
        as("system:test", () -> people.add(account("nobody-else", null, "Nobody@Client.Example")));

        assertThat(List.of("mia", "mia-admin", "mia-by-key", "her-twin", "nobody-else"))
                .extracting(id -> people.find(id).orElseThrow().identity())
                .containsExactly(
                        "key-of-mia", "key-of-mia", "key-of-mia", "twin@client.example", "nobody@client.example");
    }

    private static NewPerson account(String id, @Nullable String identity, String email) {
        return new NewPerson(id, identity, id, email, Set.of("auditors"), null);
    }

    @Test
    void nobodyGivesThemselvesAGroupNotEvenThroughASecondAccount() {
        as("system:test", () -> people.add(person("ada", "administrators")));
        as(
                "system:test",
                () -> people.add(new NewPerson(
                        "ada2", "ada@client.example", "Ada Two", "two@client.example", Set.of("auditors"), null)));

        for (var account : List.of("ada", "ada2")) {
            assertThatThrownBy(() -> changeGroups("ada", account, Set.of("administrators", "auditors", "legal")))
                    .rootCause()
                    .hasMessageContaining("OWN_MEMBERSHIP");
        }
    }

    @Test
    void nobodyHasTwoWaysToLogIn() {
        as("system:test", () -> people.add(person("two", "legal")));
        var subject = "insert into handback.person_subject (issuer, subject, person) values ('https://sso', ?, ?)";
        assertThatThrownBy(() -> as(
                        "system:test",
                        () -> jdbc.sql(subject).params("1", "two").update()))
                .hasMessageContaining("two has a way to log in already; nobody has two");
        as("system:test", () -> jdbc.sql(
                        "insert into handback.person (id, identity_key, name, email) values ('sso', 'sso', 'S', 's@x.example')")
                .update());
        as("system:test", () -> jdbc.sql(subject).params("2", "sso").update());

        assertThatThrownBy(() -> as("system:test", () -> jdbc.sql(
                                "insert into handback.password (person, hash, must_change) values ('sso', 'x', true)")
                        .update()))
                .hasMessageContaining("sso has a way to log in already; nobody has two");
    }

    @Test
    void theApplicationChangesNothingAndSignsNothingForOthers() {
        for (var sql : List.of(
                "update handback.person set name = 'x'",
                "delete from handback.membership_change",
                "update handback.password set hash = 'x'",
                "insert into handback.person (id, identity_key, name, email, actor) values ('x', 'x', 'x', 'x', 'olga')",
                "insert into handback.password (person, hash, must_change, actor) values ('x', 'x', true, 'olga')")) {
            assertThatThrownBy(() -> jdbc.sql(sql).update()).as(sql).rootCause().hasMessageContaining("denied");
        }
    }

    @Test
    void leavesTheFirstSecretInAPrivateFile(@TempDir Path folder) throws IOException {
        try (var empty = TestDatabase.create()) {
            var app = new SingleConnectionDataSource(empty.url(), "handback_app", "", true);
            var client = JdbcClient.create(app);
            var table = new PersonTable(client);
            var secret = secretIn(folder);
            var first = new People(table, new PasswordTable(client), new SubjectTable(client), secret);
            var start = new FirstPeople(
                    new PeopleSettings(folder, "test", List.of()),
                    first,
                    table,
                    secret,
                    new TransactionTemplate(new DataSourceTransactionManager(app)));
            client.sql("select set_config('handback.actor', 'system:test', false)")
                    .query(String.class)
                    .single();

            start.afterSingletonsInstantiated();
            start.afterSingletonsInstantiated();

            var file = folder.resolve("first-administrator.txt");
            var lines = Files.readAllLines(file);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(first.passwordMatches(lines.get(0), lines.get(1))).isTrue();
            assertThat(first.mustChangePassword("administrator")).isTrue();
            assertThat(first.all()).singleElement().satisfies(only -> assertThat(only.groups())
                    .containsExactly("administrators"));

            first.setPassword("administrator", "a long new password");
            assertThat(file).doesNotExist();

            Files.writeString(file, "left behind");
            start.afterSingletonsInstantiated();
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void keepsTheFirstSecretUntilTheNewPasswordIsCommitted(@TempDir Path folder) {
        var secret = secretIn(folder);
        var file = secret.write("administrator", "one-time");

        transactions.executeWithoutResult(status -> {
            secret.deleteAfterCommit();
            assertThat(file).exists();
            status.setRollbackOnly();
        });
        assertThat(file).exists();

        transactions.executeWithoutResult(status -> secret.deleteAfterCommit());
        assertThat(file).doesNotExist();
    }

    private static FirstSecret secretIn(Path folder) {
        return new FirstSecret(new PeopleSettings(folder, "test", List.of()));
    }

    private static void changeGroups(String actor, String person, Set<String> groups) {
        as(actor, () -> {
            people.changeGroups(person, groups);
            return true;
        });
    }

    private static NewPerson person(String id, String group) {
        return new NewPerson(id, null, id + " Tester", id + "@client.example", Set.of(group), null);
    }

    private static <T> T asked(String expression, Class<T> type) {
        return jdbc.sql("select " + expression).query(type).single();
    }

    private static <T> T as(String actor, Supplier<T> work) {
        return transactions.execute(status -> {
            jdbc.sql("select set_config('handback.actor', ?, true)")
                    .param(actor)
                    .query(String.class)
                    .single();
            return work.get();
        });
    }
}
