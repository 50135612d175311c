package dev.handback.exits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds, stays, cancelled exits, parties and triggers as a script with the application's own role meets them. */
class StandstillTest {
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
    void holdsAnAssetAndLeavesItsNeighbourAlone() {
        var exit = ready("repo-1").register("repo-2");

        hold(exit, "olga", "asset", "repo-1");

        assertThat(standstill(exit, "repo-1")).containsExactly("ON_HOLD");
        assertThat(standstill(exit, "repo-2")).isEmpty();
        assertThat(standstill(exit, null)).containsExactly("ON_HOLD");
    }

    @Test
    void holdsEveryAssetOfTheExit() {
        var exit = ready("repo-1");

        hold(exit, "lea", "exit", null);

        assertThat(standstill(exit, "repo-1")).containsExactly("ON_HOLD");
    }

    @Test
    void holdsWhatAHolderOrPlaceHasAndWhatDoesNotSayWhereItIs() {
        var exit = new TestExit(database);
        row(exit, "there", "Sub-Processor  GmbH; Escrow AG", "Frankfurt, Dublin");
        row(exit, "elsewhere", "Vendor", "Paris");
        row(exit, "unsaid", null, null);

        hold(exit, "olga", "holder", "sub-processor gmbh");
        assertThat(standstill(exit, "there")).containsExactly("ON_HOLD");
        assertThat(standstill(exit, "elsewhere")).isEmpty();
        assertThat(standstill(exit, "unsaid")).containsExactly("ON_HOLD");

        hold(exit, "olga", "location", "Dublin DC2");
        assertThat(standstill(exit, "there")).hasSize(2);
        assertThat(standstill(exit, "elsewhere")).isEmpty();
        assertThat(standstill(exit, "unsaid")).hasSize(2);
        assertThat(exit.sql(
                                "select asset || ' by ' || over from handback.asset_hold where exit_id = ? order by 1",
                                exit.id())
                        .query(String.class)
                        .list())
                .containsExactly(
                        "there by holder sub-processor gmbh",
                        "there by location Dublin DC2",
                        "unsaid by holder sub-processor gmbh",
                        "unsaid by location Dublin DC2");
        assertThat(exit.sql(
                                "select holds from handback.to_certify where exit_id = ? and asset = 'elsewhere'",
                                exit.id())
                        .query(String.class)
                        .list())
                .containsOnlyNulls();
    }

    @Test
    void keepsTheExitHeldByAPlaceThatNoRowNames() {
        var exit = new TestExit(database);
        row(exit, "elsewhere", "Vendor", "Paris");

        hold(exit, "olga", "location", "Singapore");

        assertThat(standstill(exit, "elsewhere")).isEmpty();
        assertThat(standstill(exit, null)).containsExactly("ON_HOLD");
    }

    @Test
    void refusesAHoldOverTwoThingsAtOnceOrAnAssetThatIsNone() {
        var exit = ready("repo-1");

        assertThatThrownBy(() -> Refusals.told(() -> exit.insert(
                        "olga",
                        "insert into handback.hold_placed (exit_id, asset, holder, reason, document) values (?, 'repo-1', 'Vendor', 'why', 'letter')",
                        exit.id())))
                .hasMessageContaining("contradicts the rule");
        assertThatThrownBy(() -> hold(exit, "olga", "asset", "repo-9")).hasMessageContaining("no such asset");
    }

    @Test
    void refusesAHoldByWhoIsNeitherOfOperationsNorOfLegal() {
        var exit = ready("repo-1");

        assertThatThrownBy(() -> hold(exit, "erin", "exit", null)).hasMessageContaining("operations or legal");
        assertThatThrownBy(() -> hold(exit, "system:test", "exit", null)).hasMessageContaining("a person's decision");
    }

    @Test
    void liftsAHoldByLegalOnlyAndOnlyOnce() {
        var exit = ready("repo-1");
        var hold = hold(exit, "olga", "exit", null);

        assertThatThrownBy(() -> lift(exit, "otto", hold)).hasMessageContaining("expected a member of legal");
        lift(exit, "lea", hold);

        assertThat(standstill(exit, null)).isEmpty();
        assertThatThrownBy(() -> lift(exit, "leo", hold)).hasMessageContaining("lifted already");
        assertThatThrownBy(() -> lift(ready("repo-1"), "lea", hold)).hasMessageContaining("this exit has no hold");
    }

