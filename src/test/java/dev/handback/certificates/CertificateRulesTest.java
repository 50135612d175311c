package dev.handback.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a certificate names, and who decides what about it how often: plain SQL as the application's role. */
class CertificateRulesTest {
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
    void namesNothingMoreOnceItIsSigned() {
        var exit = home();
        var number = exit.drawUp("ASSET_RETURN", "INTERIM", "repo-1");
        exit.sign("lea", number);

        assertThatThrownBy(() -> name(exit, number, "repo-2", "handback.evidence(?, 'repo-2')"))
                .hasMessageContaining("certificate " + number + " is decided: its scope stays as it was");
    }

    @Test
    void namesEachAssetWithTheEvidenceThatThereIs() {
        var exit = home();
        var number = exit.drawUp("ASSET_RETURN", "INTERIM", "repo-1");

        assertThatThrownBy(() -> name(exit, number, "repo-2", "handback.evidence(?, 'repo-1')"))
                .hasMessageContaining("asset repo-2: the evidence changed while certificate " + number);
    }

    @Test
    void isDecidedInItsOwnExitAndOnce() {
        var exit = home();
        var number = exit.drawUp("ASSET_RETURN", "INTERIM", "repo-1");
        var other = new TestExit(database);
        assertThatThrownBy(() -> decide(other, number, "SENT_BACK"))
                .hasMessageContaining("certificate " + number + " belongs to exit " + exit.id());
        exit.sign("lea", number);

        assertThatThrownBy(() -> decide(exit, number, "SENT_BACK")).hasMessageContaining("it is decided already");
        assertThatThrownBy(() -> exit.sign("leo", number)).hasMessageContaining("it is decided already");
        assertThat(decide(exit, number, "VOID")).isEqualTo(1);
    }

    @Test
    void isRefusedAtItsGateFromTheRequestOnAndOnceItIsDecided() {
        var exit = home().register("late").agree();
        exit.insert("olga", """
                insert into handback.certificate_requested (exit_id, request, kind, finality, scope)
                values (?, 'R-1', 'ASSET_RETURN', 'INTERIM', '["repo-1", "late", "none"]')""", exit.id());
        assertThat(gate(exit, "R-1")).containsExactly("late ASSET_NOT_READY", "none NO_SUCH_ASSET");

        var number = exit.drawUp("ASSET_RETURN", "INTERIM", "repo-1");
        assertThat(gate(exit, number)).isEmpty();
        exit.sign("lea", number);
        assertThat(gate(exit, number)).contains("ALREADY_DECIDED");
    }

    @Test
    void isMadeVoidOnlyOnceItIsSigned() {
        var exit = home();
        var number = exit.drawUp("ASSET_RETURN", "INTERIM", "repo-1");
        assertThatThrownBy(() -> decide(exit, number, "VOID"))
                .hasMessageContaining("only a signed certificate can be made void");
        decide(exit, number, "SENT_BACK");

        assertThatThrownBy(() -> decide(exit, number, "VOID"))
                .hasMessageContaining("only a signed certificate can be made void");
    }

    @Test
    void isNoFinalOnceTheExitIsCancelledThoughItWasDrawnUpBefore() {
        var exit = home();
        var last = exit.drawUp("ASSET_RETURN", "FINAL", "repo-1", "repo-2");
        var record = exit.drawUp("CUSTODY_RECORD", "INTERIM", "repo-1");
        exit.insert(
                "leo",
                "insert into handback.exit_cancelled (exit_id, reason, document) values (?, 'the contract goes on', 'Amendment 4')",
                exit.id());

        assertThatThrownBy(() -> exit.sign("lea", last))
                .hasMessageContaining("the exit is cancelled: it can have no FINAL certificate");
        assertThat(exit.sign("lea", record)).isEqualTo(1);
    }

    private static TestExit home() {
        var exit = new TestExit(database)
                .register("repo-1")
                .register("repo-2")
                .agree()
                .authorise();
        for (var asset : new String[] {"repo-1", "repo-2"}) {
            exit.attempt(asset, "VERIFIED").check("erin", asset).fixity(asset, "INTACT");
        }
        return exit;
    }

    /** @param evidence an expression of the exit */
    private static int name(TestExit exit, String number, String asset, String evidence) {
        return exit.insert(TestExit.SYSTEM, """
                insert into handback.certificate_asset (number, ordinal, asset, evidence, evidence_digest)
                select ?, 7, ?, e, encode(sha256(convert_to(e, 'UTF8')), 'hex') from (select %s) v(e)""".formatted(evidence), number, asset, exit.id());
    }

    private static List<String> gate(TestExit exit, String subject) {
        return exit.as(
                "lea",
                () -> exit.sql("""
                select concat_ws(' ', asset, code) from handback.gate_findings(?, 'SIGN_RETURN', ?)""", exit.id(), subject).query(String.class).list());
    }

    private static int decide(TestExit exit, String number, String decision) {
        return exit.insert(
                "lea",
                "insert into handback.certificate_decided (exit_id, number, decision, reason) values (?, ?, ?, 'a wrong date')",
                exit.id(),
                number,
                decision);
    }
}
