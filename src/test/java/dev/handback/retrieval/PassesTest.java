package dev.handback.retrieval;

import static dev.handback.TestExit.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Further passes over what is home, in plain SQL: what brings nothing takes nothing away. */
class PassesTest {
    private static final String SAME = "a".repeat(64);
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
    @ValueSource(strings = {"UNREACHABLE", "GONE", "FORBIDDEN", "FAILED"})
    void whatBringsNothingTakesNothingAway(String outcome) {
        var exit = checked().attempt("repo-1", outcome);

        assertThat(exit.state("repo-1")).isEqualTo("CHECKED");
        assertThat(counting(exit)).isEqualTo(1);
        assertThat(evidence(exit)).contains("\"laterPass\"", outcome);
    }

    @Test
    void aRunningPassTakesNothingAwayAndChangesNoEvidence() {
        var exit = checked();
        var before = evidence(exit);
        var certificate = exit.fixity("repo-1", "INTACT").drawUp("ASSET_RETURN", "INTERIM", "repo-1");

        begin(exit);

        assertThat(exit.state("repo-1")).isEqualTo("CHECKED");
        assertThat(evidence(exit)).isEqualTo(before);
        assertThat(exit.sign("lea", certificate)).isEqualTo(1);
        assertThat(exit.state("repo-1")).isEqualTo("CERTIFIED");
    }

    @Test
    void theSameFoundAgainCarriesTheCheckForwardAndOtherContentDoesNot() {
        var exit = checked().attempt("repo-1", "UNREACHABLE").attempt("repo-1", "VERIFIED", SAME);
        assertThat(exit.state("repo-1")).isEqualTo("CHECKED");
        assertThat(counting(exit)).isEqualTo(3);

        exit.attempt("repo-1", "VERIFIED");
        assertThat(exit.state("repo-1")).isEqualTo("VERIFIED");
    }

    @Test
    void whatBringsSomethingElseIsDecidedOnAlsoAfterAnotherTry() {
        var exit = checked().attempt("repo-1", "PARTIAL").attempt("repo-1", "UNREACHABLE");
        assertThat(exit.state("repo-1")).isEqualTo("NEEDS_DECISION");
        assertThatThrownBy(() -> decide(exit, 3, "EXCEPTION")).hasMessageContaining("came whole by attempt 1");

        decide(exit, 3, "KEEP_EARLIER");
        assertThat(exit.state("repo-1")).isEqualTo("CHECKED");
        assertThat(counting(exit)).isEqualTo(1);

        exit.attempt("repo-1", "PARTIAL");
        assertThat(exit.state("repo-1")).as("nobody decided on attempt 4").isEqualTo("NEEDS_DECISION");
    }

    @Test
    void keepsTheEarlierOneOnAPersonsWord() {
        var exit = checked().attempt("repo-1", "CORRUPT");
        assertThat(exit.state("repo-1")).isEqualTo("NEEDS_DECISION");

        decide(exit, 2, "KEEP_EARLIER");

        assertThat(exit.state("repo-1")).isEqualTo("CHECKED");
        assertThat(evidence(exit)).contains("CORRUPT");
    }

    @Test
    void keepsNothingThatWasSentBackOrNeverCameWhole() {
        var never = ready().attempt("repo-1", "PARTIAL").attempt("repo-1", "CORRUPT");
        assertThatThrownBy(() -> decide(never, 2, "KEEP_EARLIER")).hasMessageContaining("there is none to keep");

        var reopened = checked();
        reopened.insert(
                "lea",
                "insert into handback.asset_reopened (exit_id, asset, after_attempt, certificate, reason) values (?, 'repo-1', 1, 'C', 'wrong one')",
                reopened.id());
        reopened.attempt("repo-1", "UNREACHABLE");
        assertThat(reopened.state("repo-1")).isEqualTo("NEEDS_DECISION");
        assertThatThrownBy(() -> decide(reopened, 2, "KEEP_EARLIER")).hasMessageContaining("there is none to keep");
    }

    @Test
    void isAskedForOnlyOverWhatIsHomeAndByOperationsOrEngineering() {
        var exit = ready().attempt("repo-1", "VERIFIED", SAME);
        assertThatThrownBy(() -> ask(exit, "olga")).hasMessageContaining("expected CHECKED or CERTIFIED, is VERIFIED");
        exit.check("erin", "repo-1");
        assertThatThrownBy(() -> ask(exit, "lea"))
                .hasMessageContaining("expected a member of operations or engineering");

        ask(exit, "olga");
        assertThatThrownBy(() -> ask(exit, "otto")).hasMessageContaining("a pass is asked for already");
        begin(exit);

        assertThatThrownBy(() -> ask(exit, "olga")).hasMessageContaining("a pass is on its way already");
    }

    private static TestExit ready() {
        return new TestExit(database).register("repo-1").agree().authorise();
    }

    private static TestExit checked() {
        return ready().attempt("repo-1", "VERIFIED", SAME).check("erin", "repo-1");
    }

    private static void begin(TestExit exit) {
        exit.insert(SYSTEM, """
                insert into handback.attempt (exit_id, asset, number, connection, locator)
                select ?, 'repo-1', 1 + max(number), 'vendor-git', 'https://x' from handback.attempt where exit_id = ?""", exit.id(), exit.id());
    }

    private static void ask(TestExit exit, String who) {
        exit.insert(
                who,
                "insert into handback.pass_asked (exit_id, asset, after_attempt, reason) values (?, 'repo-1', 0, 'final pass')",
                exit.id());
    }

    private static void decide(TestExit exit, int number, String decision) {
        exit.insert(
                "erin",
                "insert into handback.retrieval_decided (exit_id, asset, number, decision, reason, task) values (?, 'repo-1', ?, ?, 'seen', 't')",
                exit.id(),
                number,
                decision);
    }

    private static int counting(TestExit exit) {
        return exit.sql("select number from handback.asset_now where exit_id = ?", exit.id())
                .query(Integer.class)
                .single();
    }

    private static String evidence(TestExit exit) {
        return exit.sql("select handback.evidence(?, 'repo-1')", exit.id())
                .query(String.class)
                .single();
    }
}