    @Test
    void refusesTheExitsOwnerToLiftItsHoldUnderAnotherAccount() {
        var exit = ready("repo-1");
        secondAccountOfOlga();
        var hold = hold(exit, "lea", "exit", null);

        assertThatThrownBy(() -> lift(exit, "olga2", hold)).hasMessageContaining("olga2 opened this exit (as olga)");
        assertThat(standstill(exit, "repo-1")).containsExactly("ON_HOLD");
    }

    @Test
    void pausesRetrievalUnderAStayAndSuspendsTheExit() {
        var exit = ready("repo-1");

        var stay = stay(exit, "olga");

        assertThat(codes(() -> exit.attempt("repo-1", "VERIFIED"))).containsExactly("STAYED");
        assertThat(standstill(exit, "repo-1")).containsExactly("STAYED");
        assertThat(connection(exit)).containsExactly("STAYED");
        assertThat(exit.exitState()).isEqualTo("SUSPENDED");
        liftStay(exit, "lea", stay, "Order 7 IN 12/26", "Insolvency court");
        exit.attempt("repo-1", "VERIFIED");
        assertThat(exit.exitState()).isEqualTo("RETURNING");
    }

    @Test
    void keepsWhatARunningAttemptBringsAfterTheStay() {
        var exit = ready("repo-1");
        exit.insert(
                TestExit.SYSTEM,
                "insert into handback.attempt (exit_id, asset, number, connection, locator) values (?, 'repo-1', 1, 'vendor-git', 'https://x')",
                exit.id());
        stay(exit, "olga");

        exit.insert(
                TestExit.SYSTEM,
                "insert into handback.attempt_ended (exit_id, asset, number, outcome, refs) values (?, 'repo-1', 1, 'FAILED', 0)",
                exit.id());

        assertThat(exit.state("repo-1")).isEqualTo("NEEDS_DECISION");
    }

    @Test
    void liftsAStayOnlyByLegalAndOnlyOnAWholeDocument() {
        var exit = ready("repo-1");
        var stay = stay(exit, "olga");

        assertThatThrownBy(() -> liftStay(exit, "olga", stay, "Order", "Court")).hasMessageContaining("legal");
        assertThatThrownBy(() -> liftStay(exit, "lea", stay, null, ""))
                .hasMessageContaining("its document, issuer is missing");
        assertThat(standstill(exit, null)).containsExactly("STAYED");
    }

    @Test
    void retrievesAndOrdersNothingOnceCancelled() {
        var exit = ready("repo-1").attempt("repo-1", "VERIFIED");

        assertThatThrownBy(() -> cancel(exit, "olga")).hasMessageContaining("expected a member of legal");
        cancel(exit, "lea");

        assertThat(codes(() -> exit.attempt("repo-1", "VERIFIED"))).containsExactly("CANCELLED");
        assertThat(standstill(exit, null)).containsExactly("CANCELLED");
        assertThat(exit.state("repo-1")).isEqualTo("VERIFIED");
        assertThat(exit.exitState()).isEqualTo("CANCELLED");
        assertThatThrownBy(() -> cancel(exit, "leo")).hasMessageContaining("cancelled already");
        assertThatThrownBy(() -> exit.drawUp("ASSET_RETURN", "FINAL", "repo-1")).hasMessageContaining("no FINAL");
        assertThat(exit.drawUp("CUSTODY_RECORD", "INTERIM", "repo-1")).contains("-C");
    }

    @Test
    void staysTheExitInTheTransactionThatSaysInsolvency() {
        var exit = ready("repo-1");

        trigger(exit, "INSOLVENCY");

        assertThat(standstill(exit, null)).containsExactly("STAYED");
        assertThat(exit.sql("select trigger || ' ' || state from handback.exit_state where exit_id = ?", exit.id())
                        .query(String.class)
                        .single())
                .isEqualTo("INSOLVENCY SUSPENDED");
        assertThatThrownBy(() -> trigger(exit, "INSOLVENCY")).hasMessageContaining("is INSOLVENCY already");
    }

