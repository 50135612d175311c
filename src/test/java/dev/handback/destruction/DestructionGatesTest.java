package dev.handback.destruction;

import static dev.handback.destruction.OrderedExit.ROW;
import static dev.handback.destruction.OrderedExit.certified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.exits.GateRefused;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What may be destroyed, ordered and accepted, as a script with the application's own role meets it: plain SQL. */
class DestructionGatesTest {
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
    void walksFromClearanceToAcceptedEvidence() {
        var it = certified(database, "repo-1");
        assertThat(it.state("repo-1")).isEqualTo("NONE");
        it.clear("lea", "repo-1");
        assertThat(it.state("repo-1")).isEqualTo("CLEARED");
        var number = it.drawUp("repo-1");
        it.order("olga", number);
        assertThat(it.state("repo-1")).isEqualTo("ORDERED");
        it.serve(number);
        assertThat(it.state("repo-1")).isEqualTo("SERVED");
        var attestation = it.attestToday(number, "repo-1");
        assertThat(it.state("repo-1")).isEqualTo("ATTESTED");
        assertThat(it.gate("lea", "ACCEPT", "repo-1")).containsExactly("NOT_PROBED");
        it.probe("repo-1", "INDETERMINATE");

        it.decide("lea", attestation, "ACCEPTED", "repo-1");

        assertThat(it.state("repo-1")).isEqualTo("EVIDENCE_ACCEPTED");
        assertThat(done(it, "repo-1")).isNull();
    }

    @Test
    void clearsNothingThatIsNotCertifiedOnASignedReturnCertificate() {
        var it = OrderedExit.registered(database, "repo-1");
        assertThat(codes(() -> it.clear("lea", "repo-1"))).containsExactly("NOT_CERTIFIED");
        it.exit.attempt("repo-1", "VERIFIED").check("erin", "repo-1").fixity("repo-1", "INTACT");
        assertThat(codes(() -> it.clear("lea", "repo-1"))).containsExactly("NOT_CERTIFIED");
        it.exit.sign("leo", it.exit.drawUp("CUSTODY_RECORD", "INTERIM", "repo-1"));

        assertThat(codes(() -> it.clear("lea", "repo-1"))).containsExactly("NOT_CERTIFIED");
        assertThat(done(it, "repo-1")).isEqualTo("DESTRUCTION_NOT_DONE");
    }

    @Test
    void ordersNothingWithoutALivingClearanceOfAnotherPerson() {
        var it = certified(database, "repo-1", "repo-2");
        assertThat(it.gate("olga", "ORDER", "repo-1")).contains("NOT_CLEARED");
        it.exit.insert(
                TestExit.SYSTEM,
                "insert into handback.membership_change (person, grp, granted) values ('leo', 'operations', true)");
        it.clear("leo", "repo-1", "repo-2");
        var number = it.drawUp("repo-1", "repo-2");

        assertThat(codes(() -> it.order("leo", number))).containsExactly("ORDERER_CLEARED", "ORDERER_CLEARED");
        assertThatThrownBy(() -> it.order("lea", number)).hasMessageContaining("expected a member of operations");

        it.order("olga", number);
        var again = it.drawUp("repo-1");
        assertThat(codes(() -> it.order("olga", again))).contains("CLEARANCE_CONSUMED");
    }

    @Test
    void clearsWhatIsNotOursAloneOnlyOnCounselsBasis() {
        var exit = new TestExit(database)
                .register("only", "FOREGROUND", "DESTROY_ONLY")
                .register("joint", "JOINT", "RETURN_THEN_DESTROY");
        var it = OrderedExit.of(exit.agree().authorise());
        assertThat(codes(() -> it.clear("lea", "only"))).containsExactly("COUNSEL_BASIS_MISSING");
        assertThat(codes(() -> it.clear("lea", "joint"))).containsExactly("NOT_CERTIFIED", "COUNSEL_BASIS_MISSING");

        exit.insert(
                "lea",
                "insert into handback.counsel_basis (exit_id, scope, basis) values (?, '[\"only\"]', 'clause 3')",
                exit.id());
        it.clear("leo", "only");

        assertThat(it.state("only")).isEqualTo("CLEARED");
    }

