package dev.handback.exits;

import static dev.handback.TestExit.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The gates as a script with the application's own role meets them: plain SQL, no Java in between. */
class GatesTest {
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
    void retrievesNothingBeforeTheRegisterIsAgreedAndLegalConfirmed() {
        var exit = new TestExit(database).register("repo-1");
        assertThat(codes(() -> exit.attempt("repo-1", "VERIFIED"))).containsExactly("REGISTER_NOT_AGREED");
        exit.agree();
        assertThat(codes(() -> exit.attempt("repo-1", "VERIFIED"))).containsExactly("AUTHORITY_MISSING");

        exit.authorise().attempt("repo-1", "VERIFIED");

        assertThat(exit.state("repo-1")).isEqualTo("VERIFIED");
    }

    @Test
    void retrievesWhatIsAddedLaterOnlyOnceItIsAgreedToo() {
        var exit = ready("repo-1").register("repo-2");
        assertThat(codes(() -> exit.attempt("repo-2", "VERIFIED"))).containsExactly("ROW_NOT_AGREED");
        exit.attempt("repo-1", "VERIFIED").check("erin", "repo-1").fixity("repo-1", "INTACT");
        var lacking = exit.drawUp("ASSET_RETURN", "FINAL", "repo-1");
        assertThat(codes(() -> exit.sign("lea", lacking))).contains("ROW_NOT_AGREED");

        exit.agree().attempt("repo-2", "VERIFIED");

        assertThat(exit.state("repo-2")).isEqualTo("VERIFIED");
        assertThat(codes(() -> exit.sign("lea", lacking))).containsExactly("ASSET_NOT_CHECKED");
    }

    @Test
    void agreesNothingTwiceAndAddsNothingOnceTheFinalIsSigned() {
        var exit = ready("repo-1").attempt("repo-1", "VERIFIED").check("erin", "repo-1");
        assertThatThrownBy(exit::agree).hasMessageContaining("nothing was added since the register was agreed");
        exit.fixity("repo-1", "INTACT");
        exit.sign("lea", exit.drawUp("ASSET_RETURN", "FINAL", "repo-1"));

        assertThatThrownBy(() -> exit.register("repo-2")).hasMessageContaining("the FINAL certificate over the whole");
    }

    @Test
    void refusesWhoProposedTheAuthorityToConfirmIt() {
        var exit = new TestExit(database).register("repo-1").agree();
        // erin2 is of legal, and the same person as erin; give erin's identity the proposal through a second account
        exit.insert(
                "olga",
                "insert into handback.authority_proposed (exit_id, connection, basis, until) values (?, 'vendor-git', 'clause', '2099-01-01')",
                exit.id());

        assertThatThrownBy(() -> exit.insert("olga", """
                insert into handback.authority_decided (exit_id, proposal, decision)
                select ?, proposal, 'CONFIRMED' from handback.authority where exit_id = ?""", exit.id(), exit.id()))
                .hasMessageContaining("expected a member of legal");
    }

    @Test
    void stopsRetrievalWhenTheAuthorityExpiredOrTheConnectionWasRefused() {
        var exit = new TestExit(database).register("repo-1").agree().authorise();
        exit.insert(
                SYSTEM,
                "insert into handback.connection_stopped (exit_id, connection, asset, cause) values (?, 'vendor-git', 'repo-1', '403')",
                exit.id());

        assertThat(codes(() -> exit.attempt("repo-1", "VERIFIED"))).containsExactly("CONNECTION_STOPPED");

        exit.insert("lea", """
                insert into handback.connection_resumed (exit_id, stop, basis)
                select ?, fact, 'consent of the vendor' from handback.connection_stop""", exit.id());
        exit.attempt("repo-1", "VERIFIED");
        exit.insert(
                "olga",
                "insert into handback.authority_proposed (exit_id, connection, basis, until) values (?, 'vendor-git', 'clause', '2020-01-01')",
                exit.id());
        exit.insert(
                "lea",
                "insert into handback.authority_decided (exit_id, proposal, decision) select ?, proposal, 'CONFIRMED' from handback.authority where exit_id = ?",
                exit.id(),
                exit.id());
        assertThat(codes(() -> exit.attempt("repo-1", "VERIFIED"))).containsExactly("AUTHORITY_EXPIRED");
    }