    @Test
    void beginsAnExitThatIsOpenedBecauseOfInsolvencyWithAStay() {
        var exit = new TestExit(database);
        var opened = exit.as("olga", () -> exit.sql("""
                insert into handback.exit (kind, title, profile, vendor_name, client_name, contract_reference, contract_end, place, trigger)
                values ('REAL', 'Exit', 'plain', 'Vendor', 'Client', 'C-2', '2026-12-31', 'UTC', 'INSOLVENCY') returning exit_id""").query(String.class).single());

        assertThat(exit.sql("select state from handback.exit_state where exit_id = ?", opened)
                        .query(String.class)
                        .single())
                .isEqualTo("SUSPENDED");
    }

    @Test
    void namesThePartyOfTheDay() {
        var exit = ready("repo-1");

        party(exit, "2020-01-01", "Dr Vogel", "as administrator, without personal liability");
        party(exit, "2999-01-01", "Successor Ltd", null);

        assertThat(exit.sql(
                                "select vendor_name || ', ' || vendor_capacity from handback.exit_state where exit_id = ?",
                                exit.id())
                        .query(String.class)
                        .single())
                .isEqualTo("Dr Vogel, as administrator, without personal liability");
    }

    @Test
    void makesAnUnsignedCertificateStaleByAHoldAndLeavesASignedOneAlone() {
        var exit = ready("repo-1")
                .attempt("repo-1", "VERIFIED")
                .check("erin", "repo-1")
                .fixity("repo-1", "INTACT");
        var signed = exit.drawUp("ASSET_RETURN", "INTERIM", "repo-1");
        exit.sign("lea", signed);
        var shown = exit.drawUp("CUSTODY_RECORD", "INTERIM", "repo-1");

        hold(exit, "olga", "asset", "repo-1");

        assertThat(certificate(exit, signed)).isEqualTo("SIGNED");
        assertThat(certificate(exit, shown)).isEqualTo("STALE");
        assertThat(codes(() -> exit.sign("lea", shown))).containsExactly("EVIDENCE_CHANGED");
        assertThat(exit.state("repo-1")).isEqualTo("CERTIFIED");
        exit.sign("lea", exit.drawUp("CUSTODY_RECORD", "INTERIM", "repo-1"));
    }

    @Test
    void givesNoNoticeInADrill() {
        var drill = new TestExit(database, "DRILL");
        var hold = hold(drill, "olga", "exit", null);

        assertThatThrownBy(() -> notice(drill, hold)).hasMessageContaining("a drill gives no notice");
    }

    @Test
    void servesANoticeOnceItIsSealedAndOnce() {
        var exit = ready("repo-1");
        var hold = hold(exit, "olga", "exit", null);
        assertThatThrownBy(() -> served(exit, hold)).hasMessageContaining("not sealed yet");
        assertThatThrownBy(() -> notice(ready("repo-1"), hold)).hasMessageContaining("this exit has no hold " + hold);
        notice(exit, hold);
        assertThatThrownBy(() -> served(exit, hold, "2099-01-01"))
                .hasMessageContaining("served on 2099-01-01, which is not yet");

        served(exit, hold);

        assertThatThrownBy(() -> served(exit, hold)).hasMessageContaining("served already");
    }

    @Test
    void readsOutUnderAStayWhatWasReceivedBeforeIt() {
        var exit = new TestExit(database);
        row(exit, "disk", null, null);
        exit.agree();
        exit.insert("erin", """
                insert into handback.delivery_received (exit_id, asset, delivery, medium, courier, seal, condition, received_on,
                    uploaded, uploaded_bytes, uploaded_digest, from_folder, task)
                values (?, 'disk', 1, 'a disk', 'a courier', 'NONE', 'fine', '2020-01-01', 0, 0, '', true, 'T-1')""", exit.id());
        stay(exit, "olga");

        exit.insert(TestExit.SYSTEM, """
                insert into handback.attempt (exit_id, asset, number, delivery, locator) values (?, 'disk', 1, 1, 'delivery:')""", exit.id());

        assertThat(exit.state("disk")).isEqualTo("COLLECTING");
    }

    private static void notice(TestExit exit, String hold) {
        exit.insert(TestExit.SYSTEM, """
                insert into handback.preserve_notice (exit_id, hold, addressee, pdf_sha256, sealed_sha256)
                values (?, ?, 'Vendor', repeat('a', 64), repeat('b', 64))""", exit.id(), hold);
    }

    private static void served(TestExit exit, String hold) {
        served(exit, hold, "2020-01-02");
    }

