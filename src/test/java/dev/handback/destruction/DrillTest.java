package dev.handback.destruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a drill can never write, when it can be reported, and that it is over then: plain SQL as the application's role. */
class DrillTest {
    private static final TestDatabase DATABASE = TestDatabase.create();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void ordersNothingAndDrawsNoOrderUp() {
        var drill = OrderedExit.of(checked("a"));
        drill.exit.sign("lea", drill.exit.drawUp("ASSET_RETURN", "INTERIM", "a"));
        drill.clear("lea", "a");

        assertThat(drill.gate("olga", "ORDER", null)).contains("DRILL_NO_ORDER");
        assertThat(drill.gate("lea", "SIGN_DESTRUCTION", null)).contains("DRILL_NO_FINAL");
        assertThatThrownBy(() -> drill.drawUp("a"))
                .hasMessageContaining("a drill commands no holder: a destruction order");
        // nor by a number that another exit's paper has
        var real = OrderedExit.certified(DATABASE, "b");
        real.clear("lea", "b");
        var paper = real.drawUp("b");
        assertThatThrownBy(() -> drill.exit.insert("olga", """
                insert into handback.destruction_order (number, exit_id, shown_sha256, sealed_sha256, intent)
                values (?, ?, repeat('a', 64), repeat('c', 64), 'I order')""", paper, drill.exit.id()))
                .hasMessageContaining("this exit has no order");
    }

    @Test
    void servesNothingOnAnybodyAndTakesNoStatement() {
        var drill = OrderedExit.of(checked("a"));
        drill.exit.sign("lea", drill.exit.drawUp("ASSET_RETURN", "INTERIM", "a"));
        drill.clear("lea", "a");
        drill.hold("olga", "a");
        var recall = drill.exit
                .sql("select recall from handback.destruction_recalled where exit_id = ?", drill.exit.id())
                .query(String.class)
                .single();

        assertThatThrownBy(() -> drill.exit.insert("olga", """
                insert into handback.recall_served (recall, exit_id, served_at, place, served_by, channel)
                values (?, ?, handback.now(), 'UTC', 'Olga', 'EMAIL')""", recall, drill.exit.id()))
                .hasMessageContaining("the service of a recall is for real exits only");
        assertThatThrownBy(() -> drill.attest(null, OrderedExit.ROW.formatted("a", drill.today())))
                .hasMessageContaining("the statement of a holder is for real exits only");
        assertThatThrownBy(() -> drill.serve("X-D1"))
                .hasMessageContaining("the service of an order is for real exits only");
        assertThatThrownBy(() -> drill.exit.insert("olga", """
                insert into handback.attestation_link (exit_id, number, holder, token_sha256, expires_at)
                values (?, 'X-D1', 'Orbit', repeat('e', 64), handback.now() + interval '1 day')""", drill.exit.id()))
                .hasMessageContaining("a link for the holder is for real exits only");
        assertThatThrownBy(() -> drill.exit.insert(TestExit.SYSTEM, """
                insert into handback.preserve_notice (hold, exit_id, addressee, pdf_sha256, sealed_sha256)
                select hold, exit_id, 'Vendor', repeat('a', 64), repeat('b', 64) from handback.hold where exit_id = ?""", drill.exit.id()))
                .hasMessageContaining("a drill gives no notice");
    }

    @Test
    void asksForNoFinalOfAnyKindAndForNoRecordOfDestruction() {
        var drill = checked("a");

        for (var kind : List.of("ASSET_RETURN", "DESTRUCTION", "CUSTODY_RECORD", "DRILL_REPORT")) {
            assertThatThrownBy(() -> drill.drawUp(kind, "FINAL", "a")).hasMessageContaining("no FINAL certificate");
        }
        assertThatThrownBy(() -> drill.drawUp("DESTRUCTION", "INTERIM", "a"))
                .hasMessageContaining("can have no record of destruction evidence");
    }

