package dev.handback.destruction;

import static dev.handback.destruction.OrderedExit.certified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is over is not done again, what was not there is not ended, and nothing rests on what somebody else has changed meanwhile. */
class OnceOnlyTest {
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
    void givesAndServesAnOrderOnce() {
        var it = certified(database, "a");
        it.clear("lea", "a");
        var number = it.drawUp("a");
        it.order("olga", number);
        assertThat(it.gate("otto", "ORDER", number)).containsExactly("ALREADY_ORDERED");
        assertThatThrownBy(() -> serve(it, number, "handback.now() - interval '2 days'"))
                .hasMessageContaining("when it was given, and now");
        assertThatThrownBy(() -> serve(it, number, "handback.now() + interval '2 days'"))
                .hasMessageContaining("when it was given, and now");
        it.serve(number);

        assertThatThrownBy(() -> it.serve(number)).hasMessageContaining("was served already");
        assertThatThrownBy(() -> serve(certified(database, "a"), number, "handback.now()"))
                .hasMessageContaining("this exit has no order " + number);
    }

    @Test
    void ordersTheDocumentThatWasShown() {
        var it = certified(database, "a");
        it.clear("lea", "a");
        var number = it.drawUp("a");

        assertThatThrownBy(() -> it.exit.insert("olga", """
                insert into handback.destruction_order (number, exit_id, shown_sha256, sealed_sha256, intent)
                values (?, ?, repeat('f', 64), repeat('c', 64), 'I order')""", number, it.exit.id()))
                .hasMessageContaining("order " + number + ": confirmed was SHA-256 ffff");
    }

    @Test
    void remindsOfAnOrderThatWasServedAndStillStands() {
        var it = certified(database, "a", "b");
        var number = it.ordered("a", "b");
        assertThatThrownBy(() -> remind(it, number))
                .hasMessageContaining("was not served: there is nothing to remind of");
        it.serve(number);
        it.hold("otto", "a");
        assertThat(remind(it, number)).as("b is still to be destroyed").isEqualTo(1);
        it.hold("otto", "b");

        assertThatThrownBy(() -> remind(it, number))
                .hasMessageContaining("was recalled: there is nothing to remind of");
    }

    @Test
    void tellsOfNoRecallThatIsNoneOrThatNobodyHasToBeToldOf() {
        var it = certified(database, "a");
        it.ordered("a");
        assertThatThrownBy(() -> recallServed(it, "handback.now()")).hasMessageContaining("this exit has no recall");
        assertThatThrownBy(() -> recallNotice(it)).hasMessageContaining("this exit has no recall");
        it.hold("otto", "a");

        assertThatThrownBy(() -> recallServed(it, "handback.now()"))
                .hasMessageContaining("the order was never served, so nobody has to be told");
    }

    @Test
    void servesARecallOnceAndNotBeforeThereIsOne() {
        var it = certified(database, "a");
        it.served("a");
        it.hold("otto", "a");
        recallNotice(it);
        assertThatThrownBy(() -> recallServed(it, "handback.now() - interval '2 days'"))
                .hasMessageContaining("expected between");
        recallServed(it, "handback.now()");

        assertThatThrownBy(() -> recallServed(it, "handback.now()")).hasMessageContaining("was served already");
    }

    @Test
    void drawsUpNoOrderUnderTheNumberOfAnother() {
        var it = certified(database, "a", "b");
        it.clear("lea", "a", "b");
        it.drawUp("a");

        assertThatThrownBy(() -> drawUp(it, 1, "a")).hasMessageContaining("somebody else drew one up meanwhile");
        assertThatThrownBy(() -> drawUp(it, 3, "a")).hasMessageContaining("somebody else drew one up meanwhile");
        assertThatThrownBy(() -> drawUp(it, 2, "x")).hasMessageContaining("does not name all of its assets");
        assertThatThrownBy(() -> it.drawUp("a", "a")).hasMessageContaining("a scope names each asset once");
    }

    @Test
    void letsALinkLiveForNinetyDaysOnAnOrderThatWasServed() {
        var it = certified(database, "a");
        var number = it.ordered("a");
        assertThatThrownBy(() -> link(it, number, "1 day")).hasMessageContaining("there is nothing to attest");
        it.serve(number);

        assertThatThrownBy(() -> link(it, number, "91 days")).hasMessageContaining("a link lives at most 90 days");
        assertThatThrownBy(() -> link(it, number, "-1 day")).hasMessageContaining("a link lives at most 90 days");
        assertThat(link(it, number, "89 days")).isEqualTo(1);
    }

