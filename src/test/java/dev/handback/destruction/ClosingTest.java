package dev.handback.destruction;

import static dev.handback.destruction.OrderedExit.ROW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** When an exit may close, with or without residuals, and what opens it again: plain SQL as the application's role. */
class ClosingTest {
    private static final TestDatabase DATABASE = TestDatabase.create();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void namesEverythingThatIsOpenBeforeItCloses() {
        var exit = OrderedExit.certified(DATABASE, "a");

        assertThat(exit.gate("olga", "CLOSE", null)).containsExactly("RETURN_NOT_FINAL");
        assertThat(exit.gate("olga", "CLOSE", "CLOSED"))
                .containsExactlyInAnyOrder(
                        "RETURN_NOT_FINAL",
                        "DESTRUCTION_NOT_DONE",
                        "DESTRUCTION_NOT_FINAL",
                        "ACCESS_NOT_REVOKED",
                        "ACCESS_NOT_REVOKED",
                        "CHECKLIST_OPEN",
                        "CHECKLIST_OPEN");
        assertThatThrownBy(() -> shut(exit, "CLOSED")).hasMessageContaining("gate CLOSE is shut");
    }

    @Test
    void closesWhenBothFinalsAreSignedAndAccessIsRevoked() {
        var exit = finished("a");

        assertThat(exit.exit.exitState()).isEqualTo("RETURN_FINAL");
        assertThatThrownBy(() -> shut(exit, "WITH_RESIDUALS")).hasMessageContaining("gate CLOSE is shut");
        shut(exit, "CLOSED");

        assertThat(exit.exit.exitState()).isEqualTo("CLOSED");
        assertThat(exit.gate("olga", "CLOSE", null)).containsExactly("CLOSED_ALREADY");
        assertThatThrownBy(() -> exit.exit.insert(
                        "lea",
                        "insert into handback.exit_cancelled (exit_id, reason, document) values (?, 'too late', 'letter')",
                        exit.exit.id()))
                .hasMessageContaining("is closed and cannot be cancelled");
    }

    @Test
    void closesWithoutADestructionCertificateWhenNothingIsToBeDestroyed() {
        var exit =
                OrderedExit.of(new TestExit(DATABASE).register("kept").agree().authorise());
        exit.exit.attempt("kept", "VERIFIED").check("erin", "kept").fixity("kept", "INTACT");
        exit.exit.sign("lea", exit.exit.drawUp("ASSET_RETURN", "FINAL", "kept"));
        listSettled(exit);

        shut(exit, "CLOSED");

        assertThat(exit.exit.exitState()).isEqualTo("CLOSED");
    }

    @Test
    void isReopenedByALateSealAndClosesAgainOnceThatIsDecided() {
        var exit =
                OrderedExit.of(new TestExit(DATABASE).register("kept").agree().authorise());
        exit.exit.attempt("kept", "VERIFIED").check("erin", "kept").fixity("kept", "INTACT");
        exit.exit.sign("lea", exit.exit.drawUp("ASSET_RETURN", "FINAL", "kept"));
        listSettled(exit);
        shut(exit, "CLOSED");

        exit.exit.insert(
                "erin",
                "insert into handback.quarantined (exit_id, asset, number, reason) values (?, 'kept', 1, 'of others')",
                exit.exit.id());

        assertThat(exit.exit.exitState()).isEqualTo("REOPENED");
        assertThatThrownBy(() -> shut(exit, "CLOSED")).hasMessageContaining("gate CLOSE is shut");
        exit.exit.insert(
                "leo",
                "insert into handback.quarantine_released (exit_id, quarantine, reason) values (?, ?, 'it is ours')",
                exit.exit.id(),
                exit.exit.id() + "-Q1");
        shut(exit, "CLOSED");
        assertThat(exit.exit.exitState()).isEqualTo("CLOSED");
    }

