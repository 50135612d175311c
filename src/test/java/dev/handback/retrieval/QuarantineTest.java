package dev.handback.retrieval;

import static dev.handback.TestExit.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.destruction.OrderedExit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is sealed counts for nothing, and who seals it does not release it: plain SQL as the application's role. */
class QuarantineTest {
    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void takesTheAssetBackToWhereNothingOfItCounts() {
        var exit = home("a");
        assertThat(exit.state("a")).isEqualTo("CHECKED");

        seal(exit, "erin", "a", 1);

        assertThat(exit.state("a")).isEqualTo("REOPENED");
        assertThat(gate(exit, "emil", "CHECK", "a")).contains("QUARANTINED");
        assertThat(gate(exit, "lea", "SIGN_RETURN", null)).contains("QUARANTINED");
    }

    @Test
    void isOnNoNewCertificateOfAnyKind() {
        var exit = home("a", "b");
        var drawnUp = exit.drawUp("CUSTODY_RECORD", "INTERIM", "a");
        seal(exit, "erin", "a", 1);

        assertThat(gate(exit, "lea", "SIGN_RETURN", drawnUp)).contains("EVIDENCE_CHANGED", "QUARANTINED");
        assertThatThrownBy(() -> exit.sign("lea", drawnUp)).rootCause().hasMessageContaining("is shut");
        var anew = exit.drawUp("CUSTODY_RECORD", "INTERIM", "a");
        assertThat(gate(exit, "lea", "SIGN_RETURN", anew)).containsExactly("QUARANTINED");
        assertThat(gate(exit, "lea", "SIGN_RETURN", exit.drawUp("ASSET_RETURN", "INTERIM", "b")))
                .isEmpty();
        assertThat(gate(exit, "lea", "SIGN_RETURN", exit.drawUp("ASSET_RETURN", "FINAL", "b")))
                .as("a FINAL is about the whole register")
                .contains("QUARANTINED");
    }

    @Test
    void flagsTheSignedCertificateThatNamesItAndClosesNothingBeforeAnotherOneIsSigned() {
        var exit = home("a");
        exit.sign("lea", exit.drawUp("ASSET_RETURN", "FINAL", "a"));
        var quarantine = seal(exit, "erin", "a", 1);

        assertThat(named(exit)).containsExactly(quarantine);
        assertThat(gate(exit, "olga", "CLOSE", "CLOSED"))
                .contains("QUARANTINED", "QUARANTINE_OPEN", "CERTIFICATE_NAMES_SEALED");

        askAgain(exit, "a");
        exit.attempt("a", "VERIFIED").check("erin", "a").fixity("a", "INTACT");
        exit.sign("lea", exit.drawUp("ASSET_RETURN", "INTERIM", "a"));
        assertThat(gate(exit, "olga", "CLOSE", "CLOSED"))
                .contains("QUARANTINE_OPEN")
                .doesNotContain("QUARANTINED", "CERTIFICATE_NAMES_SEALED");
    }

    @Test
    void recallsWhatWasClearedForDestructionAtTheHolder() {
        var ordered = OrderedExit.certified(database, "a");
        ordered.ordered("a");
        seal(ordered.exit, "erin", "a", 1);

        assertThat(ordered.exit
                        .sql(
                                "select scope::text from handback.destruction_recalled where exit_id = ?",
                                ordered.exit.id())
                        .query(String.class)
                        .single())
                .isEqualTo("[\"a\"]");
        assertThat(gate(ordered.exit, "lea", "CLEAR", "a")).contains("QUARANTINED");
    }

    @Test
    void isNotPlacedAtHome() {
        var exit = home("a");
        seal(exit, "erin", "a", 1);

        assertThatThrownBy(() -> exit.insert(
                        "olga",
                        "insert into handback.placing_asked (exit_id, asset, ordinal, number, content_digest, destination_connection, destination)"
                                + " values (?, 'a', 1, 1, 'd', 'home', 'there')",
                        exit.id()))
                .hasMessageContaining("asset a: quarantine " + exit.id() + "-Q1 seals it");
    }