    @Test
    void checksOnlyWhatIsVerified() {
        var exit = ready("repo-1").attempt("repo-1", "PARTIAL");
        assertThat(codes(() -> exit.check("erin", "repo-1"))).containsExactly("NOT_VERIFIED");
        exit.attempt("repo-1", "VERIFIED");
        assertThat(codes(() -> exit.check("lea", "repo-1"))).contains("CHECKER_NOT_ENGINEERING");

        exit.check("erin", "repo-1");

        assertThat(exit.state("repo-1")).isEqualTo("CHECKED");
    }

    @Test
    void sendsBackOnAnEngineersWordWhatCountsNow() {
        var exit = ready("repo-1").attempt("repo-1", "VERIFIED", "aa").attempt("repo-1", "VERIFIED", "bb");

        assertThatThrownBy(() -> sendBack(exit, "lea", 2)).hasMessageContaining("lea is no member of engineering");
        assertThatThrownBy(() -> sendBack(exit, "erin", 1))
                .hasMessageContaining("asset repo-1: the check is of attempt 1 (aa), but attempt 2 (bb) counts now");
        assertThat(sendBack(exit, "erin", 2)).isEqualTo(1);
    }

    private static int sendBack(TestExit exit, String who, int number) {
        return exit.insert(who, """
                insert into handback.asset_check (exit_id, asset, number, content_digest, decision, note, task)
                select exit_id, asset, number, content_digest, 'SEND_BACK', 'the wrong branch', 'task' from handback.attempt_ended
                where exit_id = ? and number = ?""", exit.id(), number);
    }

    @Test
    void treatsAnEmptyRepositoryAsDoneOnlyWhenAPersonConfirmedItAndAnotherChecked() {
        var exit = ready("repo-1").attempt("repo-1", "EMPTY");
        assertThat(exit.state("repo-1")).isEqualTo("NEEDS_DECISION");
        exit.insert("erin", """
                insert into handback.retrieval_decided (exit_id, asset, number, decision, reason, task)
                values (?, 'repo-1', 1, 'CONFIRM_EMPTY', 'it never held anything', 't')""", exit.id());
        assertThat(exit.state("repo-1")).isEqualTo("VERIFIED");

        assertThat(codes(() -> exit.check("erin", "repo-1"))).containsExactly("CHECKER_CONFIRMED");

        exit.check("emil", "repo-1");
        assertThat(exit.state("repo-1")).isEqualTo("CHECKED");
    }

    @Test
    void carriesACheckForwardWhenTheSameContentIsFoundAgain() {
        var exit = ready("repo-1").attempt("repo-1", "VERIFIED", "aa").check("erin", "repo-1");

        exit.attempt("repo-1", "VERIFIED", "aa");
        assertThat(exit.state("repo-1")).isEqualTo("CHECKED");

        exit.attempt("repo-1", "VERIFIED", "bb");
        assertThat(exit.state("repo-1")).isEqualTo("VERIFIED");
    }

    @Test
    void issuesAFinalOnlyOverTheWholeRegister() {
        var exit = ready("repo-1", "repo-2");
        exit.attempt("repo-1", "VERIFIED").check("erin", "repo-1").fixity("repo-1", "INTACT");
        var number = exit.drawUp("ASSET_RETURN", "FINAL", "repo-1");
        assertThat(codes(() -> exit.sign("lea", number))).containsExactly("ASSET_NOT_READY");
        exit.attempt("repo-2", "VERIFIED").check("erin", "repo-2").fixity("repo-2", "INTACT");
        assertThat(codes(() -> exit.sign("lea", number))).containsExactly("NOT_IN_SCOPE");

        exit.sign("lea", exit.drawUp("ASSET_RETURN", "INTERIM", "repo-2"));
        exit.sign("lea", exit.drawUp("ASSET_RETURN", "FINAL", "repo-1"));

        assertThat(exit.state("repo-1")).isEqualTo("CERTIFIED");
        assertThat(exit.state("repo-2")).isEqualTo("CERTIFIED");
        assertThat(exit.exitState()).isEqualTo("RETURN_FINAL");
    }

    @Test
    void refusesAFinalWhileAnOriginIsUndetermined() {
        var exit = new TestExit(database)
                .register("repo-1", "UNDETERMINED", "RETURN")
                .agree()
                .authorise();
        exit.attempt("repo-1", "VERIFIED").check("erin", "repo-1").fixity("repo-1", "INTACT");

        assertThat(codes(() -> exit.sign("lea", exit.drawUp("ASSET_RETURN", "FINAL", "repo-1"))))
                .containsExactly("ORIGIN_UNDETERMINED");

        exit.sign("lea", exit.drawUp("ASSET_RETURN", "INTERIM", "repo-1"));
    }