    @Test
    void isReopenedByALateContradictionAndClosesAgain() {
        var exit = finished("a");
        shut(exit, "CLOSED");

        exit.probe("a", "CONTRADICTED");

        assertThat(exit.exit.exitState()).isEqualTo("REOPENED");
        assertThat(exit.gate("olga", "CLOSE", null))
                .containsExactlyInAnyOrder("DESTRUCTION_CONTRADICTED", "FINAL_CONTRADICTED");
        var again = exit.attestToday(number(exit), "a");
        exit.probe("a", "INDETERMINATE").decide("leo", again, "ACCEPTED", "a");
        assertThat(exit.gate("olga", "CLOSE", "CLOSED")).containsExactly("FINAL_CONTRADICTED");
        exit.exit.sign("lea", exit.exit.drawUp("DESTRUCTION", "FINAL", "a"));
        shut(exit, "CLOSED");
        assertThat(exit.exit.exitState()).isEqualTo("CLOSED");
    }

    @Test
    void closesOverATailOnlyWithItsResidual() {
        var exit = withTail();

        assertThat(exit.gate("olga", "CLOSE", "CLOSED"))
                .containsExactlyInAnyOrder("TAIL_OPEN", "DESTRUCTION_NOT_FINAL");
        assertThat(exit.gate("olga", "CLOSE", "WITH_RESIDUALS"))
                .containsExactlyInAnyOrder("RESIDUAL_MISSING", "NO_RESIDUAL");
        assertThatThrownBy(() -> residual(exit, "TAIL", "a", "2098-12-31"))
                .hasMessageContaining("lasts until 2099-01-01");
        var tail = residual(exit, "TAIL", "a", "2099-01-02");
        assertThatThrownBy(() -> residual(exit, "TAIL", "a", "2099-01-02")).hasMessageContaining("is listed already");
        shut(exit, "WITH_RESIDUALS");

        assertThat(exit.exit.exitState()).isEqualTo("CLOSED_WITH_RESIDUALS");
        assertThatThrownBy(() -> settle(exit, tail))
                .hasMessageContaining("is not over: the holder's copies last until");
        var second = exit.attestToday(number(exit), "a");
        exit.probe("a", "INDETERMINATE").decide("leo", second, "ACCEPTED", "a");
        assertThatThrownBy(() -> settle(exit, tail)).hasMessageContaining("DESTRUCTION_NOT_FINAL");
        exit.exit.sign("lea", exit.exit.drawUp("DESTRUCTION", "FINAL", "a"));
        settle(exit, tail);
        assertThat(exit.exit.exitState()).isEqualTo("CLOSED");
    }

    @Test
    void keepsADutyOfSecrecyOpenUntilAPersonSaysThatItIsOver() {
        var exit = finished("a");
        var secrecy = residual(exit, "OBLIGATION", null, "2099-01-01");

        assertThat(exit.gate("olga", "CLOSE", "CLOSED")).containsExactly("RESIDUAL_OPEN");
        shut(exit, "WITH_RESIDUALS");
        exit.exit.insert(
                TestExit.SYSTEM,
                "insert into handback.residual_reminded (exit_id, residual) values (?, ?)",
                exit.exit.id(),
                secrecy);
        settle(exit, secrecy);

        assertThat(exit.exit.exitState()).isEqualTo("CLOSED");
        assertThatThrownBy(() -> exit.exit.insert(
                        TestExit.SYSTEM,
                        "insert into handback.residual_reminded (exit_id, residual) values (?, ?)",
                        exit.exit.id(),
                        secrecy))
                .hasMessageContaining("is not open");
    }

    @Test
    void settlesWhatIsOverBeforeItClosesAndOneOfSeveralAfterwards() {
        var open = OrderedExit.certified(DATABASE, "a");
        assertThat(settle(open, residual(open, "OBLIGATION", null, "2099-01-01")))
                .as("gate CLOSE is still to be passed")
                .isEqualTo(1);

        var exit = finished("a");
        var secrecy = residual(exit, "OBLIGATION", null, "2099-01-01");
        var support = residual(exit, "OBLIGATION", null, "2099-06-30");
        shut(exit, "WITH_RESIDUALS");
        settle(exit, secrecy);
        assertThat(exit.exit.exitState()).isEqualTo("CLOSED_WITH_RESIDUALS");
        settle(exit, support);
        assertThat(exit.exit.exitState()).isEqualTo("CLOSED");
    }