    @Test
    void isRetrievedAgainOnlyWhenSomebodyAsksForIt() {
        var exit = home("a");
        seal(exit, "olga", "a", 1);
        assertThat(gate(exit, "olga", "RETRIEVE", "a")).containsExactly("QUARANTINED");
        assertThatThrownBy(() -> exit.attempt("a", "VERIFIED")).rootCause().hasMessageContaining("RETRIEVE is shut");

        askAgain(exit, "a");
        exit.attempt("a", "VERIFIED");

        assertThat(exit.state("a")).isEqualTo("VERIFIED");
        assertThat(exit.check("erin", "a").state("a")).isEqualTo("CHECKED");
        assertThat(sealed(exit)).containsExactly(1);
    }

    @Test
    void ofALaterPassLeavesTheEarlierOneInForce() {
        var exit = home("a");
        pass(exit, "a");
        exit.attempt("a", "VERIFIED");
        assertThat(exit.state("a")).isEqualTo("VERIFIED");

        seal(exit, "erin", "a", 2);

        assertThat(exit.state("a")).as("by attempt 1").isEqualTo("CHECKED");
    }

    @Test
    void sealsEveryAttemptThatHoldsTheSame() {
        var exit = home("a");
        pass(exit, "a");
        exit.attempt("a", "VERIFIED", content(exit, 1));
        seal(exit, "erin", "a", 2);

        assertThat(sealed(exit)).containsExactly(1, 2);
        assertThat(exit.state("a")).isEqualTo("REOPENED");
    }

    @Test
    void isReleasedByAnotherPersonOfLegalAndThenCountsAsBefore() {
        var exit = home("a");
        var quarantine = seal(exit, "erin", "a", 1);

        assertThatThrownBy(() -> release(exit, "olga", quarantine)).hasMessageContaining("expected a member of legal");
        assertThatThrownBy(() -> release(exit, "erin2", quarantine))
                .as("a second account of who sealed it")
                .hasMessageContaining("another person of legal must release it");
        release(exit, "lea", quarantine);

        assertThat(exit.state("a")).isEqualTo("CHECKED");
        assertThat(gate(exit, "lea", "SIGN_RETURN", exit.drawUp("ASSET_RETURN", "INTERIM", "a")))
                .isEmpty();
        assertThatThrownBy(() -> release(exit, "leo", quarantine)).hasMessageContaining("expected ACTIVE, is RELEASED");
    }

    @Test
    void leavesAnExceptedAssetExcepted() {
        var exit = home("a");
        seal(exit, "erin", "a", 1);
        except(exit, "a");

        assertThat(exit.state("a")).isEqualTo("EXCEPTED");
        assertThat(gate(exit, "leo", "SIGN_RETURN", exit.drawUp("ASSET_RETURN", "INTERIM", "a")))
                .isEmpty();
    }