    @Test
    void refusesAFinalOverAContestedAssetButNotAnInterim() {
        var exit = ready("repo-1")
                .attempt("repo-1", "VERIFIED")
                .check("erin", "repo-1")
                .fixity("repo-1", "INTACT");
        exit.insert("olga", """
                insert into handback.dispute_raised (exit_id, asset, party, reason) values (?, 'repo-1', 'the vendor', 'fees are due')""", exit.id());
        assertThatThrownBy(() -> exit.insert("erin", """
                insert into handback.dispute_raised (exit_id, asset, party, reason) values (?, 'repo-1', 'a third party', 'theirs')""", exit.id()))
                .hasMessageContaining("it is disputed already, by the vendor");

        assertThat(codes(() -> exit.sign("lea", exit.drawUp("ASSET_RETURN", "FINAL", "repo-1"))))
                .containsExactly("DISPUTED");
        exit.sign("lea", exit.drawUp("ASSET_RETURN", "INTERIM", "repo-1"));

        assertThatThrownBy(() -> settle(exit, "olga")).hasMessageContaining("expected a member of legal");
        settle(exit, "leo");
        exit.sign("lea", exit.drawUp("ASSET_RETURN", "FINAL", "repo-1"));
    }

    private static int settle(TestExit exit, String who) {
        return exit.insert(who, """
                insert into handback.dispute_settled (exit_id, asset, raised, reason)
                select exit_id, asset, raised, 'paid' from handback.dispute where exit_id = ?""", exit.id());
    }

    @Test
    void refusesAFinalWhileTheVendorDeclaresWhatNobodyRegistered() {
        var exit = ready("repo-1")
                .attempt("repo-1", "VERIFIED")
                .check("erin", "repo-1")
                .fixity("repo-1", "INTACT");
        declare(exit, 3);
        assertThat(exit.sql("select matched from handback.declared(?) order by ordinal", exit.id())
                        .query(String.class)
                        .list())
                .containsExactly("repo-1", "repo-1", null);

        assertThat(codes(() -> exit.sign("lea", exit.drawUp("ASSET_RETURN", "FINAL", "repo-1"))))
                .containsExactly("DECLARED_NOT_REGISTERED");
        exit.sign("lea", exit.drawUp("ASSET_RETURN", "INTERIM", "repo-1"));

        exit.insert("olga", """
                insert into handback.declaration_answered (exit_id, version, ordinal, reason)
                values (?, 1, 3, 'their own tooling')""", exit.id());
        exit.sign("lea", exit.drawUp("ASSET_RETURN", "FINAL", "repo-1"));
    }