    @Test
    void listsNothingAsLeftOverThatIsNot() {
        var exit = finished("a");

        assertThatThrownBy(() -> residual(exit, "DISPUTE", "a", "2099-01-01"))
                .hasMessageContaining("nothing of this kind open");
        assertThatThrownBy(() -> residual(exit, "HOLD", null, "2099-01-01"))
                .hasMessageContaining("nothing of this kind open");
        assertThatThrownBy(() -> residual(exit, "OBLIGATION", null, "2020-01-01"))
                .hasMessageContaining("expected a day to come");
        assertThatThrownBy(() -> settle(exit, "X-S1")).hasMessageContaining("this exit has no residual X-S1");
    }

    @Test
    void closesOverAHoldWithItsResidualAlthoughNothingMayBeDestroyed() {
        var exit = OrderedExit.certified(DATABASE, "a");
        exit.exit.fixity("a", "INTACT").sign("lea", exit.exit.drawUp("ASSET_RETURN", "FINAL", "a"));
        listSettled(exit);
        exit.hold("lea", "a");

        assertThat(exit.gate("olga", "CLOSE", "WITH_RESIDUALS"))
                .containsExactlyInAnyOrder("RESIDUAL_MISSING", "NO_RESIDUAL");
        residual(exit, "HOLD", "a", "2099-01-01");
        shut(exit, "WITH_RESIDUALS");
        assertThat(exit.exit.exitState()).isEqualTo("CLOSED_WITH_RESIDUALS");
    }

    @Test
    void staysClosedWithResidualsUntilWhatAHoldKeptIsDestroyedAndOnTheFinalRecord() {
        var exit = OrderedExit.certified(DATABASE, "a");
        exit.exit.fixity("a", "INTACT").sign("lea", exit.exit.drawUp("ASSET_RETURN", "FINAL", "a"));
        listSettled(exit);
        exit.hold("lea", "a");
        var kept = residual(exit, "HOLD", "a", "2099-01-01");
        shut(exit, "WITH_RESIDUALS");
        exit.liftHolds();

        assertThatThrownBy(() -> settle(exit, kept)).hasMessageContaining("DESTRUCTION_NOT_DONE");
        var said = exit.attestToday(exit.served("a"), "a");
        exit.probe("a", "INDETERMINATE").decide("leo", said, "ACCEPTED", "a");
        assertThatThrownBy(() -> settle(exit, kept)).hasMessageContaining("DESTRUCTION_NOT_FINAL");
        exit.exit.sign("lea", exit.exit.drawUp("DESTRUCTION", "FINAL", "a"));
        assertThat(exit.exit.exitState()).isEqualTo("CLOSED_WITH_RESIDUALS");
        settle(exit, kept);
        assertThat(exit.exit.exitState()).isEqualTo("CLOSED");
    }

    @Test
    void settlesNoResidualOfAnAssetThatIsNotDestroyedAlthoughAnotherStaysOpen() {
        var exit = OrderedExit.certified(DATABASE, "a");
        exit.exit.fixity("a", "INTACT").sign("lea", exit.exit.drawUp("ASSET_RETURN", "FINAL", "a"));
        listSettled(exit);
        exit.hold("lea", "a");
        var kept = residual(exit, "HOLD", "a", "2099-01-01");
        residual(exit, "OBLIGATION", null, "2099-01-01");
        shut(exit, "WITH_RESIDUALS");
        exit.liftHolds();

        assertThatThrownBy(() -> settle(exit, kept)).hasMessageContaining("DESTRUCTION_NOT_DONE");
    }

