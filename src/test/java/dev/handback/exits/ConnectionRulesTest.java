package dev.handback.exits;

import static dev.handback.TestExit.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On whose word we connect to a holder's system, and what it froze there: plain SQL as the application's role. */
class ConnectionRulesTest {
    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void isConfirmedByAnotherPersonThanProposedIt() {
        var exit = new TestExit(database);
        for (var account : List.of("erin", "lea")) {
            exit.insert(
                    SYSTEM,
                    "insert into handback.membership_change (person, grp, granted) values (?, 'operations', true)",
                    account);
        }
        var erins = propose(exit, "erin");
        assertThatThrownBy(() -> decide(exit, "erin2", erins, "CONFIRMED"))
                .as("a second account of who proposed it")
                .hasMessageContaining("erin2 proposed the authority for connection vendor-git and cannot also confirm");
        var leas = propose(exit, "lea");
        assertThatThrownBy(() -> decide(exit, "lea", leas, "REFUSED"))
                .hasMessageContaining("lea proposed the authority");
        decide(exit, "leo", leas, "CONFIRMED");

        assertThat(decide(exit, "lea", leas, "WITHDRAWN"))
                .as("to take it back needs no second person")
                .isEqualTo(1);
    }

    @Test
    void isDecidedOnceAndForItsOwnExit() {
        var exit = new TestExit(database);
        var proposal = propose(exit, "olga");
        assertThatThrownBy(() -> decide(new TestExit(database), "lea", proposal, "CONFIRMED"))
                .hasMessageContaining("the proposal belongs to another exit");
        assertThatThrownBy(() -> decide(exit, "lea", proposal, "WITHDRAWN"))
                .hasMessageContaining("the authority for connection vendor-git is not confirmed");
        decide(exit, "lea", proposal, "CONFIRMED");

        assertThatThrownBy(() -> decide(exit, "leo", proposal, "REFUSED")).hasMessageContaining("is decided already");
        decide(exit, "leo", proposal, "WITHDRAWN");
        assertThatThrownBy(() -> decide(exit, "lea", proposal, "CONFIRMED")).hasMessageContaining("is decided already");
        assertThatThrownBy(() -> decide(exit, "lea", proposal, "WITHDRAWN")).hasMessageContaining("is decided already");
    }

    @Test
    void saysWhatLegalSaidOfIt() {
        var exit = new TestExit(database).register("repo-1").agree();
        assertThat(findings(exit)).containsExactly("AUTHORITY_MISSING");
        var first = propose(exit, "olga");
        assertThat(findings(exit)).containsExactly("AUTHORITY_NOT_CONFIRMED");
        decide(exit, "lea", first, "REFUSED");
        assertThat(findings(exit)).containsExactly("AUTHORITY_REFUSED");
        var second = propose(exit, "olga");
        decide(exit, "lea", second, "CONFIRMED");
        assertThat(findings(exit)).isEmpty();
        decide(exit, "leo", second, "WITHDRAWN");

        assertThat(findings(exit)).containsExactly("AUTHORITY_WITHDRAWN");
    }

    @Test
    void asksNoMoreOfAnExitThatIsStayed() {
        var exit = new TestExit(database).register("repo-1").agree();
        exit.insert("lea", "insert into handback.stay_declared (exit_id, reason) values (?, 'they filed')", exit.id());

        assertThat(findings(exit)).containsExactly("STAYED");
    }

    @Test
    void takesNoFreezeOfAConnectionThatNothingUsesOrOfADayToCome() {
        var exit = new TestExit(database).register("repo-1");

        assertThatThrownBy(() -> freeze(exit, "other-git", "2026-01-01"))
                .hasMessageContaining("no asset of this exit is fetched over connection other-git");
        assertThatThrownBy(() -> freeze(exit, "vendor-git", "2099-01-01"))
                .hasMessageContaining("connection vendor-git: frozen since 2099-01-01, which is not yet");
        assertThat(freeze(exit, "vendor-git", "2026-01-01")).isEqualTo(1);
    }

    private static UUID propose(TestExit exit, String who) {
        return exit.as(who, () -> exit.sql("""
                insert into handback.authority_proposed (exit_id, connection, basis, until)
                values (?, 'vendor-git', 'clause 12', '2099-01-01') returning fact""", exit.id()).query(UUID.class).single());
    }

    private static int decide(TestExit exit, String legal, UUID proposal, String decision) {
        return exit.insert(
                legal,
                "insert into handback.authority_decided (exit_id, proposal, decision, reason) values (?, ?, ?, '')",
                exit.id(),
                proposal,
                decision);
    }

    private static int freeze(TestExit exit, String connection, String since) {
        return exit.insert("olga", """
                insert into handback.freeze_attested (exit_id, connection, attested_by, since, reason)
                values (?, ?, 'Vera Vendor', ?::date, 'read-only')""", exit.id(), connection, since);
    }

    private static List<String> findings(TestExit exit) {
        return exit.sql("select code from handback.connection_findings(?, 'vendor-git')", exit.id())
                .query(String.class)
                .list();
    }
}
