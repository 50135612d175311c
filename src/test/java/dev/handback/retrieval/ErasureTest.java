package dev.handback.retrieval;

import static dev.handback.TestExit.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.destruction.OrderedExit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bytes leave the vault on the word of three people only, and never unsaid: plain SQL as the application's role. */
class ErasureTest {
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
    void takesThreePersonsOneOfThemLegal() {
        var exit = sealed("a");
        var erasure = ask(exit, "olga", exit.id() + "-Q1");

        assertThat(gate(exit, "olga", erasure)).containsExactly("ASKER_APPROVES");
        assertThatThrownBy(() -> approve(exit, "olga", erasure)).rootCause().hasMessageContaining("ERASE is shut");
        assertThatThrownBy(() -> approve(exit, "erin", erasure))
                .hasMessageContaining("expected a member of operations or legal");
        approve(exit, "otto", erasure);
        assertThat(gate(exit, "otto", erasure)).contains("APPROVED_TWICE");
        assertThatThrownBy(() -> begin(exit, erasure)).hasMessageContaining("expected APPROVED, is ASKED");
        approve(exit, "lea", erasure);

        begin(exit, erasure);
        assertThat(state(exit, erasure)).isEqualTo("ERASING");
    }

    @Test
    void isNotApprovedByASecondAccountOfWhoAsked() {
        var exit = sealed("a");
        var erasure = ask(exit, "erin", exit.id() + "-Q1");

        assertThat(gate(exit, "erin2", erasure)).containsExactly("ASKER_APPROVES");
    }

    @Test
    void needsLegalAmongTheTwo() {
        var exit = sealed("a");
        var erasure = ask(exit, "erin", exit.id() + "-Q1");
        approve(exit, "olga", erasure);

        assertThat(gate(exit, "otto", erasure)).containsExactly("LEGAL_MISSING");
        assertThatThrownBy(() -> approve(exit, "otto", erasure)).rootCause().hasMessageContaining("ERASE is shut");
    }

    @Test
    void isRefusedUnderAHoldOrAStayAtEveryStep() {
        var exit = sealed("a");
        var erasure = approved(exit);
        OrderedExit.of(exit).hold("olga", "a");

        assertThatThrownBy(() -> begin(exit, erasure)).rootCause().hasMessageContaining("ERASE is shut");
        var other = sealed("b");
        OrderedExit.of(other).hold("olga", "b");
        assertThatThrownBy(() -> ask(other, "olga", other.id() + "-Q1")).hasMessageContaining("over the asset");
        var stayed = sealed("c");
        var asked = ask(stayed, "olga", stayed.id() + "-Q1");
        stayed.insert("lea", "insert into handback.stay_declared (exit_id, reason) values (?, 'court')", stayed.id());
        assertThat(gate(stayed, "lea", asked)).containsExactly("STAYED");
    }

    @Test
    void keepsWhatAnythingElseHoldsAndSaysBecauseOfWhat() {
        var shared = "5a".repeat(32);
        var other = home("b", shared);
        var exit = home("a", shared);
        var quarantine = QuarantineTest.seal(exit, "erin", "a", 1);
        var erasure = ask(exit, "olga", quarantine);
        approve(exit, "otto", erasure);
        approve(exit, "lea", erasure);

        begin(exit, erasure);

        assertThat(json(exit, "contents", erasure)).isEqualTo("[]");
        assertThat(json(exit, "kept", erasure)).contains(shared, "asset b of exit " + other.id() + ", attempt 1");
    }

    @Test
    void inADrillTakesNothingThatARealExitHolds() {
        var shared = "be".repeat(32);
        var real = home("b", shared);
        var drill = new TestExit(database, "DRILL")
                .register("a")
                .agree()
                .authorise()
                .attempt("a", "VERIFIED", shared);
        QuarantineTest.seal(drill, "erin", "a", 1);
        var erasure = approved(drill);

        begin(drill, erasure);

        assertThat(json(drill, "contents", erasure)).isEqualTo("[]");
        assertThat(json(drill, "kept", erasure)).contains("asset b of exit " + real.id());
        assertThat(real.state("b")).isEqualTo("VERIFIED");
    }