    @Test
    void wantsARecordOfWhatIsDestroyedAlsoWhileAnotherAssetIsExcused() {
        var exit = OrderedExit.certified(DATABASE, "a", "b");
        var said = exit.attestToday(exit.served("a"), "a");
        exit.probe("a", "INDETERMINATE").decide("leo", said, "ACCEPTED", "a");
        exit.exit.sign("lea", exit.exit.drawUp("ASSET_RETURN", "FINAL", "a", "b"));
        listSettled(exit);
        exit.hold("lea", "b");
        residual(exit, "HOLD", "b", "2099-01-01");

        assertThat(exit.gate("olga", "CLOSE", "WITH_RESIDUALS")).containsExactly("DESTRUCTION_NOT_CERTIFIED");
        exit.exit.sign("lea", exit.exit.drawUp("DESTRUCTION", "INTERIM", "a"));
        shut(exit, "WITH_RESIDUALS");
        assertThat(exit.exit.exitState()).isEqualTo("CLOSED_WITH_RESIDUALS");
    }

    @Test
    void closesOverAnAssetThatNeverCameOnlyWithAnObligationThatStands() {
        var exit = OrderedExit.registered(DATABASE, "a", "gone");
        exit.exit.attempt("a", "VERIFIED").check("erin", "a").fixity("a", "INTACT");
        exit.except("EXCEPT", "gone");
        exit.exit.sign("lea", exit.exit.drawUp("ASSET_RETURN", "FINAL", "a", "gone"));
        var said = exit.attestToday(exit.served("a"), "a");
        exit.probe("a", "INDETERMINATE").decide("leo", said, "ACCEPTED", "a");
        exit.exit.sign("lea", exit.exit.drawUp("DESTRUCTION", "INTERIM", "a"));
        listSettled(exit);

        assertThat(exit.gate("olga", "CLOSE", "CLOSED"))
                .containsExactlyInAnyOrder("DESTRUCTION_NOT_DONE", "DESTRUCTION_NOT_FINAL");
        assertThat(exit.gate("olga", "CLOSE", "WITH_RESIDUALS"))
                .containsExactlyInAnyOrder("RESIDUAL_MISSING", "NO_RESIDUAL");
        var breach = residual(exit, "OBLIGATION", "gone", "2099-01-01");
        shut(exit, "WITH_RESIDUALS");
        assertThatThrownBy(() -> settle(exit, breach)).hasMessageContaining("DESTRUCTION_NOT_DONE");
    }

    @Test
    void closesOverABreachOnlyWithItsObligation() {
        var exit = finished("a");
        exit.probe("a", "CONTRADICTED");
        assertThat(exit.gate("olga", "CLOSE", "WITH_RESIDUALS"))
                .contains("DESTRUCTION_CONTRADICTED")
                .doesNotContain("RESIDUAL_MISSING");
        exit.except("UNATTESTED", "a");

        assertThat(exit.gate("olga", "CLOSE", "CLOSED")).contains("DESTRUCTION_CONTRADICTED");
        assertThat(exit.gate("olga", "CLOSE", "WITH_RESIDUALS"))
                .containsExactlyInAnyOrder("RESIDUAL_MISSING", "NO_RESIDUAL");
        residual(exit, "OBLIGATION", "a", "2099-01-01");
        shut(exit, "WITH_RESIDUALS");
        assertThat(exit.exit.exitState()).isEqualTo("CLOSED_WITH_RESIDUALS");
    }