    @Test
    void saysNotObservableOfNothingThatWasObservedOrIsUnknown() {
        var it = certified(database, "a");
        it.attestToday(it.served("a"), "a");
        assertThatThrownBy(() -> notObservable(it, "x")).hasMessageContaining("has no such asset");
        it.probe("a", "CONTRADICTED");

        assertThatThrownBy(() -> notObservable(it, "a")).hasMessageContaining("observed it at");
    }

    @Test
    void liftsAHoldAndAStayOnce() {
        var it = certified(database, "a");
        it.hold("otto", "a");
        assertThatThrownBy(() -> lift(it, "-H9")).hasMessageContaining("this exit has no hold");
        var hold = it.exit
                .sql("select hold from handback.hold where exit_id = ?", it.exit.id())
                .query(String.class)
                .single();
        var lift = "insert into handback.hold_lifted (hold, exit_id, reason) values (?, ?, 'settled')";
        it.exit.insert("leo", lift, hold, it.exit.id());
        assertThatThrownBy(() -> it.exit.insert("leo", lift, hold, it.exit.id()))
                .hasMessageContaining("was lifted already");

        it.exit.insert(
                "otto", "insert into handback.stay_declared (exit_id, reason) values (?, 'they filed')", it.exit.id());
        assertThatThrownBy(() -> it.exit.insert("lea", """
                insert into handback.stay_lifted (stay, exit_id, document, issuer, scope, dated, reason)
                values ('X', ?, 'order 7', 'Court', 'all of it', '2026-01-01', 'freed')""", it.exit.id()))
                .hasMessageContaining("this exit has no stay X");
        liftStay(it, "2026-01-01");
        assertThatThrownBy(() -> liftStay(it, "2026-01-01")).hasMessageContaining("was lifted already");
        it.exit.insert(
                "otto", "insert into handback.stay_declared (exit_id, reason) values (?, 'again')", it.exit.id());
        assertThatThrownBy(() -> liftStay(it, "2099-01-01")).hasMessageContaining("which is not yet");
    }

    @Test
    void changesTheTriggerToAnotherOfToday() {
        var it = certified(database, "a");

        assertThatThrownBy(() -> trigger(it, "EXPIRY", "2026-01-01"))
                .hasMessageContaining("the trigger is EXPIRY already");
        assertThatThrownBy(() -> trigger(it, "CAUSE", "2099-01-01"))
                .hasMessageContaining("CAUSE since 2099-01-01, which is not yet");
        assertThat(trigger(it, "CAUSE", "2026-01-01")).isEqualTo(1);
    }

    @Test
    void opensNoResidualOfAStrangerOrOfThePastOrOfNothing() {
        var it = certified(database, "a");

        assertThatThrownBy(() -> residual(it, "OBLIGATION", null, "nobody", "2099-01-01"))
                .hasMessageContaining("expected a known person, found nobody");
        assertThatThrownBy(() -> residual(it, "OBLIGATION", null, "otto", "2020-01-01"))
                .hasMessageContaining("expected a day to come");
        assertThatThrownBy(() -> residual(it, "OBLIGATION", "x", "otto", "2099-01-01"))
                .hasMessageContaining("asset x: the register of this exit has no such");
        assertThatThrownBy(() -> residual(it, "HOLD", "a", "otto", "2099-01-01"))
                .hasMessageContaining("there is nothing of this kind open");
        it.hold("otto", "a");
        residual(it, "HOLD", "a", "otto", "2099-01-01");
        assertThatThrownBy(() -> residual(it, "HOLD", "a", "otto", "2099-01-01"))
                .hasMessageContaining("it is listed already");
    }

    @Test
    void changesTheRegisterThatItHasSeen() {
        var exit = new TestExit(database).register("a");
        assertThatThrownBy(() -> exit.register("a")).hasMessageContaining("somebody else changed it meanwhile");
        assertThatThrownBy(() -> row(exit, "a", 2, "ADDED")).hasMessageContaining("cannot be added, it is added");
        assertThatThrownBy(() -> row(exit, "b", 1, "CORRECTED"))
                .hasMessageContaining("cannot be corrected, it is not registered");
        assertThatThrownBy(() -> agree(exit, 2, "handback.register_digest(?)"))
                .hasMessageContaining("has 1 assets, agreed were 2");
        assertThatThrownBy(() -> agree(exit, 1, "sha256(?::text::bytea)"))
                .hasMessageContaining("changed since it was shown");
        exit.agree();

        assertThatThrownBy(() -> exit.agree()).hasMessageContaining("nothing was added since");
    }