    @Test
    void drawsUpOnlyTheKindThatWasAskedFor() {
        var drill = checked("a");
        drill.drawUp("CUSTODY_RECORD", "INTERIM", "a");

        assertThatThrownBy(() -> drill.insert(TestExit.SYSTEM, """
                insert into handback.certificate (number, exit_id, ordinal, request, kind, finality, n, pdf_sha256, facts_sha256,
                    evidence_root, ledger_size, ledger_root)
                select 'forged', exit_id, 99, request, 'ASSET_RETURN', 'FINAL', 1, 'pdf', 'facts', 'root', 0, ''
                from handback.certificate_requested where exit_id = ?""", drill.id()))
                .hasMessageContaining("asks for no ASSET_RETURN FINAL");
    }

    @Test
    void closesNothing() {
        var drill = checked("a");

        for (var mode : List.of("CLOSED", "WITH_RESIDUALS")) {
            assertThatThrownBy(() -> drill.insert(
                            "olga",
                            "insert into handback.exit_closed (exit_id, mode, reason) values (?, ?, 'all is done')",
                            drill.id(),
                            mode))
                    .rootCause()
                    .hasMessageContaining("CLOSE is shut");
        }
        assertThat(drill.exitState()).isEqualTo("RETURNING");
    }

    @Test
    void reportsOnlyOnceEveryAssetHasAnOutcome() {
        var drill = new TestExit(DATABASE, "DRILL")
                .register("a")
                .register("b")
                .agree()
                .authorise();
        drill.attempt("a", "GONE");

        assertThat(gate(drill, "lea", null)).containsExactly("NO_OUTCOME");
        assertThat(detail(drill)).startsWith("nobody tried to retrieve it");
        drill.as(TestExit.SYSTEM, () -> drill.sql(
                        "insert into handback.attempt (exit_id, asset, number, connection, locator) values (?, 'b', 1, 'vendor-git', 'https://x')",
                        drill.id())
                .update());
        assertThat(gate(drill, "lea", null)).as("it runs").containsExactly("NO_OUTCOME");
        drill.insert(
                TestExit.SYSTEM,
                "insert into handback.attempt_ended (exit_id, asset, number, outcome) values (?, 'b', 1, 'UNREACHABLE')",
                drill.id());
        assertThat(gate(drill, "lea", null)).isEmpty();
    }

    @Test
    void countsAnExceptedAssetAsOneWithAnOutcome() {
        var drill = checked("a").register("b").agree();
        assertThat(gate(drill, "lea", null)).containsExactly("NO_OUTCOME");
        drill.insert(
                "olga",
                "insert into handback.exception_asked (exit_id, asset, purpose, reason) values (?, 'b', 'EXCEPT', 'lost at sea')",
                drill.id());
        for (var who : List.of("otto", "leo")) {
            drill.insert(who, """
                    insert into handback.exception_decided (exit_id, asset, asked, decision)
                    select exit_id, asset, asked, 'APPROVED' from handback.exception_state where exit_id = ? and state = 'ASKED'""", drill.id());
        }

        assertThat(gate(drill, "lea", null)).isEmpty();
    }

    @Test
    void coversTheWholeRegisterAndIsSignedByLegalWhoTookNoPart() {
        var drill = checked("a").register("b").agree();
        drill.attempt("b", "PARTIAL");

        var half = drill.drawUp("DRILL_REPORT", "INTERIM", "a");
        assertThat(gate(drill, "lea", half)).containsExactly("NOT_IN_SCOPE");
        var whole = drill.drawUp("DRILL_REPORT", "INTERIM", "a", "b");
        assertThat(gate(drill, "olga", whole)).containsExactly("SIGNER_NOT_LEGAL");
        assertThat(gate(drill, "erin2", whole)).containsExactly("SIGNER_TOOK_PART");
        drill.attempt("b", "VERIFIED");
        assertThat(gate(drill, "lea", whole)).containsExactly("EVIDENCE_CHANGED");
        assertThatThrownBy(() -> drill.sign("lea", whole)).rootCause().hasMessageContaining("DRILL_REPORT is shut");
    }