    @Test
    void sealsOnlyWhatHasEndedAndOnlyOnce() {
        var exit = home("a");
        assertThatThrownBy(() -> seal(exit, "ada", "a", 1))
                .hasMessageContaining("expected a member of operations or engineering or legal");
        seal(exit, "lea", "a", 1);

        assertThatThrownBy(() -> seal(exit, "erin", "a", 1)).hasMessageContaining("is sealed already");
        assertThatThrownBy(() -> seal(exit, "erin", "a", 7)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> exit.insert(
                        SYSTEM,
                        "insert into handback.quarantined (exit_id, asset, number, reason) values (?, 'a', 1, 'by itself')",
                        exit.id()))
                .as("nothing but what was erased makes the system seal")
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void isSealedByTheSystemOnlyForWhatWasErased() {
        var exit = home("a", "b");
        seal(exit, "lea", "a", 1);

        assertThatThrownBy(() -> exit.insert(SYSTEM, """
                insert into handback.quarantined (exit_id, asset, number, reason, again)
                values (?, 'b', 1, 'it came again', ? || '-Q1')""", exit.id(), exit.id()))
                .hasMessageContaining(
                        "asset b: attempt 1 brought nothing that was erased with quarantine " + exit.id() + "-Q1");
    }

    @Test
    void namesThePackagesThatHoldIt() {
        var exit = home("a", "b");
        var before = packed(exit, "a");
        var other = packed(exit, "b");
        seal(exit, "erin", "a", 1);
        var after = packed(exit, "a");

        assertThat(exit.sql("select package from handback.package_sealed where exit_id = ?", exit.id())
                        .query(String.class)
                        .list())
                .containsExactly(before)
                .doesNotContain(other, after);

        release(exit, "lea", exit.id() + "-Q1");
        var between = packed(exit, "a");
        seal(exit, "erin", "a", 1);
        assertThat(exit.sql("select package from handback.package_sealed where exit_id = ? order by package", exit.id())
                        .query(String.class)
                        .list())
                .as("what was built under the first seal left it out")
                .containsExactly(before, between)
                .doesNotContain(after);
    }

    static TestExit home(String... assets) {
        var exit = new TestExit(database);
        for (var asset : assets) {
            exit.register(asset);
        }
        exit.agree().authorise();
        for (var asset : assets) {
            exit.attempt(asset, "VERIFIED").check("erin", asset).fixity(asset, "INTACT");
        }
        return exit;
    }

    static String seal(TestExit exit, String who, String asset, int number) {
        return exit.as(who, () -> exit.sql(
                        "insert into handback.quarantined (exit_id, asset, number, reason) values (?, ?, ?, 'data of another customer') returning quarantine",
                        exit.id(),
                        asset,
                        number)
                .query(String.class)
                .single());
    }

    static void release(TestExit exit, String who, String quarantine) {
        exit.insert(
                who,
                "insert into handback.quarantine_released (exit_id, quarantine, reason) values (?, ?, 'it is ours')",
                exit.id(),
                quarantine);
    }

    static void askAgain(TestExit exit, String asset) {
        pass(exit, asset);
    }

    private static void pass(TestExit exit, String asset) {
        exit.insert(
                "olga",
                "insert into handback.pass_asked (exit_id, asset, reason) values (?, ?, 'once more')",
                exit.id(),
                asset);
    }

    private static void except(TestExit exit, String asset) {
        var asked = exit.as("erin", () -> exit.sql(
                        "insert into handback.exception_asked (exit_id, asset, purpose, reason) values (?, ?, 'EXCEPT', 'not ours') returning fact::text",
                        exit.id(),
                        asset)
                .query(String.class)
                .single());
        for (var who : List.of("otto", "lea")) {
            exit.insert(
                    who,
                    "insert into handback.exception_decided (exit_id, asset, asked, decision) values (?, ?, ?::uuid, 'APPROVED')",
                    exit.id(),
                    asset,
                    asked);
        }
    }

    static String packed(TestExit exit, String asset) {
        return exit.as("olga", () -> exit.sql("""
                insert into handback.package_requested (package, exit_id, ordinal, scope, everything, ledger_size, checkpoint)
                select x.exit_id || '-P' || k.n, x.exit_id, k.n, jsonb_build_array(?::text), false, h.size, 'c'
                from handback.exit x, handback.ledger_head h, (select 1 + count(*) as n from handback.package_requested where exit_id = ?) k
                where x.exit_id = ? returning package""", asset, exit.id(), exit.id())
                .query(String.class)
                .single());
    }

    private static String content(TestExit exit, int number) {
        return exit.sql(
                        "select content_digest from handback.attempt_ended where exit_id = ? and number = ?",
                        exit.id(),
                        number)
                .query(String.class)
                .single();
    }

    private static List<Integer> sealed(TestExit exit) {
        return exit.sql("select number from handback.sealed_attempt where exit_id = ? order by number", exit.id())
                .query(Integer.class)
                .list();
    }

    private static List<String> named(TestExit exit) {
        return exit.sql("select quarantine from handback.certificate_sealed where exit_id = ?", exit.id())
                .query(String.class)
                .list();
    }

    static List<String> gate(TestExit exit, String who, String gate, @Nullable String subject) {
        return OrderedExit.of(exit).gate(who, gate, subject);
    }
}
