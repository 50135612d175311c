package dev.handback.exits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.destruction.OrderedExit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** A gate that is asked about nothing it knows is shut, and says which it does not know; so is one that nobody could pass. */
class GateSubjectsTest {
    private final TestDatabase database = TestDatabase.create();
    private TestExit exit;

    @BeforeEach
    void register() {
        exit = new TestExit(database).register("a").register("b");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({
        "RETRIEVE, none, NO_SUCH_ASSET",
        "CHECK, none, NO_SUCH_ASSET",
        "SIGN_RETURN, none, NO_SUCH_CERTIFICATE",
        "SIGN_CUSTODY_RECORD, none, NO_SUCH_CERTIFICATE",
        "SIGN_DESTRUCTION, none, NO_SUCH_CERTIFICATE",
        "DRILL_REPORT, none, NOT_A_DRILL",
        "EXCEPTION, none, NO_SUCH_EXCEPTION",
        "ERASE, none, NO_SUCH_ERASURE",
        "CLEAR, none, NO_SUCH_ASSET",
        "ACCEPT, none, NO_SUCH_ASSET",
        "ORDER, none, NOT_CLEARED",
        "CLOSE, SOMEHOW, NO_SUCH_CLOSING"
    })
    void isShutForWhatItDoesNotKnow(String gate, String subject, String code) {
        exit.agree();

        assertThat(codes(exit, "lea", gate, subject)).containsExactly(code);
    }

    @Test
    void knowsNoOtherExitAndNoOtherGate() {
        assertThat(exit.sql("select code from handback.gate_findings('X', 'CHECK', null)")
                        .query(String.class)
                        .list())
                .containsExactly("NO_SUCH_EXIT");
        assertThatThrownBy(() -> codes(exit, "lea", "LEAVE", null)).hasMessageContaining("no such gate: LEAVE");
    }

    @Test
    void isShutForWhatIsWithdrawn() {
        exit.agree().authorise();
        withdraw(exit, "a");

        assertThat(codes(exit, "lea", "RETRIEVE", "a")).containsExactly("ASSET_WITHDRAWN");
        assertThat(codes(exit, "lea", "CLEAR", "a")).containsExactly("ASSET_WITHDRAWN");
        assertThat(looked("a")).containsExactly("ASSET_WITHDRAWN");
        assertThat(looked("none")).containsExactly("NO_SUCH_ASSET");
        assertThat(looked("b")).isEmpty();
    }

    @Test
    void looksAtNothingThatComesByHand() {
        byHand(exit);
        exit.agree();

        assertThat(looked("paper")).containsExactly("NOTHING_TO_PROBE");
    }

    @Test
    void saysBeforehandThatTooFewCouldCheckWhatComesByHand() {
        byHand(exit);
        assertThat(codes(exit, "olga", "CHECK", null)).contains("NO_ELIGIBLE_CHECKER");

        exit.engineer(database, "edda");

        assertThat(codes(exit, "olga", "CHECK", null)).doesNotContain("NO_ELIGIBLE_CHECKER");
    }

    @Test
    void takesAnEmptyRegisterForNoCompleteOne() {
        var nothing = new TestExit(database);
        var drill = new TestExit(database, "DRILL");

        assertThat(codes(nothing, "lea", "SIGN_RETURN", null)).contains("EMPTY_SCOPE");
        assertThat(codes(nothing, "lea", "SIGN_DESTRUCTION", null)).containsExactly("NOTHING_TO_DESTROY");
        drill.register("a").agree();
        withdraw(drill, "a");
        assertThat(codes(drill, "lea", "DRILL_REPORT", null)).contains("EMPTY_SCOPE");
        assertThat(codes(drill, "lea", "DRILL_REPORT", "none")).contains("NO_SUCH_CERTIFICATE");
    }

    @Test
    void signsNoCertificateThatNamesNothing() {
        exit.agree().authorise();
        home(exit, "a");
        for (var kind : List.of("ASSET_RETURN", "DESTRUCTION")) {
            var empty = emptied(kind);
            assertThat(codes(exit, "lea", kind.equals("DESTRUCTION") ? "SIGN_DESTRUCTION" : "SIGN_RETURN", empty))
                    .containsExactly("EMPTY_SCOPE");
            assertThatThrownBy(() -> exit.sign("lea", empty)).hasMessageContaining("lacks 1 assets of its scope");
        }
    }

    @Test
    void saysBeforehandThatNobodyInLegalCouldSign() {
        var drill = new TestExit(database, "DRILL").register("a").agree();
        var destroyed = OrderedExit.certified(database, "c");
        destroyed.clear("lea", "c");
        assertThat(codes(exit, "olga", "SIGN_RETURN", null)).doesNotContain("NO_ELIGIBLE_SIGNER");
        assertThat(codes(exit, "olga", "SIGN_CUSTODY_RECORD", null)).isEmpty();
        assertThat(codes(drill, "olga", "DRILL_REPORT", null)).doesNotContain("NO_ELIGIBLE_SIGNER");
        assertThat(codes(destroyed.exit, "olga", "SIGN_DESTRUCTION", null)).doesNotContain("NO_ELIGIBLE_SIGNER");

        for (var lawyer : List.of("lea", "leo", "erin2")) {
            exit.insert(
                    TestExit.SYSTEM,
                    "insert into handback.membership_change (person, grp, granted) values (?, 'legal', false)",
                    lawyer);
        }

        assertThat(codes(exit, "olga", "SIGN_RETURN", null)).contains("NO_ELIGIBLE_SIGNER");
        assertThat(codes(exit, "olga", "SIGN_CUSTODY_RECORD", null)).containsExactly("NO_ELIGIBLE_SIGNER");
        assertThat(codes(drill, "olga", "DRILL_REPORT", null)).contains("NO_ELIGIBLE_SIGNER");
        assertThat(codes(destroyed.exit, "olga", "SIGN_DESTRUCTION", null)).contains("NO_ELIGIBLE_SIGNER");
    }

    @Test
    void saysOfTheWholeRegisterWhatCannotBeRetrieved() {
        exit.agree().register("late");

        assertThat(told(exit, "RETRIEVE", null))
                .containsExactly("a AUTHORITY_MISSING", "b AUTHORITY_MISSING", "late ROW_NOT_AGREED");
    }

    @Test
    void saysThatNothingIsToBeDestroyed() {
        assertThat(codes(exit, "lea", "CLEAR", null)).containsExactly("NOTHING_TO_DESTROY");
    }

    @Test
    void asksNothingMoreOfWhatIsNotHomeYet() {
        exit.register("c", "UNDETERMINED", "RETURN_THEN_DESTROY").agree();

        assertThat(told(exit, "CLEAR", null)).containsExactly("c NOT_CERTIFIED");
        assertThat(told(exit, "CLEAR", "c")).containsExactly("c NOT_CERTIFIED", "c ORIGIN_UNDETERMINED");
    }

    @Test
    void signsNothingBeforeTheRegisterIsAgreed() {
        var drill = new TestExit(database, "DRILL").register("a");

        assertThat(codes(exit, "lea", "SIGN_RETURN", null)).contains("REGISTER_NOT_AGREED");
        assertThat(codes(drill, "lea", "DRILL_REPORT", null)).containsExactly("REGISTER_NOT_AGREED");
        assertThat(codes(drill.agree().register("late"), "lea", "DRILL_REPORT", null))
                .contains("ROW_NOT_AGREED");
    }

    @Test
    void knowsNoAssetThatARecordOfDestructionIsAskedFor() {
        exit.insert(
                "olga",
                "insert into handback.certificate_requested (exit_id, request, kind, finality, scope) values (?, 'R', 'DESTRUCTION', 'INTERIM', '[\"none\"]')",
                exit.id());

        assertThat(told(exit, "SIGN_DESTRUCTION", "R")).containsExactly("none NO_SUCH_ASSET");
    }

    @Test
    void listsTheExceptionsThatWait() {
        exit.insert(
                "olga",
                "insert into handback.exception_asked (exit_id, asset, purpose, reason) values (?, 'a', 'EXCEPT', 'lost')",
                exit.id());

        assertThat(codes(exit, "otto", "EXCEPTION", null)).containsExactly("EXCEPTION_WAITS");
    }

    @Test
    void recordsNothingOnAnOlderPictureOfTheDatabase() {
        var transaction = new TransactionTemplate(new DataSourceTransactionManager(database.app()));
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);

        assertThatThrownBy(() -> transaction.execute(status -> exit.insert(
                        "olga",
                        "insert into handback.stay_declared (exit_id, reason) values (?, 'they filed')",
                        exit.id())))
                .hasMessageContaining("facts are written at READ COMMITTED, not at REPEATABLE READ");
    }