    @Test
    void isDecidedOnOnce() {
        var drill = checked("a");
        var report = drill.drawUp("DRILL_REPORT", "INTERIM", "a");
        drill.insert(
                "lea",
                "insert into handback.certificate_decided (exit_id, number, decision, reason) values (?, ?, 'SENT_BACK', 'a wrong date')",
                drill.id(),
                report);

        assertThat(gate(drill, "lea", report)).containsExactly("ALREADY_DECIDED");
    }

    @Test
    void isOfNoRealExit() {
        var real = new TestExit(DATABASE).register("a").agree();

        assertThat(gate(real, "lea", null)).containsExactly("NOT_A_DRILL");
        assertThatThrownBy(() -> real.drawUp("DRILL_REPORT", "INTERIM", "a"))
                .hasMessageContaining("only a drill ends with a drill report");
    }

    @Test
    void isOverOnceItsReportIsSignedUntilThatIsVoid() {
        var drill = checked("a");
        var report = drill.drawUp("DRILL_REPORT", "INTERIM", "a");
        drill.sign("lea", report);

        assertThat(drill.exitState()).isEqualTo("REPORTED");
        assertThat(gate(drill, "lea", null)).containsExactly("REPORTED_ALREADY");
        assertThat(OrderedExit.of(drill).gate("olga", "RETRIEVE", "a")).containsExactly("REPORTED_ALREADY");
        assertThatThrownBy(() -> drill.register("late")).hasMessageContaining("a drill whose report is signed");
        assertThatThrownBy(() -> drill.attempt("a", "VERIFIED")).hasMessageContaining("RETRIEVE is shut");
        assertThatThrownBy(() -> drill.drawUp("CUSTODY_RECORD", "INTERIM", "a"))
                .hasMessageContaining("a drill whose report is signed");
        assertThatThrownBy(() -> drill.insert(
                        "lea",
                        "insert into handback.exit_cancelled (exit_id, reason, document) values (?, 'over', 'letter')",
                        drill.id()))
                .hasMessageContaining("a drill whose report is signed");
        assertThatThrownBy(() -> drill.insert(
                        "lea",
                        "insert into handback.checklist_settled (exit_id, item, result, evidence) values (?, 'knowledge', 'NOT_APPLICABLE', 'none')",
                        drill.id()))
                .hasMessageContaining("a drill whose report is signed");

        drill.insert(
                "lea",
                "insert into handback.certificate_decided (exit_id, number, decision, reason) values (?, ?, 'VOID', 'a wrong date')",
                drill.id(),
                report);
        assertThat(drill.exitState()).isEqualTo("RETURNING");
        assertThat(gate(drill, "lea", null)).isEmpty();
    }

