package dev.handback.destruction;

import static dev.handback.destruction.OrderedExit.certified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When a clearance can be given, when an order may still rest on it, and what stays fixed from then on. */
class ClearanceRulesTest {
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
    void clearsNothingThatIsUnderWay() {
        var it = certified(database, "a");
        it.clear("lea", "a");

        assertThat(it.gate("lea", "CLEAR", "a")).containsExactly("CLEARED_ALREADY");
        it.order("olga", it.drawUp("a"));
        assertThat(it.gate("lea", "CLEAR", "a")).containsExactly("CLEARED_ALREADY");
    }

    @Test
    void ordersNothingOnAClearanceThatWasRecalledOrFollowedByAnother() {
        var it = certified(database, "a");
        it.clear("lea", "a");
        var first = it.drawUp("a");
        it.hold("otto", "a");
        it.liftHolds();
        assertThat(it.gate("olga", "ORDER", first)).containsExactly("CLEARANCE_RECALLED");

        it.clear("leo", "a");

        assertThat(it.gate("olga", "ORDER", first)).containsExactly("CLEARANCE_RECALLED");
        assertThatThrownBy(() -> it.order("olga", first)).hasMessageContaining("ORDER");
        assertThat(it.gate("olga", "ORDER", it.drawUp("a"))).isEmpty();
    }

    @Test
    void ordersNothingTwiceOnOneClearance() {
        var it = certified(database, "a");
        it.clear("lea", "a");
        var one = it.drawUp("a");
        var other = it.drawUp("a");
        it.order("olga", one);

        assertThat(it.gate("olga", "ORDER", other)).containsExactly("CLEARANCE_CONSUMED");
    }

    @Test
    void clearsWithinADestructionWhatItNames() {
        var it = certified(database, "a", "b");
        var destruction = begin(it, "a");
        assertThatThrownBy(() -> clearIn(it, destruction, "b"))
                .hasMessageContaining("does not name all of these assets");
        assertThatThrownBy(() -> clearIn(it, "X-P1", "a")).hasMessageContaining("does not name all of these assets");

        assertThat(clearIn(it, destruction, "a")).isEqualTo(1);
    }

    @Test
    void beginsNoDestructionOfWhatIsKeptOrUnknown() {
        var exit = new TestExit(database).register("kept").agree();
        var it = OrderedExit.of(exit);

        assertThatThrownBy(() -> begin(it, "kept")).hasMessageContaining("asset kept: the register has no such asset");
        assertThatThrownBy(() -> begin(it, "none")).hasMessageContaining("asset none: the register has no such asset");
    }

