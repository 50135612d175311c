package dev.handback.retrieval;

import static dev.handback.TestExit.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of placing in plain SQL: what is placed, when, by whom, and what that changes. */
class PlacingTest {
    private static final String CONTENT = "d".repeat(64);
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
    void placesWhatIsCheckedBetweenCheckAndCertificate() {
        var exit = checked();
        var before = evidence(exit);

        ask(exit, "otto");
        assertThat(exit.state("repo-1")).isEqualTo("CHECKED");
        assertThat(evidence(exit)).isEqualTo(before);
        placed(exit, 1);

        assertThat(exit.state("repo-1")).isEqualTo("PLACED");
        assertThat(evidence(exit)).contains("\"placed\"", "https://git.client.example/repo-1.git", "f".repeat(64));
        var certificate = exit.fixity("repo-1", "INTACT").drawUp("ASSET_RETURN", "INTERIM", "repo-1");
        assertThat(exit.sign("lea", certificate)).isEqualTo(1);
        assertThat(exit.state("repo-1")).isEqualTo("CERTIFIED");
    }

    @Test
    void makesACertificateStaleThatWasDrawnUpBefore() {
        var exit = checked();
        var certificate = exit.fixity("repo-1", "INTACT").drawUp("ASSET_RETURN", "INTERIM", "repo-1");
        ask(exit, "otto");
        placed(exit, 1);

        assertThatThrownBy(() -> exit.sign("lea", certificate)).hasMessageContaining("SIGN_RETURN");
    }

    @Test
    void placesOnlyWhatIsChecked() {
        var exit = new TestExit(database).register("repo-1").agree().authorise();
        assertThatThrownBy(() -> ask(exit, "otto"))
                .hasMessageContaining("expected CHECKED or CERTIFIED, is REGISTERED");

        exit.attempt("repo-1", "PARTIAL");
        assertThatThrownBy(() -> ask(exit, "otto")).hasMessageContaining("is NEEDS_DECISION");
        assertThatThrownBy(() -> ask(new TestExit(database), "otto"))
                .hasMessageContaining("asset repo-1: the register of this exit has no such asset");
    }

    @Test
    void placesNothingWhereNothingIsHeldNorTwiceWhatIsCertified() {
        var empty = new TestExit(database).register("repo-1").agree().authorise();
        destination(empty, "home-git", "https://git.client.example/repo-1.git");
        empty.attempt("repo-1", "EMPTY");
        empty.insert("erin", """
                insert into handback.retrieval_decided (exit_id, asset, number, decision, reason, task)
                values (?, 'repo-1', 1, 'CONFIRM_EMPTY', 'it never held anything', 't')""", empty.id());
        empty.check("emil", "repo-1");
        assertThatThrownBy(() -> ask(empty, "otto")).hasMessageContaining("nothing of it is held");

        var exit = checked();
        ask(exit, "otto");
        placed(exit, 1);
        exit.fixity("repo-1", "INTACT").sign("lea", exit.drawUp("ASSET_RETURN", "INTERIM", "repo-1"));
        assertThatThrownBy(() -> ask(exit, "otto"))
                .hasMessageContaining("the same content is placed at https://git.client.example/repo-1.git already");
    }

    @Test
    void wantsADestinationThatIsNotWhereItCameFrom() {
        var exit = new TestExit(database)
                .register("repo-1")
                .agree()
                .authorise()
                .attempt("repo-1", "VERIFIED", CONTENT)
                .check("erin", "repo-1");
        assertThatThrownBy(() -> ask(exit, "otto")).hasMessageContaining("names no destination");

        destination(exit, "vendor-git", "https://git.vendor.example/new.git");
        assertThatThrownBy(() -> ask(exit, "otto")).hasMessageContaining("is where it came from");
    }

    @Test
    void placesOneAtATimeAndNotTwice() {
        var exit = checked();
        ask(exit, "otto");
        assertThatThrownBy(() -> ask(exit, "olga")).hasMessageContaining("is on its way already");

        failed(exit, 1);
        assertThatThrownBy(() -> placed(exit, 1)).hasMessageContaining("placing 1 has ended already");
        ask(exit, "otto");
        placed(exit, 2);
        assertThatThrownBy(() -> ask(exit, "otto")).hasMessageContaining("is PLACED");
        assertThatThrownBy(() -> failed(exit, 2)).hasMessageContaining("has ended already");
    }

