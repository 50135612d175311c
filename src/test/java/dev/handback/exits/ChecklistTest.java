package dev.handback.exits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an exit is not closed without, as a script with the application's own role meets it. */
class ChecklistTest {
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
    void takesSilenceForNoAnswer() {
        var exit = new TestExit(database).register("repo-1").register("repo-2");

        assertThat(open(exit)).containsExactly("vendor-access", "our-access-vendor-git", "credentials", "knowledge");
    }

    @Test
    void asksForTheEndOfEveryAccessThatWasUsedAlsoAfterItsRowsAreGone() {
        var exit = new TestExit(database).register("repo-1").agree().authorise();
        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, reason, title, kind, origin, disposition, connection, locator)
                select exit_id, asset, version + 1, 'CORRECTED', 'it moved', title, kind, origin, disposition, 'new-git', locator
                from handback.asset where exit_id = ?""", exit.id());

        assertThat(open(exit)).contains("our-access-vendor-git", "our-access-new-git");
    }

    @Test
    void isTheSameListInADrill() {
        var exit = new TestExit(database, "DRILL").register("repo-1");
        done(exit, "erin", "knowledge");

        assertThat(open(exit)).containsExactly("vendor-access", "our-access-vendor-git", "credentials");
    }

    @Test
    void opensGateCloseOnceEveryItemIsSettled() {
        var exit = finished();
        var seen = add(exit, "CREDENTIALS", "repo-1");
        assertThat(against(exit))
                .containsExactly(
                        "ACCESS_NOT_REVOKED",
                        "ACCESS_NOT_REVOKED",
                        "CHECKLIST_OPEN",
                        "CHECKLIST_OPEN",
                        "CHECKLIST_OPEN");

        ended(exit, "VENDORS", null);
        ended(exit, "OURS", "vendor-git");
        done(exit, "erin", "credentials");
        done(exit, "erin", seen);
        assertThatThrownBy(() -> close(exit)).hasMessageContaining("gate CLOSE is shut");
        say(exit, "lea", "knowledge", "NOT_APPLICABLE");

        assertThat(against(exit)).isEmpty();
        close(exit);
    }

    @Test
    void reopensAClosedExitWhenAnItemIsTakenBack() {
        var exit = finished();
        ended(exit, "VENDORS", null);
        ended(exit, "OURS", "vendor-git");
        done(exit, "erin", "credentials");
        done(exit, "erin", "knowledge");
        close(exit);
        assertThatThrownBy(() -> add(exit, "KNOWLEDGE", null)).hasMessageContaining("the exit is closed");

        say(exit, "olga", "vendor-access", "OPEN");

        assertThat(exit.exitState()).isEqualTo("REOPENED");
        assertThat(against(exit)).containsExactly("ACCESS_NOT_REVOKED");
        assertThatThrownBy(() -> say(exit, "olga", "vendor-access", "OPEN"))
                .hasMessageContaining("item vendor-access is open");
        ended(exit, "VENDORS", null);
        close(exit);
        assertThat(exit.exitState()).isEqualTo("CLOSED");
    }

    @Test
    void leavesItToLegalThatSomethingDoesNotApply() {
        var exit = new TestExit(database);

        assertThatThrownBy(() -> say(exit, "erin", "knowledge", "NOT_APPLICABLE"))
                .hasMessageContaining("that item knowledge does not apply is legal's word");

        assertThat(open(exit)).contains("knowledge");
    }

    @Test
    void believesNoDayToComeAndNoAccessWithoutItsReport() {
        var exit = new TestExit(database).register("repo-1");

        assertThatThrownBy(() -> done(exit, "erin", "knowledge", "2099-01-01"))
                .hasMessageContaining("expected a day that has come");
        assertThatThrownBy(() -> done(exit, "olga", "vendor-access")).hasMessageContaining("is recorded with its day");
        assertThatThrownBy(() -> exit.insert(
                        "olga",
                        "insert into handback.access_revoked (exit_id, direction, since, reported_by, document) values (?, 'VENDORS', '2099-01-01', 'IT', 'ticket')",
                        exit.id()))
                .hasMessageContaining("expected a day that has come");
    }

    @Test
    void knowsOnlyItemsAndAssetsOfItsExit() {
        var exit = new TestExit(database);
        var item = add(exit, "KNOWLEDGE", null);

        assertThatThrownBy(() -> done(new TestExit(database), "olga", item))
                .hasMessageContaining("has no item " + item);
        assertThatThrownBy(() -> add(exit, "CREDENTIALS", "repo-9")).hasMessageContaining("no such asset");
    }

    @Test
    void countsWhatWasSaidLast() {
        var exit = new TestExit(database);
        done(exit, "erin", "knowledge");
        done(exit, "erin", "knowledge", "2026-10-02");

        assertThat(exit.sql(
                                "select done_on::text from handback.checklist where exit_id = ? and item = 'knowledge'",
                                exit.id())
                        .query(String.class)
                        .single())
                .isEqualTo("2026-10-02");
    }

    /** Nothing but the checklist stands against closing. */
    private static TestExit finished() {
        var exit = new TestExit(database).register("repo-1").agree().authorise();
        exit.attempt("repo-1", "VERIFIED").check("erin", "repo-1").fixity("repo-1", "INTACT");
        exit.sign("lea", exit.drawUp("ASSET_RETURN", "FINAL", "repo-1"));
        return exit;
    }

    private static String add(TestExit exit, String topic, @Nullable String asset) {
        return exit.as("olga", () -> exit.sql(
                        "insert into handback.checklist_item (exit_id, topic, asset, what) values (?, ?, ?, 'do it') returning item",
                        exit.id(),
                        topic,
                        asset)
                .query(String.class)
                .single());
    }

    private static void done(TestExit exit, String actor, String item) {
        done(exit, actor, item, "2026-11-01");
    }

    private static void done(TestExit exit, String actor, String item, String on) {
        exit.insert(
                actor,
                "insert into handback.checklist_settled (exit_id, item, result, done_on, done_by, evidence) values (?, ?, 'DONE', ?::date, 'Our IT', 'ticket 12')",
                exit.id(),
                item,
                on);
    }

    private static void say(TestExit exit, String actor, String item, String result) {
        exit.insert(
                actor,
                "insert into handback.checklist_settled (exit_id, item, result, evidence) values (?, ?, ?, 'ticket 12')",
                exit.id(),
                item,
                result);
    }

    private static void ended(TestExit exit, String direction, @Nullable String connection) {
        exit.insert(
                "olga",
                "insert into handback.access_revoked (exit_id, direction, connection, since, reported_by, document) values (?, ?, ?, '2026-11-01', 'Our IT', 'ticket 7')",
                exit.id(),
                direction,
                connection);
    }

    private static void close(TestExit exit) {
        exit.insert(
                "olga",
                "insert into handback.exit_closed (exit_id, mode, reason) values (?, 'CLOSED', 'all done')",
                exit.id());
    }

    private static List<String> open(TestExit exit) {
        return exit.sql(
                        "select item from handback.checklist where exit_id = ? and state = 'OPEN' order by n, item",
                        exit.id())
                .query(String.class)
                .list();
    }

    private static List<String> against(TestExit exit) {
        return exit.as(
                "olga", () -> exit.sql("select code from handback.gate_findings(?, 'CLOSE', 'CLOSED')", exit.id())
                        .query(String.class)
                        .list());
    }
}