    @Test
    void asksNothingOfAnAssetThatIsNotToBeDestroyedAndSaysWhichItDoesNotKnow() {
        var exit = new TestExit(database).register("kept").agree();

        assertThat(done(exit, "kept")).isNull();
        assertThat(done(exit, "none")).isEqualTo("NO_SUCH_ASSET");
        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, reason, title, kind, origin, disposition, connection, locator)
                select exit_id, asset, 2, 'WITHDRAWN', 'entered twice', title, kind, origin, disposition, connection, locator
                from handback.asset where exit_id = ?""", exit.id());
        assertThat(done(exit, "kept")).as("withdrawn since").isNull();
    }

    @Test
    void saysThatAReturnIsCertifiedNoLongerOfWhatIsDestroyed() {
        var it = certified(database, "a");
        var said = it.attestToday(it.served("a"), "a");
        it.probe("a", "INDETERMINATE").decide("leo", said, "ACCEPTED", "a");
        assertThat(done(it.exit, "a")).isNull();

        it.exit.insert("lea", """
                insert into handback.certificate_decided (exit_id, number, decision, reason)
                select exit_id, number, 'VOID', 'a wrong date' from handback.certificate where exit_id = ?""", it.exit.id());

        assertThat(done(it.exit, "a")).isEqualTo("NOT_CERTIFIED");
    }

    @Test
    void clearsNothingThatNobodyAgreedYet() {
        var exit = new TestExit(database).register("a").agree().register("late", "FOREGROUND", "DESTROY_ONLY");
        exit.insert(
                "leo",
                "insert into handback.counsel_basis (exit_id, scope, basis) values (?, '[\"late\"]', 'clause 3')",
                exit.id());

        assertThat(OrderedExit.of(exit).gate("lea", "CLEAR", "late")).containsExactly("ROW_NOT_AGREED");
    }

    @Test
    void ordersNothingOnAnOlderClearanceThoughNothingRecalledIt() {
        var it = certified(database, "a");
        it.clear("lea", "a");
        var first = it.drawUp("a");
        it.attest(null, OrderedExit.ROW.formatted("a", it.today()));
        it.probe("a", "CONTRADICTED");
        it.clear("leo", "a");

        assertThat(it.gate("olga", "ORDER", first)).containsExactly("CLEARANCE_DEAD");
    }

    @Test
    void recallsAnOrderDrawnUpThatNamesAnotherVendor() {
        var it = certified(database, "a");
        it.ordered("a");

        it.exit.insert("olga", """
                insert into handback.party_changed (exit_id, party, since, name, document, reason)
                values (?, 'VENDOR', '2026-01-01', 'Successor Ltd', 'Order', 'merged')""", it.exit.id());

        assertThat(it.state("a")).isEqualTo("RECALLED");
    }

    @Test
    void keepsTheDispositionOfWhatIsOrderedOrFinallyCertifiedAndNothingElse() {
        var ordered = certified(database, "a");
        ordered.ordered("a");
        assertThatThrownBy(() -> correct(ordered.exit, "a", "RETURN"))
                .hasMessageContaining("its destruction was ordered");
        assertThat(correct(ordered.exit, "a", "RETURN_THEN_DESTROY")).isEqualTo(1);

        var exit = new TestExit(database).register("a").agree().authorise();
        exit.attempt("a", "VERIFIED").check("erin", "a").fixity("a", "INTACT");
        exit.sign("lea", exit.drawUp("ASSET_RETURN", "FINAL", "a"));
        assertThatThrownBy(() -> correct(exit, "a", "RETURN_THEN_DESTROY"))
                .hasMessageContaining("the FINAL certificate");
        assertThat(correct(exit, "a", "RETURN")).isEqualTo(1);
    }

    static Stream<Arguments> overtaking() {
        return Stream.of(
                Arguments.of("a certificate made void", "lea", """
                        insert into handback.certificate_decided (exit_id, number, decision, reason)
                        select exit_id, number, 'VOID', 'a wrong date' from handback.certificate where exit_id = ?"""),
                Arguments.of("an asset sent back by legal", "lea", """
                        insert into handback.asset_reopened (exit_id, asset, after_attempt, certificate, reason)
                        select exit_id, 'a', 1, number, 'wrong branch' from handback.certificate where exit_id = ?"""),
                Arguments.of("an asset sent back by engineering", "erin", """
                        insert into handback.asset_check (exit_id, asset, number, content_digest, decision, note, task)
                        select exit_id, asset, number, content_digest, 'SEND_BACK', 'the wrong branch', 'task' from handback.asset_now
                        where exit_id = ?"""),
                Arguments.of("another holder in the register", "olga", """
                        insert into handback.register_row (exit_id, asset, version, action, reason, title, kind, origin, disposition, connection,
                            locator, holder)
                        select exit_id, asset, version + 1, 'CORRECTED', 'it is there', title, kind, origin, disposition, connection,
                            locator, 'Sub-processor' from handback.asset where exit_id = ?"""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overtaking")
    void isRecalledByWhatOvertakesIt(String what, String who, String sql) {
        var it = certified(database, "a");
        it.clear("lea", "a");

        it.exit.insert(who, sql, it.exit.id());

        assertThat(it.state("a")).as(what).isEqualTo("RECALLED");
    }

    @Test
    void isRecalledOnceWhatNeedsItIsCertifiedNoLonger() {
        var exit = new TestExit(database).register("library", "FOREGROUND", "RETURN_THEN_DESTROY");
        needs(exit, "library");
        exit.agree().authorise();
        for (var asset : new String[] {"library", "product"}) {
            exit.attempt(asset, "VERIFIED").check("erin", asset).fixity(asset, "INTACT");
        }
        exit.sign("lea", exit.drawUp("ASSET_RETURN", "INTERIM", "library", "product"));
        var it = OrderedExit.of(exit);
        it.served("library");

        exit.insert("lea", """
                insert into handback.asset_reopened (exit_id, asset, after_attempt, certificate, reason)
                select exit_id, 'product', 1, number, 'wrong branch' from handback.certificate where exit_id = ?""", exit.id());

        assertThat(it.state("library")).isEqualTo("RECALLED");
        assertThat(exit.sql("select findings::text from handback.destruction_recalled where exit_id = ?", exit.id())
                        .query(String.class)
                        .single())
                .contains("DEPENDENT_NOT_CERTIFIED", "product depends on it and is REOPENED, expected CERTIFIED");
    }

    @Test
    void isRecalledByWhatIsAddedAndNeedsIt() {
        var served = certified(database, "library", "other");
        served.served("library", "other");
        var ordered = certified(database, "library");
        var number = ordered.ordered("library");

        needs(served.exit, "elsewhere;library");
        needs(ordered.exit, "library");

        assertThat(served.state("library")).isEqualTo("RECALLED");
        assertThat(served.state("other")).as("nothing needs it").isEqualTo("SERVED");
        assertThatThrownBy(() -> ordered.serve(number)).hasMessageContaining("recalled");
    }

    private static void needs(TestExit exit, String library) {
        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition, connection, locator, depends_on)
                values (?, 'product', 1, 'ADDED', 'Product', 'git-repository', 'FOREGROUND', 'RETURN', 'vendor-git', 'https://x/product', ?)""", exit.id(), library);
    }

    @Test
    void isRecalledByAnExceptionOfWhatWasCertified() {
        var it = certified(database, "a");
        it.clear("lea", "a");

        it.except("EXCEPT", "a");

        assertThat(it.state("a")).isEqualTo("RECALLED");
    }

    /** A vendor that is another one from tomorrow recalls nothing today: the order is looked at again when it is given and served. */
    @Test
    void ordersAndServesNothingThatNamesAnotherVendorByNow() {
        try (var tomorrow = TestDatabase.create()) {
            var given = certified(tomorrow, "a");
            var number = given.ordered("a");
            var shown = certified(tomorrow, "a");
            shown.clear("lea", "a");
            var paper = shown.drawUp("a");
            for (var it : List.of(given, shown)) {
                it.exit.insert("otto", """
                        insert into handback.party_changed (exit_id, party, since, name, document, reason)
                        select ?, 'VENDOR', (handback.now() at time zone 'UTC')::date + 1, 'Successor Ltd', 'Order', 'merged'""", it.exit.id());
            }
            assertThat(shown.gate("olga", "ORDER", paper)).isEmpty();
            JdbcClient.create(tomorrow.owner()).sql("""
                            create or replace function handback.now() returns timestamptz language sql volatile parallel safe
                            as 'select clock_timestamp() + interval ''1 day'''""").update();

            assertThat(shown.gate("olga", "ORDER", paper)).containsExactly("VENDOR_CHANGED");
            assertThatThrownBy(() -> given.serve(number))
                    .hasMessageContaining("must not be served: it names Vendor, but the vendor is Successor Ltd now");
        }
    }

    @Test
    void tellsOfOneAssetWhatForbidsToOrderIt() {
        var it = certified(database, "a", "b");
        it.clear("lea", "a", "b");

        assertThat(it.gate("lea", "ORDER", "a")).containsExactly("ORDERER_CLEARED");
        assertThat(it.gate("lea", "ORDER", null)).containsExactly("ORDERER_CLEARED", "ORDERER_CLEARED");
        assertThat(it.gate("leo", "ORDER", "a")).isEmpty();
    }

    @Test
    void servesNothingAtAPlaceThatNoClockKnows() {
        var it = certified(database, "a");
        var number = it.ordered("a");

        assertThatThrownBy(() -> it.exit.insert("otto", """
                insert into handback.order_served (number, exit_id, served_at, place, served_by, channel)
                values (?, ?, handback.now(), 'Berlin', 'Olga', 'EMAIL')""", number, it.exit.id()))
                .hasMessageContaining("place: expected a time zone such as Europe/Berlin, found Berlin");
    }

    private static String begin(OrderedExit it, String asset) {
        return it.exit.as("olga", () -> it.exit
                .sql(
                        "insert into handback.destruction_begun (exit_id, scope) values (?, jsonb_build_array(?::text)) returning destruction",
                        it.exit.id(),
                        asset)
                .query(String.class)
                .single());
    }

    private static int clearIn(OrderedExit it, String destruction, String asset) {
        return it.exit.insert("lea", """
                insert into handback.clearance (exit_id, destruction, basis, reason, answer_by, scope)
                values (?, ?, 'clause 14.2', 'all is home', current_date + 30, jsonb_build_array(?::text))""", it.exit.id(), destruction, asset);
    }

    private static int correct(TestExit exit, String asset, String disposition) {
        return exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, reason, title, kind, origin, disposition, connection, locator)
                select exit_id, asset, version + 1, 'CORRECTED', 'another title', title || '.', kind, origin, ?, connection, locator
                from handback.asset where exit_id = ? and asset = ?""", disposition, exit.id(), asset);
    }

    private static String done(TestExit exit, String asset) {
        return exit.sql("select (handback.destruction_done(?, ?)).code", exit.id(), asset)
                .query((row, n) -> row.getString(1))
                .list()
                .get(0);
    }
}