    @Test
    void doesNotRetrieveAndPlaceAtOnce() {
        var exit = checked();
        ask(exit, "otto");
        assertThatThrownBy(() -> pass(exit)).hasMessageContaining("it is being placed");

        failed(exit, 1);
        pass(exit);
        assertThatThrownBy(() -> ask(exit, "otto")).hasMessageContaining("retrieved once more");
    }

    @Test
    void isPlacedNoLongerWhenOtherContentCountsOrTheRowNamesAnotherDestination() {
        var exit = checked();
        ask(exit, "otto");
        placed(exit, 1);
        destination(exit, "home-git", "https://git.client.example/other.git");
        assertThat(exit.state("repo-1")).isEqualTo("CHECKED");

        destination(exit, "home-git", "https://git.client.example/repo-1.git");
        assertThat(exit.state("repo-1")).isEqualTo("PLACED");
        exit.attempt("repo-1", "VERIFIED").check("erin", "repo-1");
        assertThat(exit.state("repo-1")).isEqualTo("CHECKED");
    }

    @Test
    void letsNobodySignWhoHadItPlacedByWhateverAccount() {
        var exit = checked();
        ask(exit, "erin");
        placed(exit, 1);
        var certificate = exit.fixity("repo-1", "INTACT").drawUp("ASSET_RETURN", "INTERIM", "repo-1");

        assertThatThrownBy(() -> exit.sign("erin2", certificate))
                .rootCause()
                .extracting(Object::toString)
                .asString()
                .contains("SIGN_RETURN");
        assertThat(exit.sql("select actor from handback.took_part where exit_id = ? and part = 'placed'", exit.id())
                        .query(String.class)
                        .list())
                .containsExactly("erin");
    }

    @Test
    void isAskedByOperationsOrEngineeringAndEndedByTheSystemAlone() {
        var exit = checked();
        assertThatThrownBy(() -> ask(exit, "lea")).hasMessageContaining("lea");
        assertThatThrownBy(() -> ask(exit, SYSTEM)).hasMessageContaining("person's decision");
        ask(exit, "otto");

        assertThatThrownBy(() -> exit.insert("otto", PLACED, exit.id(), 1)).hasMessageContaining("system alone");
    }

    @Test
    void retrievesAgainWhatIsPlaced() {
        var exit = checked();
        ask(exit, "otto");
        placed(exit, 1);

        pass(exit);

        assertThat(exit.state("repo-1")).isEqualTo("PLACED");
    }

    private static final String PLACED = """
            insert into handback.placed (exit_id, asset, ordinal, listing_sha256, things, seen_as)
            values (?, 'repo-1', ?, repeat('f', 64), 3, 'handback')""";

    private static TestExit checked() {
        var exit = new TestExit(database).register("repo-1").agree().authorise();
        destination(exit, "home-git", "https://git.client.example/repo-1.git");
        return exit.attempt("repo-1", "VERIFIED", CONTENT).check("emil", "repo-1");
    }

    private static void destination(TestExit exit, String connection, String destination) {
        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, reason, title, kind, origin, disposition, connection,
                    locator, destination_connection, destination)
                select exit_id, asset, version + 1, 'CORRECTED', 'destination', title, kind, origin, disposition, connection, locator, ?, ?
                from handback.asset where exit_id = ? and asset = 'repo-1'""", connection, destination, exit.id());
    }

    private static void ask(TestExit exit, String who) {
        exit.insert(who, """
                insert into handback.placing_asked (exit_id, asset, ordinal, number, content_digest, destination_connection, destination)
                values (?, 'repo-1', 1, 1, '', '', '')""", exit.id());
    }

    private static void placed(TestExit exit, int placing) {
        exit.insert(SYSTEM, PLACED, exit.id(), placing);
    }

    private static void failed(TestExit exit, int placing) {
        exit.insert(SYSTEM, """
                insert into handback.placing_failed (exit_id, asset, ordinal, seen_as, findings)
                values (?, 'repo-1', ?, 'handback', '[{"code": "X", "detail": "y"}]')""", exit.id(), placing);
    }

    private static void pass(TestExit exit) {
        exit.insert("olga", """
                insert into handback.pass_asked (exit_id, asset, after_attempt, reason) values (?, 'repo-1', 0, 'final pass')""", exit.id());
    }

    private static String evidence(TestExit exit) {
        return exit.sql("select handback.evidence(?, 'repo-1')", exit.id())
                .query(String.class)
                .single();
    }
}
