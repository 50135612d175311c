package dev.handback.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which decision about a retrieval that did not come whole fits how it ended: plain SQL as the application's role. */
class DecisionRulesTest {
    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({
        "PARTIAL, CONFIRM_EMPTY, erin, only what is EMPTY",
        "PARTIAL, RESUME, lea, the connection was not stopped",
        "PARTIAL, ONE_BY_ONE, lea, the connection was not stopped",
        "FORBIDDEN, RESUME, erin, on a refused connection legal decides",
        "FORBIDDEN, ONE_BY_ONE, erin, on a refused connection legal decides",
        "PARTIAL, KEEP_EARLIER, erin, no earlier attempt",
        "VERIFIED, RETRY, erin, there is nothing to decide",
        "VERIFIED, EXCEPTION, erin, came whole by attempt 1",
        "VERIFIED, WITHDRAW, erin, something of it is held",
        "PARTIAL, RETRY, olga, olga"
    })
    void refusesADecisionThatDoesNotFit(String outcome, String decision, String who, String why) {
        var exit = ended(outcome);

        assertThatThrownBy(() -> decide(exit, who, 1, decision)).hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({
        "EMPTY, CONFIRM_EMPTY, erin",
        "FORBIDDEN, RESUME, lea",
        "PARTIAL, RETRY, erin",
        "PARTIAL, EXCEPTION, erin",
        "GONE, WITHDRAW, erin"
    })
    void takesOneThatFits(String outcome, String decision, String who) {
        assertThat(decide(ended(outcome), who, 1, decision)).isEqualTo(1);
    }

    @Test
    void decidesAboutTheLastAttemptAlone() {
        var exit = ended("PARTIAL").attempt("repo-1", "GONE");

        assertThatThrownBy(() -> decide(exit, "erin", 1, "RETRY")).hasMessageContaining("but attempt 2 is the last");
    }

    @Test
    void triesNothingAgainOverAStoppedConnection() {
        var exit = ended("FORBIDDEN");
        exit.insert(TestExit.SYSTEM, """
                insert into handback.connection_stopped (exit_id, connection, asset, cause)
                values (?, 'vendor-git', 'repo-1', '403')""", exit.id());
        try {
            assertThatThrownBy(() -> decide(exit, "erin", 1, "RETRY"))
                    .hasMessageContaining("connection vendor-git is stopped");
            assertThatThrownBy(() -> decide(exit, "erin", 1, "FREEZE_AND_RETRY"))
                    .hasMessageContaining("connection vendor-git is stopped");
        } finally {
            exit.insert("lea", """
                    insert into handback.connection_resumed (exit_id, stop, basis)
                    select exit_id, fact, 'consent' from handback.connection_stopped where exit_id = ?""", exit.id());
        }
    }

    private static TestExit ended(String outcome) {
        return new TestExit(database).register("repo-1").agree().authorise().attempt("repo-1", outcome);
    }

    private static int decide(TestExit exit, String who, int number, String decision) {
        return exit.insert(who, """
                insert into handback.retrieval_decided (exit_id, asset, number, decision, reason, task)
                values (?, 'repo-1', ?, ?, 'seen', 'task')""", exit.id(), number, decision);
    }
}
