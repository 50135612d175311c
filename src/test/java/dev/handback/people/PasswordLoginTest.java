package dev.handback.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;

/** Who logs in by password, while the company's login is on and the local one is off. */
class PasswordLoginTest {
    private static final String PASSWORD = "correct horse battery staple";

    private static TestDatabase database;
    private static People people;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        var jdbc = JdbcClient.create(database.app());
        var settings = new PeopleSettings(Path.of("nowhere"), "test", List.of());
        people = new People(
                new PersonTable(jdbc), new PasswordTable(jdbc), new SubjectTable(jdbc), new FirstSecret(settings));
        JdbcClient.create(database.superuser())
                .sql("alter role postgres set handback.actor = 'system:test'")
                .update();
        var owner = JdbcClient.create(database.superuser());
        add(owner, "adam", Groups.ADMINISTRATORS);
        add(owner, "amos", Groups.ADMINISTRATORS, Groups.LEGAL);
        add(owner, "anna", Groups.ADMINISTRATORS);
        add(owner, "lea", Groups.LEGAL);
        add(owner, "gone");
    }

    @AfterAll
    static void close() {
        JdbcClient.create(database.superuser())
                .sql("alter role postgres reset handback.actor")
                .update();
        database.close();
    }

    @Test
    void opensNothingButTheGlassOnceTheLocalLoginIsOff() {
        var off = login(settings(false, "adam", "amos", "lea"));

        assertThat(enters(off, "adam")).isTrue();
        assertThat(enters(off, "amos"))
                .as("an administrator with a part in exits")
                .isFalse();
        assertThat(enters(off, "lea")).as("no administrator").isFalse();
        assertThat(enters(off, "anna")).as("not named").isFalse();
    }

    @Test
    void opensToNobodyWhoIsInNoGroup() {
        var on = login(settings(true));

        assertThat(enters(on, "lea")).isTrue();
        assertThat(enters(on, "gone")).isFalse();
    }

    @Test
    void saysWhichSettingIsWrongAndNeverItsSecret() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> oidc("http://login.client.example", "https://handback.client.example", Map.of()))
                .withMessageContaining("handback.oidc.issuer: expected https")
                .withMessageContaining("handback.oidc.groups: expected")
                .withMessageNotContaining("top secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> oidc(
                        "https://user:pass@login.client.example",
                        "https://handback.client.example/path",
                        Map.of("lawyers", List.of("x"))))
                .withMessageContaining("handback.oidc.issuer")
                .withMessageContaining("handback.oidc.base-url")
                .withMessageContaining("[lawyers]");
        assertThat(settings(true).toString()).doesNotContain("top secret");
        assertThat(settings(true).secret()).isEqualTo("top secret");
    }

    private static boolean enters(PasswordLogin login, String person) {
        var token = UsernamePasswordAuthenticationToken.unauthenticated(person, PASSWORD);
        try {
            return login.authenticate(token).isAuthenticated();
        } catch (BadCredentialsException refused) {
            assertThatThrownBy(() -> login.authenticate(
                            UsernamePasswordAuthenticationToken.unauthenticated("stranger", PASSWORD)))
                    .hasMessage(refused.getMessage());
            return false;
        }
    }

    private static PasswordLogin login(OidcSettings settings) {
        return new PasswordLogin(people, new LoginAttempts(Clock.systemUTC()), settings);
    }

    private static OidcSettings settings(boolean localLogin, String... breakGlass) {
        return new OidcSettings(
                "https://login.client.example",
                "handback",
                null,
                "top secret",
                "https://handback.client.example",
                "the login",
                List.of("openid"),
                "groups",
                Map.of("legal", List.of("x")),
                List.of(),
                false,
                localLogin,
                List.of(breakGlass),
                "",
                Duration.ZERO);
    }

    private static OidcSettings oidc(String issuer, String baseUrl, Map<String, List<String>> groups) {
        return new OidcSettings(
                issuer,
                "handback",
                null,
                "top secret",
                baseUrl,
                "",
                List.of("openid"),
                "groups",
                groups,
                List.of(),
                false,
                true,
                List.of(),
                "",
                Duration.ZERO);
    }

    private static void add(JdbcClient owner, String id, String... groups) {
        owner.sql("insert into handback.person (id, identity_key, name, email) values (?, ?, ?, ?)")
                .params(id, id, id, id + "@client.example")
                .update();
        for (var group : Set.of(groups)) {
            owner.sql("insert into handback.membership_change (person, grp, granted) values (?, ?, true)")
                    .params(id, group)
                    .update();
        }
        people.setPassword(id, PASSWORD);
    }
}