    @Test
    void writesNoTombstoneBeforeTheIntentAndTheRuleFillsItIn() {
        var content = "6b".repeat(32);
        var exit = home("a", content);
        QuarantineTest.seal(exit, "erin", "a", 1);
        var erasure = approved(exit);

        assertThatThrownBy(() -> erased(exit, erasure)).hasMessageContaining("was not begun: nothing may be gone");
        begin(exit, erasure);
        erased(exit, erasure);

        var tombstone = exit.sql("select to_jsonb(e)::text from handback.erased e where exit_id = ?", exit.id())
                .query(String.class)
                .single();
        assertThat(tombstone)
                .contains(
                        "\"sha256\": \"" + content,
                        "\"asked_by\": \"olga\"",
                        "[\"otto\", \"lea\"]",
                        "not ours to have");
        assertThat(exit.state("a")).isEqualTo("REOPENED");
        assertThat(QuarantineTest.gate(exit, "olga", "CHECK", "a")).contains("CONTENT_ERASED");
        assertThatThrownBy(() -> QuarantineTest.release(exit, "leo", exit.id() + "-Q1"))
                .hasMessageContaining("expected ACTIVE, is ERASED");
    }

    @Test
    void sealsAgainWhatBringsAgainWhatWasErased() {
        var exit = broughtAgain("7c".repeat(32));

        assertThat(exit.sql("select again from handback.quarantined where exit_id = ? and number = 2", exit.id())
                        .query(String.class)
                        .single())
                .isEqualTo(exit.id() + "-Q1");
        assertThat(exit.state("a")).isEqualTo("REOPENED");
        assertThat(QuarantineTest.gate(exit, "olga", "RETRIEVE", "a")).containsExactly("QUARANTINED");
        // the bytes are there again, and legal may say that they are to stay
        QuarantineTest.release(exit, "lea", exit.id() + "-Q2");
        assertThat(exit.state("a")).isEqualTo("VERIFIED");
    }

    @Test
    void sealsInEveryExitWhatBringsItAgain() {
        var content = "8d".repeat(32);
        var exit = home("a", content);
        QuarantineTest.seal(exit, "erin", "a", 1);
        begin(exit, approved(exit));

        var other = new TestExit(database).register("z").agree().authorise();
        other.attempt("z", "VERIFIED", content);

        assertThat(other.state("z")).isEqualTo("REOPENED");
    }