    @Test
    void countsNoRecordThatWasSignedBeforeTheEndThatItShouldTellOf() {
        var exit = OrderedExit.certified(DATABASE, "a", "b");
        var number = exit.served("a", "b");
        var said = exit.attest(number, ROW.formatted("a", exit.today()), ROW.formatted("b", exit.today()));
        exit.probe("a", "INDETERMINATE").probe("b", "INDETERMINATE").decide("leo", said, "ACCEPTED", "a", "b");
        exit.exit.sign("lea", exit.exit.drawUp("ASSET_RETURN", "FINAL", "a", "b"));
        exit.exit.sign("lea", exit.exit.drawUp("DESTRUCTION", "INTERIM", "a"));
        exit.probe("a", "CONTRADICTED");
        var again = exit.attestToday(number, "a");
        exit.probe("a", "INDETERMINATE").decide("leo", again, "ACCEPTED", "a");

        assertThatThrownBy(() -> exit.exit.sign("lea", exit.exit.drawUp("DESTRUCTION", "FINAL", "b")))
                .hasMessageContaining("NOT_IN_SCOPE");
        exit.exit.sign("lea", exit.exit.drawUp("DESTRUCTION", "INTERIM", "a"));
        exit.exit.sign("lea", exit.exit.drawUp("DESTRUCTION", "FINAL", "b"));
        listSettled(exit);
        shut(exit, "CLOSED");
    }

    @Test
    void wantsAHoldAndADisputeOverTheSameAssetListedEach() {
        var exit = OrderedExit.certified(DATABASE, "a");
        exit.exit.fixity("a", "INTACT").sign("lea", exit.exit.drawUp("ASSET_RETURN", "FINAL", "a"));
        listSettled(exit);
        exit.hold("lea", "a");
        exit.exit.insert(
                "lea",
                "insert into handback.dispute_raised (exit_id, asset, party, reason) values (?, 'a', 'Orbit', 'unpaid')",
                exit.exit.id());
        residual(exit, "HOLD", "a", "2099-01-01");

        assertThat(exit.gate("olga", "CLOSE", "CLOSED")).contains("ON_HOLD", "DISPUTED");
        assertThat(exit.gate("olga", "CLOSE", "WITH_RESIDUALS")).containsExactly("RESIDUAL_MISSING");
        residual(exit, "DISPUTE", "a", "2099-01-01");
        shut(exit, "WITH_RESIDUALS");
    }

    @Test
    void endsWhatNeverComesOnTheWordOfTwoThatNobodyEverAttestedIt() {
        var exit = OrderedExit.registered(DATABASE, "a", "gone");
        exit.exit.attempt("a", "VERIFIED").check("erin", "a").fixity("a", "INTACT");
        exit.except("EXCEPT", "gone");
        exit.exit.sign("lea", exit.exit.drawUp("ASSET_RETURN", "FINAL", "a", "gone"));
        var said = exit.attestToday(exit.served("a"), "a");
        exit.probe("a", "INDETERMINATE").decide("leo", said, "ACCEPTED", "a");
        listSettled(exit);

        exit.except("UNATTESTED", "gone");

        assertThat(exit.state("gone")).isEqualTo("UNATTESTED");
        exit.exit.sign("lea", exit.exit.drawUp("DESTRUCTION", "FINAL", "a", "gone"));
        shut(exit, "CLOSED");
    }

    @Test
    void isNotOverByItsLastResidualWhileAQuarantineIsOpen() {
        var exit =
                OrderedExit.of(new TestExit(DATABASE).register("kept").agree().authorise());
        exit.exit.attempt("kept", "VERIFIED").check("erin", "kept").fixity("kept", "INTACT");
        exit.exit.attempt("kept", "VERIFIED").check("erin", "kept").fixity("kept", "INTACT");
        exit.exit.sign("lea", exit.exit.drawUp("ASSET_RETURN", "FINAL", "kept"));
        listSettled(exit);
        exit.hold("olga", "kept");
        exit.exit.insert(
                "erin",
                "insert into handback.quarantined (exit_id, asset, number, reason) values (?, 'kept', 1, 'of others')",
                exit.exit.id());
        var held = residual(exit, "HOLD", "kept", "2099-01-01");
        shut(exit, "WITH_RESIDUALS");
        exit.liftHolds();

        assertThatThrownBy(() -> settle(exit, held)).hasMessageContaining("QUARANTINE_OPEN");
    }