    private List<String> looked(String asset) {
        return exit.sql("select code from handback.gate_probe(?, ?)", exit.id(), asset)
                .query(String.class)
                .list();
    }

    private static void withdraw(TestExit exit, String asset) {
        exit.insert("otto", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition, connection, locator, reason)
                select exit_id, asset, version + 1, 'WITHDRAWN', title, kind, origin, disposition, connection, locator, 'a duplicate'
                from handback.asset where exit_id = ? and asset = ?""", exit.id(), asset);
    }

    private static void byHand(TestExit exit) {
        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition)
                values (?, 'paper', 1, 'ADDED', 'Paper', 'manual', 'FOREGROUND', 'RETURN')""", exit.id());
    }

    private static void home(TestExit exit, String asset) {
        exit.attempt(asset, "VERIFIED").check("erin", asset).fixity(asset, "INTACT");
    }

    /** A certificate without an asset: what a script could draw up. */
    private String emptied(String kind) {
        var request = exit.id() + "-" + kind;
        exit.insert(
                "olga",
                "insert into handback.certificate_requested (exit_id, request, kind, finality, scope) values (?, ?, ?, 'INTERIM', '[\"a\"]')",
                exit.id(),
                request,
                kind);
        return exit.as(TestExit.SYSTEM, () -> exit.sql("""
                insert into handback.certificate (number, exit_id, ordinal, request, kind, finality, n, pdf_sha256, facts_sha256,
                    evidence_root, ledger_size, ledger_root)
                select ? || '-C' || k.n, ?, k.n, ?, ?, 'INTERIM', k.n, 'pdf', 'facts', 'root', 0, ''
                from (select 1 + count(*) as n from handback.certificate where exit_id = ?) k returning number""", exit.id(), exit.id(), request, kind, exit.id())
                .query(String.class)
                .single());
    }

    private static List<String> told(TestExit exit, String gate, @Nullable String subject) {
        return exit.as("lea", () -> exit.sql(
                        "select asset || ' ' || code from handback.gate_findings(?, ?, ?)", exit.id(), gate, subject)
                .query(String.class)
                .list());
    }

    private static List<String> codes(TestExit exit, String who, String gate, @Nullable String subject) {
        return exit.as(who, () -> exit.sql("select code from handback.gate_findings(?, ?, ?)", exit.id(), gate, subject)
                .query(String.class)
                .list());
    }
}