    @Test
    void countsTheNewestDeclarationAndChangesNoneThatIsRecorded() {
        var exit = ready("repo-1");
        declare(exit, 3);
        declare(exit, 2);

        assertThat(exit.sql("select count(*) from handback.declared(?) where matched is null", exit.id())
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThatThrownBy(() -> exit.insert("olga", """
                insert into handback.declaration_row (exit_id, version, ordinal, title) values (?, 2, 2, 'more')""", exit.id()))
                .hasMessageContaining("declaration 2 is recorded: its rows stay as they are");
        assertThatThrownBy(() -> exit.insert("olga", """
                insert into handback.declaration_answered (exit_id, version, ordinal, reason)
                values (?, 1, 3, 'their own tooling')""", exit.id()))
                .hasMessageContaining("about declaration 1, but 2 counts now");
    }

    /** By our name, by the place written otherwise, and, as the third row, what nobody knows. */
    private static void declare(TestExit exit, int rows) {
        exit.as("olga", () -> {
            var version = exit.sql("""
                    insert into handback.declaration (exit_id, version, declared_by, declared_on, file_sha256, rows)
                    select ?, 1 + count(*), 'Vera Vendor', '2026-11-01', repeat('a', 64), ? from handback.declaration where exit_id = ?
                    returning version""", exit.id(), rows, exit.id())
                    .query(Integer.class)
                    .single();
            var places = new String[][] {
                {"repo-1", null}, {null, "HTTPS://git.vendor.example/repo-1.git/"}, {null, "https://x/y"}
            };
            for (int i = 0; i < rows; i++) {
                exit.sql(
                                "insert into handback.declaration_row (exit_id, version, ordinal, asset, title, locator) values (?, ?, ?, ?, 'A thing', ?)",
                                exit.id(),
                                version,
                                i + 1,
                                places[i][0],
                                places[i][1])
                        .update();
            }
            return version;
        });
    }

    @Test
    void movesToAnotherSourceOnlyOnEngineeringsWord() {
        var exit = ready("repo-1").attempt("repo-1", "PARTIAL");
        assertThatThrownBy(() -> move(exit, 2)).hasMessageContaining("unless engineering decides on another source");
        decide(exit, "OTHER_SOURCE");

        move(exit, 2);

        exit.attempt("repo-1", "PARTIAL");
        assertThatThrownBy(() -> move(exit, 3)).hasMessageContaining("unless engineering decides on another source");
    }

    @Test
    void withdrawsOnlyWhatNothingIsHeldOf() {
        var exit = ready("repo-1").attempt("repo-1", "GONE");
        decide(exit, "WITHDRAW");
        assertThat(exit.insert("olga", WITHDRAW, exit.id())).isEqualTo(1);

        var held = ready("repo-1").attempt("repo-1", "VERIFIED").attempt("repo-1", "GONE");
        assertThatThrownBy(() -> decide(held, "WITHDRAW")).hasMessageContaining("something of it is held");
        assertThatThrownBy(() -> held.insert("olga", WITHDRAW, held.id()))
                .hasMessageContaining("something of it is held");
    }

    private static final String WITHDRAW = """
            insert into handback.register_row (exit_id, asset, version, action, reason, title, kind, origin, disposition, connection, locator)
            select exit_id, asset, version + 1, 'WITHDRAWN', 'entered twice', title, kind, origin, disposition, connection, locator
            from handback.asset where exit_id = ?""";

    private static int decide(TestExit exit, String decision) {
        return exit.insert("erin", """
                insert into handback.retrieval_decided (exit_id, asset, number, decision, reason, task)
                select exit_id, asset, number, ?, 'a reason', 't' from handback.last_attempt where exit_id = ?""", decision, exit.id());
    }

    private static int move(TestExit exit, int version) {
        return exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, reason, title, kind, origin, disposition, connection, locator)
                select exit_id, asset, ?, 'CORRECTED', 'from a mirror', title, kind, origin, disposition, connection, locator || '-' || version
                from handback.asset where exit_id = ?""", version, exit.id());
    }

    @Test
    void refusesADrillAFinal() {
        var exit = new TestExit(database, "DRILL").register("repo-1").agree().authorise();
        exit.attempt("repo-1", "VERIFIED").check("erin", "repo-1").fixity("repo-1", "INTACT");

        assertThat(exit.as("lea", () -> exit.sql(
                                "select code from handback.gate_findings(?, 'SIGN_RETURN', null)", exit.id())
                        .query(String.class)
                        .list()))
                .containsExactly("DRILL_NO_FINAL");
        assertThatThrownBy(() -> exit.drawUp("ASSET_RETURN", "FINAL", "repo-1"))
                .hasMessageContaining("a drill can have no FINAL certificate");
    }

    @Test
    void refusesASignatureAfterAnyChangeAndNamesTheAsset() {
        var exit = ready("repo-1")
                .attempt("repo-1", "VERIFIED")
                .check("erin", "repo-1")
                .fixity("repo-1", "INTACT");
        var number = exit.drawUp("ASSET_RETURN", "INTERIM", "repo-1");
        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, reason, title, kind, origin, disposition, connection, locator)
                select exit_id, asset, version + 1, 'CORRECTED', 'typing error', 'Another title', kind, origin, disposition, connection, locator
                from handback.asset where exit_id = ?""", exit.id());

        var refused = refusal(() -> exit.sign("lea", number));

