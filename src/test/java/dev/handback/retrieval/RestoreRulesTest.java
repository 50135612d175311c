package dev.handback.retrieval;

import static dev.handback.TestExit.SYSTEM;
import static dev.handback.retrieval.ArchivedAttempt.agreed;
import static dev.handback.retrieval.ArchivedAttempt.asked;
import static dev.handback.retrieval.ArchivedAttempt.decide;
import static dev.handback.retrieval.ArchivedAttempt.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Restores of archived versions, in plain SQL as the application's role: nothing is done at a holder's without legal's word. */
class RestoreRulesTest {
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
    void isAskedForOnlyWhereSomethingIsArchived() {
        var exit = ArchivedAttempt.of(database, "held");

        assertThatThrownBy(() -> decide(exit, "erin", "RESTORE")).hasMessageContaining("nothing in an archive class");
    }

    @Test
    void isNotAskedForBehindAStoppedConnection() {
        var exit = archived();
        exit.insert(
                SYSTEM,
                "insert into handback.connection_stopped (exit_id, connection, asset, cause) values (?, 'vendor-git', 'docs', '403')",
                exit.id());

        assertThatThrownBy(() -> decide(exit, "erin", "RESTORE")).hasMessageContaining("is stopped");
        assertThatThrownBy(() -> word(exit, "lea", "APPROVE")).hasMessageContaining("nobody asked");
        exit.insert(
                "lea",
                "insert into handback.connection_resumed (exit_id, stop, basis) select exit_id, fact, 'they apologised' from handback.connection_stop where exit_id = ?",
                exit.id());
    }

    @Test
    void isAgreedToByLegalAndNotByWhoAskedWithWhateverAccount() {
        var exit = asked(archived());

        assertThatThrownBy(() -> word(exit, "olga", "APPROVE")).hasMessageContaining("expected a member of legal");
        assertThatThrownBy(() -> word(exit, SYSTEM, "APPROVE")).hasMessageContaining("a person's decision");
        assertThatThrownBy(() -> word(exit, "erin2", "APPROVE")).hasMessageContaining("another person must agree");
        word(exit, "lea", "APPROVE");
    }

    @Test
    void countsItselfWhatIsAgreedTo() {
        var exit = agreed(asked(archived()));

        assertThat(exit.sql("""
                        select restore || ' ' || objects || ' ' || bytes || ' ' || classes::text || ' ' || state
                        from handback.restore where exit_id = ?""", exit.id()).query(String.class).single())
                .isEqualTo("1 3 300 {\"GLACIER\": 2, \"DEEP_ARCHIVE\": 1} APPROVED");
    }

    @Test
    void isAgreedToOnlyAfterItWasAskedForAndWhileWeMayRetrieve() {
        var exit = archived();
        assertThatThrownBy(() -> word(exit, "lea", "APPROVE")).hasMessageContaining("nobody asked");
        asked(exit);
        exit.insert("lea", """
                insert into handback.authority_decided (exit_id, proposal, decision, reason)
                select ?, proposal, 'WITHDRAWN', 'consent revoked' from handback.authority where exit_id = ?""", exit.id(), exit.id());

        assertThatThrownBy(() -> word(exit, "lea", "APPROVE")).hasMessageContaining("RETRIEVE is shut");
        word(exit, "lea", "REFUSE");

        assertThat(state(exit)).isEqualTo("REFUSED");
        assertThatThrownBy(() -> look(exit, 0, 3, 0, "null", false)).hasMessageContaining("was not approved");
    }

    @Test
    void isOverOnceAndTellsOfEveryVersion() {
        var exit = agreed(asked(archived()));
        assertThatThrownBy(() -> look(exit, 1, 1, 0, "null", false)).hasMessageContaining("is of 3 versions");
        assertThatThrownBy(() -> exit.insert("lea", LOOK.formatted(0, 3, 0, "null", false), exit.id()))
                .hasMessageContaining("by the system alone");

        look(exit, 0, 3, 0, "null", false);
        assertThat(state(exit)).isEqualTo("WAITING");
        look(exit, 2, 0, 1, "'2099-01-01'", true);

        assertThat(state(exit)).isEqualTo("READY");
        assertThatThrownBy(() -> look(exit, 3, 0, 0, "null", true)).hasMessageContaining("is over");
    }

    @Test
    void saysWhenCopiesWentAndWhenAnAttemptWasMade() {
        var exit = agreed(asked(archived()));
        look(exit, 3, 0, 0, "'2020-01-01'", true);
        assertThat(state(exit)).isEqualTo("LAPSED");

        exit.attempt(ArchivedAttempt.ASSET, "PARTIAL");

        assertThat(state(exit)).isEqualTo("RETRIEVED");
    }

    @Test
    void failsWhereNothingCanBeRead() {
        var exit = agreed(asked(archived()));

        look(exit, 0, 0, 3, "null", true);

        assertThat(state(exit)).isEqualTo("FAILED");
    }

    private static final String LOOK = """
            insert into handback.restore_seen (exit_id, asset, restore, look, ready, waiting, failed, ready_until, over, findings)
            values (?, 'docs', 1, 0, %s, %s, %s, %s, %s, '[]')""";

    private static void look(TestExit exit, int ready, int waiting, int failed, String until, boolean over) {
        exit.insert(SYSTEM, LOOK.formatted(ready, waiting, failed, until, over), exit.id());
    }

    private static TestExit archived() {
        return ArchivedAttempt.of(database, "held", "a", "b", "deep");
    }

    private static String state(TestExit exit) {
        return exit.sql("select state from handback.restore where exit_id = ?", exit.id())
                .query(String.class)
                .single();
    }
}