    private static void served(TestExit exit, String hold, String on) {
        exit.insert("olga", """
                insert into handback.preserve_notice_served (exit_id, hold, served_on, served_to, channel)
                values (?, ?, ?::date, 'Vera Vendor', 'courier')""", exit.id(), hold, on);
    }

    private static TestExit ready(String asset) {
        return new TestExit(database).register(asset).agree().authorise();
    }

    private static void row(TestExit exit, String asset, @Nullable String holder, @Nullable String locations) {
        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition, holder, locations)
                values (?, ?, 1, 'ADDED', 'An asset', 'manual', 'FOREGROUND', 'RETURN', ?, ?)""", exit.id(), asset, holder, locations);
    }

    private static String hold(TestExit exit, String actor, String over, @Nullable String what) {
        var column = over.equals("exit") ? "" : ", " + over;
        return exit.as(actor, () -> exit.sql(
                        "insert into handback.hold_placed (exit_id, reason, document" + column
                                + ") values (?, 'litigation', 'Letter of 1 May'"
                                + (column.isEmpty() ? "" : ", '" + what + "'") + ") returning hold",
                        exit.id())
                .query(String.class)
                .single());
    }

    private static void lift(TestExit exit, String actor, String hold) {
        exit.insert(
                actor,
                "insert into handback.hold_lifted (exit_id, hold, reason) values (?, ?, 'settled')",
                exit.id(),
                hold);
    }

    private static String stay(TestExit exit, String actor) {
        return exit.as(actor, () -> exit.sql(
                        "insert into handback.stay_declared (exit_id, reason) values (?, 'the vendor filed') returning stay",
                        exit.id())
                .query(String.class)
                .single());
    }

    private static void liftStay(
            TestExit exit, String actor, String stay, @Nullable String document, @Nullable String issuer) {
        exit.insert(actor, """
                insert into handback.stay_lifted (exit_id, stay, document, issuer, scope, dated, reason)
                values (?, ?, ?, ?, 'retrieval of all assets', '2020-01-01', 'leave of the court')""", exit.id(), stay, document, issuer);
    }

    private static void cancel(TestExit exit, String actor) {
        exit.insert(
                actor,
                "insert into handback.exit_cancelled (exit_id, reason, document) values (?, 'the contract goes on', 'Amendment 4')",
                exit.id());
    }

    private static void trigger(TestExit exit, String trigger) {
        exit.insert(
                "olga",
                "insert into handback.trigger_changed (exit_id, trigger, since, document, reason) values (?, ?, '2020-01-01', 'Notice', 'filed')",
                exit.id(),
                trigger);
    }

    private static void party(TestExit exit, String since, String name, @Nullable String capacity) {
        exit.insert("olga", """
                insert into handback.party_changed (exit_id, party, since, name, capacity, document, reason)
                values (?, 'VENDOR', ?::date, ?, ?, 'Order', 'appointed')""", exit.id(), since, name, capacity);
    }

    private static void secondAccountOfOlga() {
        var superuser = org.springframework.jdbc.core.simple.JdbcClient.create(database.superuser());
        superuser
                .sql(
                        "insert into handback.person (id, identity_key, name, email) values ('olga2', 'olga', 'Olga', 'o@client.example')")
                .update();
        superuser
                .sql("insert into handback.membership_change (person, grp, granted) select 'olga2', 'legal', true"
                        + " where set_config('handback.actor', 'system:test', true) is not null")
                .update();
    }

    private static List<String> standstill(TestExit exit, @Nullable String asset) {
        return exit.sql("select code from handback.standstill(?, ?)", exit.id(), asset)
                .query(String.class)
                .list();
    }

    private static List<String> connection(TestExit exit) {
        return exit.sql("select code from handback.connection_findings(?, 'vendor-git')", exit.id())
                .query(String.class)
                .list();
    }

    private static String certificate(TestExit exit, String number) {
        return exit.sql("select state from handback.certificate_state where number = ?", number)
                .query(String.class)
                .single();
    }

    private static List<String> codes(ThrowingCallable command) {
        var refused = catchThrowableOfType(
                GateRefused.class,
                () -> Refusals.told(() -> {
                    try {
                        command.call();
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Throwable e) {
                        throw new AssertionError(e);
                    }
                    return "";
                }));
        return refused.findings().stream().map(Finding::code).toList();
    }
}