    private static int serve(OrderedExit it, String number, String at) {
        return it.exit.insert("otto", """
                insert into handback.order_served (number, exit_id, served_at, place, served_by, channel)
                values (?, ?, %s, 'UTC', 'Olga', 'EMAIL')""".formatted(at), number, it.exit.id());
    }

    private static int remind(OrderedExit it, String number) {
        return it.exit.insert(
                TestExit.SYSTEM,
                "insert into handback.answer_reminded (exit_id, number) values (?, ?)",
                it.exit.id(),
                number);
    }

    private static int recallNotice(OrderedExit it) {
        return it.exit.insert(TestExit.SYSTEM, """
                insert into handback.recall_notice (recall, exit_id, addressee, order_sealed_sha256, confirm_by, pdf_sha256, facts_sha256, sealed_sha256)
                values (? || '-R1', ?, 'Vendor', repeat('c', 64), '2099-01-01', repeat('1', 64), repeat('2', 64), repeat('3', 64))""", it.exit.id(), it.exit.id());
    }

    private static int recallServed(OrderedExit it, String at) {
        return it.exit.insert("olga", """
                insert into handback.recall_served (recall, exit_id, served_at, place, served_by, channel)
                values (? || '-R1', ?, %s, 'UTC', 'Olga', 'EMAIL')""".formatted(at), it.exit.id(), it.exit.id());
    }

    private static int drawUp(OrderedExit it, int ordinal, String asset) {
        return it.exit.insert(TestExit.SYSTEM, """
                insert into handback.order_drawn_up (number, exit_id, ordinal, clearance, scope, pdf_sha256, facts_sha256)
                values (? || '-D' || ?, ?, ?, ? || '-L1', jsonb_build_array(?::text), repeat('a', 64), repeat('b', 64))""", it.exit.id(), ordinal, it.exit.id(), ordinal, it.exit.id(), asset);
    }

    private static int link(OrderedExit it, String number, String life) {
        return it.exit.insert("olga", """
                insert into handback.attestation_link (exit_id, number, holder, token_sha256, expires_at)
                values (?, ?, 'Orbit', encode(sha256(convert_to(?, 'UTF8')), 'hex'), handback.now() + ?::interval)""", it.exit.id(), number, it.exit.id() + life, life);
    }

    private static int notObservable(OrderedExit it, String asset) {
        return it.exit.insert(
                "lea",
                "insert into handback.not_observable (exit_id, asset, reason) values (?, ?, 'a tape in a safe')",
                it.exit.id(),
                asset);
    }

    private static int lift(OrderedExit it, String suffix) {
        return it.exit.insert(
                "leo",
                "insert into handback.hold_lifted (hold, exit_id, reason) values (?, ?, 'settled')",
                it.exit.id() + suffix,
                it.exit.id());
    }

    private static int liftStay(OrderedExit it, String dated) {
        return it.exit.insert("lea", """
                insert into handback.stay_lifted (stay, exit_id, document, issuer, scope, dated, reason)
                select max(stay), exit_id, 'order 7', 'Court', 'all of it', ?::date, 'freed' from handback.stay where exit_id = ? group by exit_id""", dated, it.exit.id());
    }

    private static int trigger(OrderedExit it, String trigger, String since) {
        return it.exit.insert("olga", """
                insert into handback.trigger_changed (exit_id, trigger, since, document, reason)
                values (?, ?, ?::date, 'letter', 'they wrote')""", it.exit.id(), trigger, since);
    }

    private static int residual(OrderedExit it, String kind, @Nullable String asset, String owner, String due) {
        return it.exit.insert("olga", """
                insert into handback.residual_opened (exit_id, kind, asset, what, owner, due)
                values (?, ?, ?, 'secrecy', ?, ?::date)""", it.exit.id(), kind, asset, owner, due);
    }

    private static int row(TestExit exit, String asset, int version, String action) {
        return exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, reason, title, kind, origin, disposition, connection, locator)
                values (?, ?, ?, ?, 'as it is', 'An asset', 'git-repository', 'FOREGROUND', 'RETURN', 'vendor-git', 'https://git.vendor.example/z')""", exit.id(), asset, version, action);
    }

    private static int agree(TestExit exit, int assets, String digest) {
        return exit.insert("olga", """
                insert into handback.register_agreed (exit_id, version, assets, digest) values (?, 1, ?, %s)""".formatted(digest), exit.id(), assets, exit.id());
    }
}