    @Test
    void writesNothingMoreInItByItselfOnceItsReportIsSigned() {
        var drill = checked("a");
        drill.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition)
                values (?, 'disk', 1, 'ADDED', 'A disk', 'manual', 'FOREGROUND', 'RETURN')""", drill.id());
        drill.agree();
        drill.insert("erin", """
                insert into handback.delivery_received (exit_id, asset, delivery, medium, courier, seal, condition, received_on,
                    uploaded, uploaded_bytes, uploaded_digest, from_folder, task)
                values (?, 'disk', 1, 'a disk', 'a courier', 'NONE', 'fine', '2026-01-01', 0, 0, '', true, 'T-1')""", drill.id());
        var read =
                "insert into handback.attempt (exit_id, asset, number, delivery, locator) values (?, 'disk', ?, 1, 'delivery:')";
        drill.insert(TestExit.SYSTEM, read, drill.id(), 1);
        drill.insert(
                "olga",
                "insert into handback.certificate_requested (exit_id, request, kind, finality, scope) values (?, 'R-9', 'CUSTODY_RECORD', 'INTERIM', '[\"a\"]')",
                drill.id());
        drill.insert(
                TestExit.SYSTEM,
                "insert into handback.attempt_ended (exit_id, asset, number, outcome) values (?, 'disk', 1, 'CORRUPT')",
                drill.id());
        drill.sign("lea", drill.drawUp("DRILL_REPORT", "INTERIM", "a", "disk"));

        assertThatThrownBy(() -> drill.insert(TestExit.SYSTEM, read, drill.id(), 2))
                .hasMessageContaining("a drill whose report is signed");
        assertThatThrownBy(() -> drill.insert(TestExit.SYSTEM, """
                insert into handback.certificate (number, exit_id, ordinal, request, kind, finality, n, pdf_sha256, facts_sha256,
                    evidence_root, ledger_size, ledger_root)
                values ('late', ?, 99, 'R-9', 'CUSTODY_RECORD', 'INTERIM', 1, 'pdf', 'facts', 'root', 0, '')""", drill.id()))
                .hasMessageContaining("a drill whose report is signed");
        assertThatThrownBy(() -> drill.insert("erin", """
                insert into handback.asset_check (exit_id, asset, number, content_digest, decision, note, task)
                select exit_id, asset, number, content_digest, 'SEND_BACK', 'the wrong branch', 'task' from handback.asset_now
                where exit_id = ? and asset = 'a'""", drill.id()))
                .hasMessageContaining("a drill whose report is signed");
    }

    @Test
    void nothingAPersonDecidesIsForgottenOnceTheReportIsSigned() {
        var open = new TestExit(DATABASE).sql("""
                        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'handback'
                        where exists (select 1 from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'of_group')
                          and not exists (select 1 from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'not_reported')""").query(String.class).list();

        // what opens an exit, what no drill has, what ends something that was begun, and what outlives the report
        assertThat(open)
                .containsExactlyInAnyOrder(
                        "exit",
                        "exit_profile",
                        "destruction_order",
                        "order_served",
                        "recall_served",
                        "preserve_notice_served",
                        "attestation_link",
                        "attestation_link_revoked",
                        "attestation_decided",
                        "exit_closed",
                        "connection_resumed",
                        "dispute_settled",
                        "hold_lifted",
                        "stay_lifted",
                        "destruction_left",
                        "residual_settled",
                        "certificate_decided",
                        "package_requested",
                        "repair_proposed",
                        "repair_decided",
                        // what was taken by mistake is sealed and erased also after it
                        "quarantined",
                        "quarantine_released",
                        "erasure_asked",
                        "erasure_decided");
    }

    @Test
    void leavesARealExitOfTheSameVendorAlone() {
        var real = new TestExit(DATABASE).register("a").agree().authorise();
        var drill = checked("a");
        OrderedExit.of(drill).hold("olga", "a");
        drill.insert(
                "lea",
                "insert into handback.stay_declared (exit_id, reason) values (?, 'rehearsed insolvency')",
                drill.id());

        assertThat(OrderedExit.of(real).gate("olga", "RETRIEVE", "a")).isEmpty();
        assertThat(real.sql("select count(*) from handback.asset_hold where exit_id = ?", real.id())
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(real.attempt("a", "VERIFIED").check("erin", "a").state("a")).isEqualTo("CHECKED");
        assertThat(real.exitState()).isEqualTo("RETURNING");
    }

    private static TestExit checked(String asset) {
        return new TestExit(DATABASE, "DRILL")
                .register(asset, "FOREGROUND", "RETURN_THEN_DESTROY")
                .agree()
                .authorise()
                .attempt(asset, "VERIFIED")
                .check("erin", asset)
                .fixity(asset, "INTACT");
    }

    private static String detail(TestExit drill) {
        return drill.as(
                "lea", () -> drill.sql("select detail from handback.gate_findings(?, 'DRILL_REPORT', null)", drill.id())
                        .query(String.class)
                        .single());
    }

    private static List<String> gate(TestExit exit, String who, @Nullable String subject) {
        return OrderedExit.of(exit).gate(who, "DRILL_REPORT", subject);
    }
}
