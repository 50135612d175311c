package dev.handback.destruction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessException;

/**
 * What ends the ground of a decision about destruction or closing, and that decision, at once over two connections: the ledger
 * never has the decision behind what forbade it. {@code -Dhandback.races=1000} or {@code -Pdeep} runs a thousand of each.
 */
class DestructionRacesTest {
    private static final int ROUNDS = Integer.getInteger("handback.races", 10);
    private static final ExecutorService TWO = Executors.newFixedThreadPool(2);
    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        TWO.shutdownNow();
        database.close();
    }

    /** @param shuts table of the fact that forbids; {@code passes} of the one that is decided */
    private record Race(
            String name,
            Consumer<OrderedExit> before,
            String shuts,
            Consumer<OrderedExit> shut,
            String passes,
            Consumer<OrderedExit> pass) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Race> races() {
        return Stream.of(
                order(
                        "a stay",
                        "stay_declared",
                        it -> it.exit.insert(
                                "lea",
                                "insert into handback.stay_declared (exit_id, reason) values (?, 'they filed')",
                                it.exit.id())),
                order(
                        "a dispute",
                        "dispute_raised",
                        it -> it.exit.insert(
                                "erin",
                                "insert into handback.dispute_raised (exit_id, asset, party, reason) values (?, 'a', 'Vendor', 'fees')",
                                it.exit.id())),
                order(
                        "cancelling",
                        "exit_cancelled",
                        it -> it.exit.insert(
                                "leo",
                                "insert into handback.exit_cancelled (exit_id, reason, document) values (?, 'it goes on', 'Amendment 4')",
                                it.exit.id())),
                order("damage in the vault", "fixity_checked", it -> it.exit.fixity("a", "MISMATCH")),
                order("sending the asset back", "asset_reopened", it -> it.exit.insert("leo", """
                        insert into handback.asset_reopened (exit_id, asset, after_attempt, certificate, reason)
                        values (?, 'a', 1, 'none', 'looks wrong')""", it.exit.id())),
                new Race(
                        "clear, or a hold",
                        it -> {},
                        "hold_placed",
                        it -> it.hold("otto", "a"),
                        "clearance",
                        it -> it.clear("lea", "a")),
                new Race(
                        "accept, or a hold",
                        DestructionRacesTest::seen,
                        "hold_placed",
                        it -> it.hold("otto", "a"),
                        "attestation_decided",
                        it -> it.decide("leo", it.exit.id() + "-A1", "ACCEPTED", "a")),
                new Race(
                        "accept, or a look that contradicts",
                        DestructionRacesTest::looking,
                        "probe",
                        DestructionRacesTest::answers,
                        "attestation_decided",
                        it -> it.decide("leo", it.exit.id() + "-A1", "ACCEPTED", "a")),
                close(
                        "a look that contradicts",
                        DestructionRacesTest::lookingOnceMore,
                        "probe",
                        DestructionRacesTest::answers),
                close(
                        "taking an item back",
                        it -> {},
                        "checklist_settled",
                        it -> it.exit.insert("erin", """
                        insert into handback.checklist_settled (exit_id, item, result, evidence)
                        values (?, 'knowledge', 'OPEN', 'it was not')""", it.exit.id())),
                close(
                        "a duty that is left over",
                        it -> {},
                        "residual_opened",
                        it -> it.exit.insert("olga", """
                        insert into handback.residual_opened (exit_id, kind, what, owner, due)
                        values (?, 'OBLIGATION', 'secrecy', 'otto', '2099-01-01')""", it.exit.id())),
                close("a hold", it -> {}, "hold_placed", it -> it.hold("otto", "a")),
                close("withdrawing an instrument", it -> {}, "instrument_withdrawn", DestructionRacesTest::withdraw));
    }

    private static Race order(String what, String table, Consumer<OrderedExit> shut) {
        return new Race(
                "order, or " + what,
                it -> {
                    it.clear("lea", "a");
                    it.drawUp("a");
                },
                table,
                shut,
                "destruction_order",
                it -> it.order("olga", it.exit.id() + "-D1"));
    }

    private static Race close(String what, Consumer<OrderedExit> before, String table, Consumer<OrderedExit> shut) {
        return new Race(
                "close, or " + what,
                it -> {
                    finished(it);
                    before.accept(it);
                },
                table,
                shut,
                "exit_closed",
                it -> it.exit.insert(
                        "olga",
                        "insert into handback.exit_closed (exit_id, mode, reason) values (?, 'CLOSED', 'all done')",
                        it.exit.id()));
    }

    @ParameterizedTest
    @MethodSource("races")
    void neverDecidesBehindWhatForbadeIt(Race race) throws Exception {
        int passed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var it = certifiedWithInstrument();
            race.before().accept(it);
            long before = it.exit
                    .sql("select count(*) from handback.ledger_entry")
                    .query(Long.class)
                    .single();
            var start = new CyclicBarrier(2);

            var shut = TWO.submit(attempt(start, it, race.shut()));
            var pass = TWO.submit(attempt(start, it, race.pass()));

            boolean shutting = shut.get();
            if (pass.get()) {
                passed++;
                if (shutting) {
                    assertThat(order(it, race, before))
                            .as("%s, round %d", race, round)
                            .startsWith(race.passes());
                }
            } else {
                assertThat(shutting)
                        .as("%s, round %d: one of them succeeds", race, round)
                        .isTrue();
            }
        }
        System.out.printf("%s: %d of %d passed%n", race, passed, ROUNDS);
    }

    private static OrderedExit certifiedWithInstrument() {
        var exit = new TestExit(database)
                .register("a", "FOREGROUND", "RETURN_THEN_DESTROY")
                .register("b", "FOREGROUND", "ASSIGN")
                .agree()
                .authorise();
        for (var asset : List.of("a", "b")) {
            exit.attempt(asset, "VERIFIED").check("erin", asset).fixity(asset, "INTACT");
        }
        exit.insert("lea", """
                insert into handback.instrument_recorded (exit_id, type, operative, parties, signed_by, executed_on, jurisdiction, assets,
                    document_sha256, document_name, document_bytes)
                values (?, 'ASSIGNMENT', 'PRESENT', 'Vendor to Client', 'Their CEO', '2026-01-02', 'England', '[{"asset": "b"}]', repeat('0', 64), 'deed.pdf', 9)""", exit.id());
        exit.sign("lea", exit.drawUp("ASSET_RETURN", "FINAL", "a", "b"));
        return OrderedExit.of(exit);
    }

    private static void seen(OrderedExit it) {
        it.attestToday(it.served("a"), "a");
        it.probe("a", "INDETERMINATE");
    }

    private static void looking(OrderedExit it) {
        seen(it);
        lookingOnceMore(it);
    }

    private static void lookingOnceMore(OrderedExit it) {
        it.exit.insert(TestExit.SYSTEM, """
                insert into handback.probe_begun (exit_id, asset, ordinal, purpose, connection, locator)
                select exit_id, asset, 1 + (select count(*) from handback.probe_begun b where b.exit_id = a.exit_id and b.asset = a.asset),
                       'AFTER', connection, locator from handback.asset a where exit_id = ? and asset = 'a'""", it.exit.id());
    }

    private static void answers(OrderedExit it) {
        it.exit.insert(TestExit.SYSTEM, """
                insert into handback.probe (exit_id, asset, ordinal, purpose, result, locator, seen_as, detail, answer_sha256)
                select exit_id, asset, ordinal, 'AFTER', 'CONTRADICTED', locator, 'us', '{}', repeat('d', 64) from handback.probe_begun
                where exit_id = ? and asset = 'a' order by ordinal desc limit 1""", it.exit.id());
    }

    private static void withdraw(OrderedExit it) {
        it.exit.insert(
                "lea",
                "insert into handback.instrument_withdrawn (instrument, exit_id, reason) values (? || '-I1', ?, 'not signed by who it says')",
                it.exit.id(),
                it.exit.id());
    }

    private static void finished(OrderedExit it) {
        seen(it);
        it.decide("leo", it.exit.id() + "-A1", "ACCEPTED", "a");
        it.exit.sign("lea", it.exit.drawUp("DESTRUCTION", "FINAL", "a"));
        it.exit.insert("olga", """
                insert into handback.access_revoked (exit_id, direction, connection, since, reported_by, document)
                values (?, 'OURS', 'vendor-git', '2026-11-01', 'Vendor', 'letter'), (?, 'VENDORS', null, '2026-11-01', 'Our IT', 'ticket 7')""", it.exit.id(), it.exit.id());
        for (var item : List.of("credentials", "knowledge")) {
            it.exit.insert("erin", """
                    insert into handback.checklist_settled (exit_id, item, result, done_on, done_by, evidence)
                    values (?, ?, 'DONE', '2026-11-01', 'Erin', 'ticket 8')""", it.exit.id(), item);
        }
    }

    /** Of the two facts, in the ledger's order. */
    private static List<String> order(OrderedExit it, Race race, long since) {
        return it.exit
                .sql(
                        "select fact_table from handback.ledger_entry where exit_id = ? and seq >= ? and fact_table in (?, ?) order by seq",
                        it.exit.id(),
                        since,
                        race.shuts(),
                        race.passes())
                .query(String.class)
                .list();
    }

    private static Callable<Boolean> attempt(CyclicBarrier start, OrderedExit it, Consumer<OrderedExit> move) {
        return () -> {
            start.await();
            long until = System.nanoTime() + ThreadLocalRandom.current().nextLong(2_000_000);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            try {
                move.accept(it);
                return true;
            } catch (DataAccessException refused) {
                assertThat(refused).rootCause().hasMessageNotContaining("deadlock");
                return false;
            }
        };
    }
}
