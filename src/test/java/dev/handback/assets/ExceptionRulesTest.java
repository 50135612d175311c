package dev.handback.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Exceptions in plain SQL, as the application's role: one asks, two others approve, one of them legal, and revoke likewise. */
class ExceptionRulesTest {
    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    /** Else one person could put in force again what two others revoked. */
    @Test
    void refusesNothingThatIsDecidedAlready() {
        var exit = excepted();
        ask(exit, "erin", "REVOKE");
        decide(exit, "olga", "APPROVED");
        decide(exit, "lea", "APPROVED");
        assertThat(exit.state("repo-1")).isEqualTo("NEEDS_DECISION");

        assertThatThrownBy(() -> decide(exit, "otto", "REFUSED"))
                .hasMessageContaining("asset repo-1: this exception is approved already; ask for its revocation");

        assertThat(exit.state("repo-1")).isEqualTo("NEEDS_DECISION");
    }

    @Test
    void endsAnExceptionInForceOnNoSinglePersonsWord() {
        var exit = excepted();

        assertThatThrownBy(() -> decide(exit, "otto", "REFUSED")).hasMessageContaining("approved already");
        assertThatThrownBy(() -> decide(exit, "lea", "REFUSED")).hasMessageContaining("approved already");
        assertThat(exit.state("repo-1")).isEqualTo("EXCEPTED");

        ask(exit, "otto", "REVOKE");
        decide(exit, "olga", "APPROVED");
        assertThat(exit.state("repo-1")).isEqualTo("EXCEPTED");
        decide(exit, "leo", "APPROVED");
        assertThat(exit.state("repo-1")).isEqualTo("NEEDS_DECISION");
    }

    @Test
    void isApprovedByNobodyOnceItIsInForce() {
        var exit = excepted();

        assertThatThrownBy(() -> decide(exit, "leo", "APPROVED"))
                .hasMessageContaining("gate EXCEPTION is shut")
                .hasMessageContaining("ALREADY_DECIDED");
    }

    @Test
    void isDecidedOnForTheAssetItWasAskedFor() {
        var exit = new TestExit(database)
                .register("repo-1")
                .register("repo-2")
                .agree()
                .authorise();
        ask(exit, "erin", "EXCEPT");

        assertThatThrownBy(() -> exit.insert("olga", """
                insert into handback.exception_decided (exit_id, asset, asked, decision)
                select exit_id, 'repo-2', asked, 'APPROVED' from handback.exception_state where exit_id = ?""", exit.id()))
                .hasMessageContaining("asset repo-2: nothing of this kind was asked for it");
    }

    private static TestExit excepted() {
        var exit = new TestExit(database).register("repo-1").agree().authorise().attempt("repo-1", "GONE");
        ask(exit, "erin", "EXCEPT");
        decide(exit, "olga", "APPROVED");
        decide(exit, "lea", "APPROVED");
        assertThat(exit.state("repo-1")).isEqualTo("EXCEPTED");
        return exit;
    }

    private static void ask(TestExit exit, String who, String purpose) {
        exit.insert(
                who,
                "insert into handback.exception_asked (exit_id, asset, purpose, reason) values (?, 'repo-1', ?, 'as agreed')",
                exit.id(),
                purpose);
    }

    private static void decide(TestExit exit, String who, String decision) {
        exit.insert(who, """
                insert into handback.exception_decided (exit_id, asset, asked, decision)
                select exit_id, asset, asked, ? from handback.exception_state where exit_id = ?
                order by asked_at desc limit 1""", decision, exit.id());
    }
}