    @Test
    void clearsNothingDisputedUndeterminedKeptOrNeededByAnother() {
        var exit = new TestExit(database)
                .register("kept", "FOREGROUND", "RETURN")
                .register("whose", "UNDETERMINED", "RETURN_THEN_DESTROY");
        var it = OrderedExit.of(exit.agree().authorise());
        assertThat(codes(() -> it.clear("lea", "kept"))).containsExactly("NOT_TO_BE_DESTROYED");
        assertThat(codes(() -> it.clear("lea", "whose"))).contains("ORIGIN_UNDETERMINED");
        assertThat(codes(() -> it.clear("lea", "nothing"))).containsExactly("NO_SUCH_ASSET");

        var other = certified(database, "library");
        other.exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition, connection, locator, depends_on)
                values (?, 'product', 1, 'ADDED', 'Product', 'git-repository', 'FOREGROUND', 'RETURN', 'vendor-git', 'https://x/product', 'library;tools')""", other.exit.id());
        assertThat(codes(() -> other.clear("lea", "library"))).containsExactly("DEPENDENT_NOT_CERTIFIED");

        var contested = certified(database, "repo-1");
        contested.exit.insert(
                "erin",
                "insert into handback.dispute_raised (exit_id, asset, party, reason) values (?, 'repo-1', 'Vendor', 'fees')",
                contested.exit.id());
        assertThat(codes(() -> contested.clear("lea", "repo-1"))).containsExactly("DISPUTED");
    }

    @Test
    void recallsWhatAHoldOrStayForbidsInTheSameTransaction() {
        var it = certified(database, "repo-1", "repo-2");
        var number = it.served("repo-1", "repo-2");

        it.hold("olga", "repo-1");

        assertThat(it.state("repo-1")).isEqualTo("RECALLED");
        assertThat(it.state("repo-2")).isEqualTo("SERVED");
        assertThat(recalled(it)).containsExactly("olga true [\"repo-1\"]");
        assertThat(codes(() -> it.clear("lea", "repo-1"))).containsExactly("ON_HOLD");
        it.liftHolds();
        it.clear("lea", "repo-1");
        assertThat(it.state("repo-1")).isEqualTo("CLEARED");

        it.exit.insert(
                "lea", "insert into handback.stay_declared (exit_id, reason) values (?, 'insolvency')", it.exit.id());
        assertThat(it.state("repo-1")).isEqualTo("RECALLED");
        assertThat(it.state("repo-2")).isEqualTo("RECALLED");
        assertThat(number).isNotEmpty();
    }

    @Test
    void servesARecallOnlyWithItsSealedDocument() {
        var it = certified(database, "repo-1", "repo-2");
        it.served("repo-1", "repo-2");
        it.hold("olga", "repo-1");
        assertThatThrownBy(() -> serveRecall(it)).hasMessageContaining("is not sealed yet: call the holder now");
        assertThatThrownBy(() -> sealRecall(it, "lea", "c")).hasMessageContaining("written by the system alone");
        assertThatThrownBy(() -> sealRecall(it, TestExit.SYSTEM, "d")).hasMessageContaining("was not sealed as dddd");
        sealRecall(it, TestExit.SYSTEM, "c");

        serveRecall(it);

        assertThat(it.exit.sql("""
                select fact_table from handback.ledger_entry where exit_id = ? and fact_table like 'recall%' order by seq""", it.exit.id()).query(String.class).list())
                .containsExactly("recall_notice", "recall_served");
    }

    @Test
    void sealsNoRecallOfWhatNobodyWasServed() {
        var it = certified(database, "repo-1");
        it.ordered("repo-1");
        it.hold("olga", "repo-1");

        assertThatThrownBy(() -> sealRecall(it, TestExit.SYSTEM, "c")).hasMessageContaining("was never served");
    }

    /** @param digit of the digest of the order that it claims to recall */
    private static void sealRecall(OrderedExit it, String who, String digit) {
        it.exit.insert(who, """
                insert into handback.recall_notice (recall, exit_id, addressee, order_sealed_sha256, confirm_by, pdf_sha256, facts_sha256, sealed_sha256)
                values (? || '-R1', ?, 'Vendor', repeat(?, 64), '2099-01-01', repeat('1', 64), repeat('2', 64), repeat('3', 64))""", it.exit.id(), it.exit.id(), digit);
    }

    private static void serveRecall(OrderedExit it) {
        it.exit.insert("olga", """
                insert into handback.recall_served (recall, exit_id, served_at, place, served_by, channel)
                values (? || '-R1', ?, handback.now(), 'UTC', 'Olga', 'EMAIL')""", it.exit.id(), it.exit.id());
    }

    @Test
    void recallsAnOrderWholeThatWasNotServedYet() {
        var it = certified(database, "repo-1", "repo-2");
        var number = it.ordered("repo-1", "repo-2");

        it.hold("lea", "repo-1");

        assertThat(it.state("repo-2")).isEqualTo("RECALLED");
        assertThatThrownBy(() -> it.serve(number)).hasMessageContaining("was recalled and must not be served");
    }

    @Test
    void recallsWhenAnotherHoldingDamageDisputeOrCancellationOvertakes() {
        var passed = certified(database, "repo-1");
        passed.clear("lea", "repo-1");
        passed.exit.attempt("repo-1", "VERIFIED");
        assertThat(passed.state("repo-1")).isEqualTo("RECALLED");

        var damaged = certified(database, "repo-1");
        damaged.served("repo-1");
        damaged.exit.fixity("repo-1", "MISMATCH");
        assertThat(damaged.state("repo-1")).isEqualTo("RECALLED");

        var contested = certified(database, "repo-1");
        contested.ordered("repo-1");
        contested.exit.insert(
                "erin",
                "insert into handback.dispute_raised (exit_id, asset, party, reason) values (?, 'repo-1', 'Vendor', 'fees')",
                contested.exit.id());
        assertThat(contested.state("repo-1")).isEqualTo("RECALLED");

        var cancelled = certified(database, "repo-1");
        cancelled.served("repo-1");
        cancelled.exit.insert(
                "lea",
                "insert into handback.exit_cancelled (exit_id, reason, document) values (?, 'settled', 'letter')",
                cancelled.exit.id());
        assertThat(cancelled.state("repo-1")).isEqualTo("RECALLED");
        assertThat(cancelled.exit.state("repo-1")).isEqualTo("CERTIFIED");
    }

    @Test
    void letsTheDatabaseAloneRecall() {
        var it = certified(database, "repo-1");
        var clearance = it.clear("lea", "repo-1");

        assertThatThrownBy(() -> it.exit.insert("lea", """
                insert into handback.destruction_recalled (recall, exit_id, ordinal, clearance, served, scope, findings)
                values ('R', ?, 1, ?, false, '[]', '[]')""", it.exit.id(), clearance))
                .rootCause()
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> it.exit.insert(
                        "lea",
                        "insert into handback.order_asset values ('D', ?, 'repo-1', ?)",
                        it.exit.id(),
                        clearance))
                .rootCause()
                .hasMessageContaining("permission denied");
    }

    @Test
    void ordersNothingInADrill() {
        var exit = new TestExit(database, "DRILL")
                .register("repo-1", "FOREGROUND", "RETURN_THEN_DESTROY")
                .agree()
                .authorise();
        exit.attempt("repo-1", "VERIFIED").check("erin", "repo-1").fixity("repo-1", "INTACT");
        exit.sign("lea", exit.drawUp("ASSET_RETURN", "INTERIM", "repo-1"));
        var it = OrderedExit.of(exit);
        it.clear("lea", "repo-1");

        assertThat(it.gate("olga", "ORDER", null)).contains("DRILL_NO_ORDER");
        assertThatThrownBy(() -> it.drawUp("repo-1"))
                .hasMessageContaining("a drill commands no holder: a destruction order");
    }

    @Test
    void recordsWhatWasErasedBeforeItWasOrderedAndNeverRejectsIt() {
        var it = certified(database, "repo-1", "repo-2");
        var number = it.served("repo-1");
        var early = it.attest(number, ROW.formatted("repo-1", "2020-02-29"));
        it.probe("repo-1", "INDETERMINATE");
        assertThat(notes(it, early, "repo-1")).contains("BEFORE_INSTRUCTION");
        it.decide("lea", early, "ACCEPTED", "repo-1");
        assertThat(it.state("repo-1")).isEqualTo("ERASED_WITHOUT_INSTRUCTION");

        var unasked = it.attest(null, ROW.formatted("repo-2", it.today()));
        it.probe("repo-2", "INDETERMINATE");
        it.decide("lea", unasked, "ACCEPTED", "repo-2");
        assertThat(it.state("repo-2")).isEqualTo("ERASED_WITHOUT_INSTRUCTION");
        assertThat(done(it, "repo-2")).isNull();
    }

    @Test
    void comparesTheCalendarDayAtTheHoldersPlace() {
        var it = certified(database, "repo-1");
        var number = it.ordered("repo-1");
        it.exit.insert("otto", """
                insert into handback.order_served (number, exit_id, served_at, place, served_by, channel)
                values (?, ?, handback.now(), 'Pacific/Kiritimati', 'Olga', 'EMAIL')""", number, it.exit.id());
        var there = it.exit
                .sql("select (now() at time zone 'Pacific/Kiritimati')::date::text")
                .query(String.class)
                .single();

        var attestation = it.attest(number, ROW.formatted("repo-1", there));

        assertThat(notes(it, attestation, "repo-1")).doesNotContain("BEFORE_INSTRUCTION");
        assertThat(gaps(it, attestation, "repo-1")).doesNotContain("DATE_IN_FUTURE");
    }

    @Test
    void namesEachGapOfALetterAssetByAsset() {
        var it = certified(database, "repo-1", "repo-2");
        var number = it.served("repo-1");
        var attestation =
                it.attest(number, """
                {"asset": "repo-1", "result": "ERASED", "performer": {"name": "Pat"}, "verifier": {"name": " PAT "},
                 "subprocessors": [{"name": "Sub", "state": "IN_PROGRESS"}], "retained": [{"what": "logs"}]}""", ROW.formatted("repo-2", it.today()), ROW.formatted("other", it.today()));

        assertThat(gaps(it, attestation, "repo-1"))
                .containsExactlyInAnyOrder(
                        "DATE_MISSING",
                        "METHOD_MISSING",
                        "VERIFICATION_MISSING",
                        "LOCATIONS_MISSING",
                        "PERFORMER_IS_VERIFIER",
                        "SUBPROCESSOR_OPEN",
                        "RETAINED_WITHOUT_BASIS");
        assertThat(gaps(it, attestation, "repo-2")).containsExactly("OUTSIDE_ORDER");
        assertThat(gaps(it, attestation, "other")).containsExactly("NOT_REGISTERED");
        it.probe("repo-1", "INDETERMINATE");
        assertThat(codes(() -> it.decide("lea", attestation, "ACCEPTED", "repo-1")))
                .contains("DATE_MISSING");
        it.decide("lea", attestation, "SENT_BACK", "repo-1");
        assertThat(it.state("repo-1")).isEqualTo("SERVED");
    }

    @Test
    void believesNoAttestationThatALookContradicts() {
        var it = certified(database, "repo-1");
        var number = it.served("repo-1");
        var first = it.attestToday(number, "repo-1");
        it.probe("repo-1", "CONTRADICTED");
        assertThat(it.state("repo-1")).isEqualTo("CONTRADICTED");
        it.probe("repo-1", "INDETERMINATE");
        assertThat(codes(() -> it.decide("lea", first, "ACCEPTED", "repo-1"))).containsExactly("PROBE_CONTRADICTS");

        var second = it.attestToday(number, "repo-1");
        it.probe("repo-1", "INDETERMINATE");
        it.decide("lea", second, "ACCEPTED", "repo-1");
        assertThat(it.state("repo-1")).isEqualTo("EVIDENCE_ACCEPTED");

        it.probe("repo-1", "CONTRADICTED");
        assertThat(it.state("repo-1")).isEqualTo("CONTRADICTED");
        assertThat(done(it, "repo-1")).isEqualTo("DESTRUCTION_CONTRADICTED");
    }

    @Test
    void acceptsNothingUnderAHoldNorByWhoRecordedIt() {
        var it = certified(database, "repo-1");
        var number = it.served("repo-1");
        it.exit.insert(
                TestExit.SYSTEM,
                "insert into handback.membership_change (person, grp, granted) values ('otto', 'legal', true)");
        var attestation = it.attestToday(number, "repo-1");
        it.probe("repo-1", "INDETERMINATE");
        assertThat(codes(() -> it.decide("otto", attestation, "ACCEPTED", "repo-1")))
                .containsExactly("ACCEPTER_RECORDED");
        it.exit.insert(
                TestExit.SYSTEM,
                "insert into handback.membership_change (person, grp, granted) values ('otto', 'legal', false)");
        it.hold("olga", "repo-1");

        assertThat(codes(() -> it.decide("lea", attestation, "ACCEPTED", "repo-1")))
                .containsExactly("ON_HOLD");
    }

    @Test
    void waitsForATailAndIsThenAttestedAgain() {
        var it = certified(database, "repo-1");
        var number = it.served("repo-1");
        var row = ROW.formatted("repo-1", it.today());
        var part = it.attest(
                number,
                row.substring(0, row.length() - 1)
                        + ", \"tails\": [{\"what\": \"backups\", \"until\": \"2099-03-01\"}]}");
        it.probe("repo-1", "INDETERMINATE");
        it.decide("lea", part, "ACCEPTED", "repo-1");
        assertThat(it.state("repo-1")).isEqualTo("TAIL");
        assertThat(done(it, "repo-1")).isNull();

        var rest = it.attestToday(number, "repo-1");
        it.probe("repo-1", "INDETERMINATE");
        it.decide("lea", rest, "ACCEPTED", "repo-1");

        assertThat(it.state("repo-1")).isEqualTo("EVIDENCE_ACCEPTED");
    }

    @Test
    void bearsGapsAndSilenceOnlyOnTheWordOfTwoOneOfThemLegal() {
        var it = certified(database, "repo-1", "repo-2");
        var number = it.served("repo-1", "repo-2");
        var attestation = it.attest(number, "{\"asset\": \"repo-1\", \"result\": \"ERASED\"}");
        it.probe("repo-1", "INDETERMINATE");
        var gaps = ask(it, "repo-1", "GAPS", attestation);
        approve(it, "otto", gaps);
        assertThat(codes(() -> it.decide("lea", attestation, "ACCEPTED", "repo-1")))
                .contains("DATE_MISSING");
        approve(it, "leo", gaps);
        it.decide("lea", attestation, "ACCEPTED", "repo-1");
        assertThat(it.state("repo-1")).isEqualTo("EVIDENCE_ACCEPTED");

        var silence = ask(it, "repo-2", "UNATTESTED", null);
        approve(it, "otto", silence);
        approve(it, "leo", silence);
        assertThat(it.state("repo-2")).isEqualTo("UNATTESTED");
        assertThat(it.exit.state("repo-2")).isEqualTo("CERTIFIED");
    }

    @Test
    void endsNoTailByALetterThatWaits() {
        var it = certified(database, "repo-1");
        var number = it.served("repo-1");
        var row = ROW.formatted("repo-1", it.today());
        var part = it.attest(
                number,
                row.substring(0, row.length() - 1)
                        + ", \"tails\": [{\"what\": \"backups\", \"until\": \"2099-03-01\"}]}");
        it.probe("repo-1", "INDETERMINATE");
        it.decide("lea", part, "ACCEPTED", "repo-1");

        it.attest(number, "{\"asset\": \"repo-1\", \"result\": \"NOT_ERASED\"}");

        assertThat(it.state("repo-1")).isEqualTo("ATTESTED");
        assertThat(it.gate("lea", "SIGN_DESTRUCTION", null)).contains("TAIL_OPEN");
        it.hold("olga", "repo-1");
        assertThat(recalled(it)).containsExactly("olga true [\"repo-1\"]");
    }

    @Test
    void letsNoTwoBearALetterThatSaysTheContraryNorSilenceAboutWhatWasNeverServed() {
        var it = certified(database, "repo-1");
        assertThatThrownBy(() -> ask(it, "repo-1", "UNATTESTED", null)).hasMessageContaining("was served");
        var number = it.served("repo-1");
        var attestation = it.attest(number, "{\"asset\": \"repo-1\", \"result\": \"NOT_ERASED\"}");
        it.probe("repo-1", "INDETERMINATE");
        var gaps = ask(it, "repo-1", "GAPS", attestation);
        approve(it, "otto", gaps);
        approve(it, "leo", gaps);

        assertThat(codes(() -> it.decide("lea", attestation, "ACCEPTED", "repo-1")))
                .containsExactly("NOT_ERASED");
    }

    @Test
    void putsNoSilenceOnRecordOverWhatTheHolderSaidOrARecallAsked() {
        var it = certified(database, "repo-1", "repo-2");
        var number = it.served("repo-1", "repo-2");
        var early = ask(it, "repo-1", "UNATTESTED", null);
        it.attest(number, "{\"asset\": \"repo-1\", \"result\": \"NOT_ERASED\"}");
        it.hold("olga", "repo-2");

        assertThatThrownBy(() -> ask(it, "repo-1", "UNATTESTED", null)).hasMessageContaining("is attested");
        assertThatThrownBy(() -> ask(it, "repo-2", "UNATTESTED", null)).hasMessageContaining("is recalled");
        assertThatThrownBy(() -> approve(it, "otto", early)).hasMessageContaining("is attested");
    }

    @Test
    void wantsAnExceptionNamedByWhoErasedWithExceptions() {
        var it = certified(database, "repo-1");
        var number = it.served("repo-1");
        var row = ROW.formatted("repo-1", it.today()).replace("\"ERASED\"", "\"ERASED_WITH_EXCEPTIONS\"");
        var attestation = it.attest(number, row);
        it.probe("repo-1", "INDETERMINATE");

        assertThat(codes(() -> it.decide("lea", attestation, "ACCEPTED", "repo-1")))
                .containsExactly("EXCEPTIONS_MISSING");
    }

    @Test
    void keepsTheDispositionOfWhatWasOrderedDestroyed() {
        var it = certified(database, "repo-1");
        it.served("repo-1");

        assertThatThrownBy(() -> it.exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, reason, title, kind, origin, disposition, connection, locator)
                select exit_id, asset, version + 1, 'CORRECTED', 'typo', title, kind, origin, 'RETURN', connection, locator
                from handback.asset where exit_id = ? and asset = 'repo-1'""", it.exit.id())).hasMessageContaining("disposition stays");
    }

    @Test
    void takesFromTheSystemOnlyWhatCameThroughAnOpenLinkAndOnce() {
        var it = certified(database, "repo-1");
        var number = it.served("repo-1");
        var said = "[" + ROW.formatted("repo-1", it.today()) + "]";
        var link = it.exit.as("olga", () -> it.exit
                .sql("""
                insert into handback.attestation_link (exit_id, number, holder, token_sha256, expires_at)
                values (?, ?, 'Orbit', encode(sha256(convert_to(?, 'UTF8')), 'hex'), handback.now() + interval '1 day') returning link""", it.exit.id(), number, it.exit.id())
                .query(String.class)
                .single());
        var entry = "insert into handback.attestation (exit_id, number, link, said) values (?, ?, ?, ?::jsonb)";

        assertThatThrownBy(() -> it.exit.insert(TestExit.SYSTEM, entry, it.exit.id(), number, null, said))
                .hasMessageContaining("through a link");
        assertThatThrownBy(() -> it.exit.insert("olga", entry, it.exit.id(), number, link, said))
                .hasMessageContaining("through a link");
        it.exit.insert(TestExit.SYSTEM, entry, it.exit.id(), number, link, said);

        assertThatThrownBy(() -> it.exit.insert(TestExit.SYSTEM, entry, it.exit.id(), number, link, said))
                .hasMessageContaining("not open");
    }

    private static java.util.UUID ask(OrderedExit it, String asset, String purpose, @Nullable String attestation) {
        return it.exit.as("olga", () -> it.exit
                .sql("""
                insert into handback.exception_asked (exit_id, asset, purpose, reason, attestation) values (?, ?, ?, 'as it is', ?) returning fact""", it.exit.id(), asset, purpose, attestation)
                .query(java.util.UUID.class)
                .single());
    }

    private static void approve(OrderedExit it, String person, java.util.UUID asked) {
        it.exit.insert(
                person,
                "insert into handback.exception_decided (exit_id, asset, asked, decision) select exit_id, asset, fact, 'APPROVED' from handback.exception_asked where fact = ?",
                asked);
    }

    private static List<String> recalled(OrderedExit it) {
        return it.exit
                .sql(
                        "select actor || ' ' || served || ' ' || scope from handback.destruction_recalled where exit_id = ? order by ordinal",
                        it.exit.id())
                .query(String.class)
                .list();
    }

    private static List<String> gaps(OrderedExit it, String attestation, String asset) {
        return it.exit
                .sql("select code from handback.attestation_gaps(?, ?)", attestation, asset)
                .query(String.class)
                .list();
    }

    private static List<String> notes(OrderedExit it, String attestation, String asset) {
        return it.exit
                .sql("select code from handback.attestation_notes(?, ?)", attestation, asset)
                .query(String.class)
                .list();
    }

    private static @Nullable String done(OrderedExit it, String asset) {
        return it.exit
                .sql("select (handback.destruction_done(?, ?)).code", it.exit.id(), asset)
                .query((row, n) -> java.util.Optional.ofNullable(row.getString(1)))
                .single()
                .orElse(null);
    }

    /** The codes with which the database refused. */
    private static List<String> codes(ThrowingCallable insert) {
        var refused = catchThrowableOfType(
                GateRefused.class,
                () -> dev.handback.exits.Refusals.told(() -> {
                    try {
                        insert.call();
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Throwable e) {
                        throw new IllegalStateException(e);
                    }
                    return null;
                }));
        return refused.findings().stream().map(dev.handback.exits.Finding::code).toList();
    }
}