    @Test
    void isReopenedByLegalsWordAgainstWhatItAccepted() {
        var exit = finished("a");
        shut(exit, "CLOSED");

        exit.decide("leo", exit.exit.id() + "-A1", "CONTRADICTED", "a");

        assertThat(exit.exit.exitState()).isEqualTo("REOPENED");
        assertThat(exit.state("a")).isEqualTo("CONTRADICTED");
        assertThatThrownBy(() -> exit.decide("leo", exit.exit.id() + "-A1", "ACCEPTED", "a"))
                .hasMessageContaining("is decided already (contradicted)");
        assertThatThrownBy(() -> exit.decide("leo", exit.exit.id() + "-A1", "CONTRADICTED", "a"))
                .hasMessageContaining("is decided already (contradicted)");
    }

    @Test
    void closesNoDrill() {
        var exit = OrderedExit.of(new TestExit(DATABASE, "DRILL").register("a").agree());

        assertThat(exit.gate("olga", "CLOSE", null)).containsExactly("DRILL_NOT_CLOSED");
    }

    private static OrderedExit finished(String asset) {
        var exit = OrderedExit.certified(DATABASE, asset);
        var said = exit.attestToday(exit.served(asset), asset);
        exit.probe(asset, "INDETERMINATE").decide("leo", said, "ACCEPTED", asset);
        exit.exit.sign("lea", exit.exit.drawUp("ASSET_RETURN", "FINAL", asset));
        exit.exit.sign("lea", exit.exit.drawUp("DESTRUCTION", "FINAL", asset));
        listSettled(exit);
        return exit;
    }

    private static OrderedExit withTail() {
        var exit = OrderedExit.certified(DATABASE, "a");
        var said = exit.attest(
                exit.served("a"),
                ROW.formatted("a", exit.today())
                        .replace(
                                "\"locations\"",
                                "\"tails\": [{\"what\": \"backups\", \"until\": \"2099-01-01\"}], \"locations\""));
        exit.probe("a", "INDETERMINATE").decide("leo", said, "ACCEPTED", "a");
        exit.exit.sign("lea", exit.exit.drawUp("ASSET_RETURN", "FINAL", "a"));
        listSettled(exit);
        return exit;
    }

    private static String number(OrderedExit exit) {
        return exit.exit.id() + "-D1";
    }

    /** The checklist: access on both sides, credentials, knowledge. */
    private static void listSettled(OrderedExit exit) {
        exit.exit.insert("olga", """
                insert into handback.access_revoked (exit_id, direction, connection, since, reported_by, document)
                values (?, 'OURS', 'vendor-git', '2026-11-01', 'Vendor', 'letter'), (?, 'VENDORS', null, '2026-11-01', 'Our IT', 'ticket 7')""", exit.exit.id(), exit.exit.id());
        exit.exit.insert("erin", """
                insert into handback.checklist_settled (exit_id, item, result, done_on, done_by, evidence)
                values (?, 'credentials', 'DONE', '2026-11-01', 'Erin', 'ticket 8')""", exit.exit.id());
        exit.exit.insert("erin", """
                insert into handback.checklist_settled (exit_id, item, result, done_on, done_by, evidence)
                values (?, 'knowledge', 'DONE', '2026-11-01', 'Erin', 'minutes of 1 November')""", exit.exit.id());
    }

    private static int shut(OrderedExit exit, String mode) {
        return exit.exit.insert(
                "olga",
                "insert into handback.exit_closed (exit_id, mode, reason) values (?, ?, 'all done')",
                exit.exit.id(),
                mode);
    }

    private static String residual(
            OrderedExit exit, String kind, @org.jspecify.annotations.Nullable String asset, String due) {
        return exit.exit.as("olga", () -> exit.exit
                .sql("""
                insert into handback.residual_opened (exit_id, kind, asset, what, owner, due)
                values (?, ?, ?, 'what is left', 'otto', ?::date) returning residual""", exit.exit.id(), kind, asset, due)
                .query(String.class)
                .single());
    }

    private static int settle(OrderedExit exit, String residual) {
        return exit.exit.insert(
                "olga",
                "insert into handback.residual_settled (residual, exit_id, how) values (?, ?, 'it is over')",
                residual,
                exit.exit.id());
    }
}