    /** Whatever the timing: either the erasure sees the other holding and keeps its bytes, or that one is sealed. */
    @Test
    void neverTakesTheBytesOfAnAttemptThatEndsAtTheSameTime() throws Exception {
        var two = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 20; round++) {
                var content = UUID.randomUUID().toString().replace("-", "").repeat(2);
                var exit = home("a", content);
                QuarantineTest.seal(exit, "erin", "a", 1);
                var erasure = approved(exit);
                var other = new TestExit(database).register("z").agree().authorise();
                var start = new CyclicBarrier(2);

                var begun = two.submit(() -> {
                    start.await();
                    begin(exit, erasure);
                    return true;
                });
                var came = two.submit(() -> {
                    start.await();
                    return other.attempt("z", "VERIFIED", content);
                });
                begun.get();
                came.get();

                var kept = json(exit, "kept", erasure).contains(content);
                assertThat(other.state("z")).as("round %d", round).isEqualTo(kept ? "VERIFIED" : "REOPENED");
            }
        } finally {
            two.shutdownNow();
        }
    }

    @Test
    void releasesNothingWhoseBytesWentWithAnotherQuarantine() {
        var content = "9e".repeat(32);
        var first = home("a", content);
        var second = home("b", content);
        QuarantineTest.seal(first, "erin", "a", 1);
        QuarantineTest.seal(second, "erin", "b", 1);
        begin(first, approved(first));

        assertThatThrownBy(() -> QuarantineTest.release(second, "lea", second.id() + "-Q1"))
                .hasMessageContaining("were erased with quarantine " + first.id() + "-Q1");
    }

    @Test
    void keepsWhatAnotherQuarantineSealsUnderAHold() {
        var content = "9f".repeat(32);
        var first = home("a", content);
        var second = home("b", content);
        QuarantineTest.seal(first, "erin", "a", 1);
        QuarantineTest.seal(second, "erin", "b", 1);
        second.insert(
                "olga",
                "insert into handback.hold_placed (exit_id, asset, reason, document) values (?, 'b', 'litigation', 'letter')",
                second.id());
        var erasure = approved(first);
        begin(first, erasure);

        assertThat(first.sql("select kept::text from handback.erasure_begun where erasure = ?", erasure)
                        .query(String.class)
                        .single())
                .contains(content, "asset b of exit " + second.id());
        assertThat(left(first, erasure)).isEmpty();
    }

    @Test
    void sealsWhatComesAThirdTimeOnceAndNotWhatLegalReleased() {
        var content = "7d".repeat(32);
        var exit = broughtAgain(content);

        QuarantineTest.askAgain(exit, "a");
        exit.attempt("a", "VERIFIED", content);
        QuarantineTest.release(exit, "lea", exit.id() + "-Q2");
        exit.check("erin", "a");
        QuarantineTest.askAgain(exit, "a");
        exit.attempt("a", "VERIFIED", content);

        assertThat(exit.sql("select count(*) from handback.quarantined where exit_id = ?", exit.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void leavesAloneWhatWasRetrievedSince() {
        var content = "ad".repeat(32);
        var exit = home("a", content);
        QuarantineTest.seal(exit, "erin", "a", 1);
        var erasure = approved(exit);
        begin(exit, erasure);
        erased(exit, erasure);
        assertThat(left(exit, erasure)).containsExactly(content);

        QuarantineTest.askAgain(exit, "a");
        exit.attempt("a", "VERIFIED", content);

        assertThat(left(exit, erasure)).as("sealed by a quarantine of its own").isEmpty();
        QuarantineTest.release(exit, "lea", exit.id() + "-Q2");
        assertThat(left(exit, erasure)).as("released").isEmpty();
    }

    @Test
    void waitsForAPackageThatIsBeingBuiltAlsoWhenThatIsTriedAgain() {
        var exit = home("a", "9d".repeat(32));
        var packed = QuarantineTest.packed(exit, "a");
        QuarantineTest.seal(exit, "erin", "a", 1);
        assertThatThrownBy(() -> ask(exit, "olga", exit.id() + "-Q1"))
                .hasMessageContaining("package " + packed + " is being built");

        exit.insert(
                SYSTEM,
                "insert into handback.package_failed (exit_id, package, reason) values (?, ?, 'no room')",
                exit.id(),
                packed);
        var erasure = ask(exit, "olga", exit.id() + "-Q1");
        tried(exit, packed, "FILED");
        assertThat(gate(exit, "lea", erasure)).containsExactly("BEING_PACKED");
        tried(exit, packed, "DONE");
        approve(exit, "otto", erasure);
        approve(exit, "lea", erasure);
        tried(exit, packed, "RUNNING");
        assertThatThrownBy(() -> begin(exit, erasure)).rootCause().hasMessageContaining("ERASE is shut");

        tried(exit, packed, "EXHAUSTED");
        begin(exit, erasure);
        assertThat(state(exit, erasure)).isEqualTo("ERASING");
    }

    private static void tried(TestExit exit, String packed, String state) {
        exit.as(SYSTEM, () -> exit.sql("""
                insert into work.progress (step, key, state) values ('package', 'package/' || ?, ?)
                on conflict (key, step) do update set state = excluded.state""", packed, state).update());
    }

    @Test
    void beginsOnceOnly() {
        var exit = sealed("a");
        var erasure = approved(exit);
        begin(exit, erasure);

        assertThatThrownBy(() -> begin(exit, erasure)).hasMessageContaining("expected APPROVED, is ERASING");
        assertThatThrownBy(() -> ask(exit, "olga", exit.id() + "-Q1"))
                .hasMessageContaining("expected ACTIVE, is ERASING");
        assertThatThrownBy(() -> exit.insert(
                        "lea", "insert into handback.erased (exit_id, erasure) values (?, ?)", exit.id(), erasure))
                .hasMessageContaining("written by the system alone");
    }

    @Test
    void isOfItsOwnExitAloneAndDecidedWhileItWaits() {
        var exit = sealed("a");
        var other = sealed("a");
        var erasure = ask(exit, "olga", exit.id() + "-Q1");
        assertThat(gate(exit, "lea", null)).containsExactly("ERASURE_WAITS");
        assertThatThrownBy(() -> ask(other, "olga", exit.id() + "-Q1")).hasMessageContaining("has no quarantine");
        assertThatThrownBy(() -> ask(exit, "otto", exit.id() + "-Q1")).hasMessageContaining("is asked for already");
        assertThatThrownBy(() -> approve(other, "lea", erasure)).hasMessageContaining("has no erasure");
        assertThatThrownBy(() -> QuarantineTest.release(other, "lea", exit.id() + "-Q1"))
                .hasMessageContaining("has no quarantine");
        assertThatThrownBy(() -> failed(exit, erasure)).hasMessageContaining("expected APPROVED or ERASING, is ASKED");
        assertThatThrownBy(() -> failed(other, erasure))
                .hasMessageContaining("expected APPROVED or ERASING, is unknown");

        exit.insert(
                "lea",
                "insert into handback.erasure_decided (exit_id, erasure, decision, reason) values (?, ?, 'REFUSED', 'we need it')",
                exit.id(),
                erasure);

        assertThatThrownBy(() -> approve(exit, "otto", erasure)).hasMessageContaining("expected ASKED, is REFUSED");
        assertThat(gate(exit, "otto", erasure)).containsExactly("ALREADY_DECIDED");
        QuarantineTest.release(exit, "lea", exit.id() + "-Q1");
        assertThatThrownBy(() -> ask(exit, "olga", exit.id() + "-Q1"))
                .hasMessageContaining("expected ACTIVE, is RELEASED");
        assertThatThrownBy(() -> QuarantineTest.release(exit, "leo", exit.id() + "-Q1"))
                .hasMessageContaining("expected ACTIVE, is RELEASED");
    }

    @Test
    void knowsEveryColumnThatNamesBytesInTheVault() {
        var exit = new TestExit(database);
        var known = exit.sql("""
                        select pg_get_functiondef('handback.held_elsewhere(text[])'::regprocedure)
                            || (select string_agg('handback.' || d.table_name || ' ' || d.column_name, ' ') from handback.document_column d)""").query(String.class).single();
        var columns = exit.sql("""
                select c.table_schema || '.' || c.table_name || ' ' || c.column_name from information_schema.columns c
                join information_schema.tables t using (table_schema, table_name)
                where t.table_type = 'BASE TABLE' and c.table_schema in ('handback', 'work') and c.column_name like '%sha256%'
                order by 1""").query(String.class).list();
        var forgotten = columns.stream()
                .filter(column -> !known.contains(column.split(" ")[0]) || !known.contains(column.split(" ")[1]))
                .toList();

        // digests that name no bytes of the vault, and what is on its way: an attempt that ends with it meets the
        // erasure
        assertThat(forgotten)
                .containsExactlyInAnyOrder(
                        "handback.attestation_link token_sha256",
                        "handback.certificate_decided shown_sha256",
                        "handback.delivery_received photo_sha256",
                        "handback.destruction_order shown_sha256",
                        "handback.erasure_content sha256",
                        "handback.fixity_checked sha256",
                        "handback.package_built sha256",
                        "work.bucket_baseline sha256",
                        "work.bucket_object sha256",
                        "work.verification sha256"); // an upload, which lies beside the vault
    }

    /** An exit whose asset a was sealed and erased, and then retrieved once more with the same content. */
    private static TestExit broughtAgain(String content) {
        var exit = home("a", content);
        QuarantineTest.seal(exit, "erin", "a", 1);
        var erasure = approved(exit);
        begin(exit, erasure);
        erased(exit, erasure);
        QuarantineTest.askAgain(exit, "a");
        return exit.attempt("a", "VERIFIED", content);
    }

    private static TestExit sealed(String asset) {
        var exit = home(asset, UUID.randomUUID().toString().replace("-", "").repeat(2));
        QuarantineTest.seal(exit, "erin", asset, 1);
        return exit;
    }

    private static TestExit home(String asset, String content) {
        return new TestExit(database).register(asset).agree().authorise().attempt(asset, "VERIFIED", content);
    }

    static String ask(TestExit exit, String who, String quarantine) {
        return exit.as(who, () -> exit.sql(
                        "insert into handback.erasure_asked (exit_id, quarantine, reason) values (?, ?, 'not ours to have') returning erasure",
                        exit.id(),
                        quarantine)
                .query(String.class)
                .single());
    }

    static void approve(TestExit exit, String who, String erasure) {
        exit.insert(
                who,
                "insert into handback.erasure_decided (exit_id, erasure, decision) values (?, ?, 'APPROVED')",
                exit.id(),
                erasure);
    }

    static String approved(TestExit exit) {
        var erasure = ask(exit, "olga", exit.id() + "-Q1");
        approve(exit, "otto", erasure);
        approve(exit, "lea", erasure);
        return erasure;
    }

    static void begin(TestExit exit, String erasure) {
        exit.insert(SYSTEM, "insert into handback.erasure_begun (exit_id, erasure) values (?, ?)", exit.id(), erasure);
    }

    private static void failed(TestExit exit, String erasure) {
        exit.insert(
                SYSTEM,
                "insert into handback.erasure_failed (exit_id, erasure, findings) values (?, ?, '[{}]')",
                exit.id(),
                erasure);
    }

    private static void erased(TestExit exit, String erasure) {
        exit.insert(SYSTEM, "insert into handback.erased (exit_id, erasure) values (?, ?)", exit.id(), erasure);
    }

    private static List<String> left(TestExit exit, String erasure) {
        return exit.sql("select sha256 from handback.erasure_left(?)", erasure)
                .query(String.class)
                .list();
    }

    private static String json(TestExit exit, String column, String erasure) {
        return exit.sql("select " + column + "::text from handback.erasure_begun where erasure = ?", erasure)
                .query(String.class)
                .single();
    }

    private static String state(TestExit exit, String erasure) {
        return exit.sql("select state from handback.erasure where erasure = ?", erasure)
                .query(String.class)
                .single();
    }

    private static List<String> gate(TestExit exit, String who, @Nullable String erasure) {
        return OrderedExit.of(exit).gate(who, "ERASE", erasure);
    }
}