        assertThat(refused.findings()).extracting(Finding::code).containsExactly("EVIDENCE_CHANGED");
        assertThat(refused.findings()).extracting(Finding::asset).containsExactly("repo-1");
        assertThat(exit.sql("select state from handback.certificate_state where number = ?", number)
                        .query(String.class)
                        .single())
                .isEqualTo("STALE");
    }

    @Test
    void refusesASignatureWithoutRecentIntactFixity() {
        var exit = ready("repo-1").attempt("repo-1", "VERIFIED").check("erin", "repo-1");
        var number = exit.drawUp("ASSET_RETURN", "INTERIM", "repo-1");
        assertThat(codes(() -> exit.sign("lea", number))).containsExactly("FIXITY_NOT_RECENT");
        exit.fixity("repo-1", "MISMATCH");
        assertThat(codes(() -> exit.sign("lea", number))).containsExactly("FIXITY_BROKEN");
        exit.fixity("repo-1", "INTACT").sign("lea", number);
    }

    @Test
    void refusesASignatureWhileOneOfManyDocumentsIsBroken() {
        var exit = ready("docs");
        var manifest = "ab".repeat(32);
        exit.insert(
                TestExit.SYSTEM,
                "insert into handback.attempt (exit_id, asset, number, connection, locator) values (?, 'docs', 1, 'vendor-git', 's3://docs')",
                exit.id());
        exit.insert(TestExit.SYSTEM, """
                insert into handback.attempt_ended (exit_id, asset, number, outcome, content_digest, manifest_sha256, versions, markers, uploads)
                values (?, 'docs', 1, 'VERIFIED', ?, ?, 2, 1, 0)""", exit.id(), manifest, manifest);
        exit.check("erin", "docs");
        var number = exit.drawUp("ASSET_RETURN", "INTERIM", "docs");
        assertThat(codes(() -> exit.sign("lea", number))).containsExactly("FIXITY_NOT_RECENT");
        var reading = """
                insert into handback.fixity_checked (exit_id, asset, number, sha256, result, files, broken)
                values (?, 'docs', 1, ?, ?, 3, ?::jsonb)""";
        exit.insert(TestExit.SYSTEM, reading, exit.id(), manifest, "MISMATCH", "[\"Mismatch of one\"]");

        var refused = refusal(() -> exit.sign("lea", number));

        assertThat(refused.findings()).extracting(Finding::code).containsExactly("FIXITY_BROKEN");
        assertThat(refused.findings())
                .extracting(Finding::detail)
                .first()
                .asString()
                .contains("3 objects", "Mismatch of one");
        exit.insert(TestExit.SYSTEM, reading, exit.id(), manifest, "INTACT", "[]");
        exit.sign("lea", number);
    }

    @Test
    void refusesASignerWhoCheckedAlsoThroughASecondAccount() {
        var exit = ready("repo-1")
                .attempt("repo-1", "VERIFIED")
                .check("erin", "repo-1")
                .fixity("repo-1", "INTACT");
        var number = exit.drawUp("ASSET_RETURN", "INTERIM", "repo-1");

        assertThat(codes(() -> exit.sign("erin2", number))).containsExactly("SIGNER_TOOK_PART");
        // engineers are stopped before the gate is even asked
        assertThatThrownBy(() -> exit.sign("erin", number)).isNotNull();

        exit.sign("lea", number);
    }

    @Test
    void signsACustodyRecordEvenWhenHalfIsMissingButNotTwice() {
        var exit = ready("repo-1", "repo-2").attempt("repo-1", "PARTIAL");
        var number = exit.drawUp("CUSTODY_RECORD", "INTERIM", "repo-1", "repo-2");

        exit.sign("lea", number);

        assertThat(exit.state("repo-1")).isEqualTo("NEEDS_DECISION");
        assertThatThrownBy(() -> exit.sign("lea", number)).isNotNull();
    }

    /** What is retrieved meanwhile changes what a record says of it, and of nothing else. */
    @Test
    void signsACustodyRecordOfWhatRestsWhileOthersAreRetrieved() {
        var exit = ready("repo-1", "repo-2").attempt("repo-1", "PARTIAL");
        var resting = exit.drawUp("CUSTODY_RECORD", "INTERIM", "repo-1");
        var all = exit.drawUp("CUSTODY_RECORD", "INTERIM", "repo-1", "repo-2");

        exit.attempt("repo-2", "VERIFIED");

        assertThat(codes(() -> exit.sign("lea", all))).containsExactly("EVIDENCE_CHANGED");
        exit.sign("lea", resting);
        exit.sign("lea", exit.drawUp("CUSTODY_RECORD", "INTERIM", "repo-1", "repo-2"));
    }

    @Test
    void refusesASignatureOfAnotherDocument() {
        var exit = ready("repo-1")
                .attempt("repo-1", "VERIFIED")
                .check("erin", "repo-1")
                .fixity("repo-1", "INTACT");
        var number = exit.drawUp("ASSET_RETURN", "INTERIM", "repo-1");

        assertThatThrownBy(() -> exit.insert("lea", """
                insert into handback.certificate_decided (exit_id, number, decision, shown_sha256, sealed_sha256, intent)
                values (?, ?, 'SIGNED', 'another', 'sealed', 'I sign')""", exit.id(), number))
                .hasMessageContaining("the frozen document has pdf");
    }

    @Test
    void exceptsOnTheWordOfTwoOthersOneOfThemLegal() {
        var exit = ready("repo-1").attempt("repo-1", "GONE");
        exit.insert(
                "erin",
                "insert into handback.exception_asked (exit_id, asset, purpose, reason) values (?, 'repo-1', 'EXCEPT', 'deleted by the vendor')",
                exit.id());
        assertThat(codes(() -> approve(exit, "erin2"))).containsExactly("ASKER_APPROVES");
        approve(exit, "olga");
        assertThat(codes(() -> approve(exit, "otto"))).containsExactly("LEGAL_MISSING");
        assertThat(codes(() -> approve(exit, "olga"))).contains("APPROVED_TWICE");
        assertThat(exit.state("repo-1")).isEqualTo("NEEDS_DECISION");

        approve(exit, "lea");

        assertThat(exit.state("repo-1")).isEqualTo("EXCEPTED");
        exit.sign("lea", exit.drawUp("ASSET_RETURN", "FINAL", "repo-1"));
    }

    @Test
    void reopensWhatLegalSentBackSoThatTheOldCheckCountsNoLonger() {
        var exit = ready("repo-1")
                .attempt("repo-1", "VERIFIED", "cc")
                .check("erin", "repo-1")
                .fixity("repo-1", "INTACT");
        var number = exit.drawUp("ASSET_RETURN", "INTERIM", "repo-1");
        exit.insert(
                "lea",
                "insert into handback.certificate_decided (exit_id, number, decision, reason, assets) values (?, ?, 'SENT_BACK', 'wrong branch', '[\"repo-1\"]')",
                exit.id(),
                number);
        exit.insert(
                "lea",
                "insert into handback.asset_reopened (exit_id, asset, after_attempt, certificate, reason) values (?, 'repo-1', 1, ?, 'wrong branch')",
                exit.id(),
                number);
        assertThat(exit.state("repo-1")).isEqualTo("REOPENED");

        exit.attempt("repo-1", "VERIFIED", "cc");

        assertThat(exit.state("repo-1")).isEqualTo("VERIFIED");
    }

    @Test
    void refusesFactsWithoutAPersonOrFromTheWrongOne() {
        var exit = ready("repo-1").attempt("repo-1", "VERIFIED");
        assertThatThrownBy(() -> exit.check("", "repo-1")).hasMessageContaining("nobody");
        assertThatThrownBy(() -> exit.check(SYSTEM, "repo-1")).hasMessageContaining("person");
        assertThatThrownBy(() -> exit.check("stranger", "repo-1")).hasMessageContaining("no known person");
        assertThatThrownBy(() -> exit.insert(
                        "olga",
                        "insert into handback.attempt (exit_id, asset, number, connection, locator) values (?, 'repo-1', 9, 'c', 'l')",
                        exit.id()))
                .hasMessageContaining("system");
    }

    @Test
    void changesNothingOnceWritten() {
        var exit = ready("repo-1").attempt("repo-1", "VERIFIED");
        for (var sql : List.of(
                "update handback.attempt_ended set outcome = 'EMPTY'",
                "delete from handback.attempt_ended",
                "truncate handback.attempt_ended",
                "delete from handback.ledger_entry",
                "insert into handback.ledger_entry select 99, gen_random_uuid(), 'x', null, 'a', now(), '', sha256('')",
                "update handback.ledger_head set size = 0")) {
            assertThatThrownBy(() -> exit.insert("olga", sql)).as(sql).isNotNull();
        }
    }

    private static TestExit ready(String... assets) {
        var exit = new TestExit(database);
        for (var asset : assets) {
            exit.register(asset);
        }
        return exit.agree().authorise();
    }

    private static int approve(TestExit exit, String who) {
        return exit.insert(who, """
                insert into handback.exception_decided (exit_id, asset, asked, decision)
                select exit_id, asset, asked, 'APPROVED' from handback.exception_state where exit_id = ?""", exit.id());
    }

    private static GateRefused refusal(ThrowingCallable command) {
        return catchThrowableOfType(
                GateRefused.class,
                () -> Refusals.told(() -> {
                    try {
                        command.call();
                        return null;
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Throwable e) {
                        throw new IllegalStateException(e);
                    }
                }));
    }

    private static List<String> codes(ThrowingCallable command) {
        var refused = refusal(command);
        assertThat(refused).as("expected a shut gate").isNotNull();
        return refused.findings().stream().map(Finding::code).toList();
    }
}
