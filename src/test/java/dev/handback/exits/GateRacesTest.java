package dev.handback.exits;

import static dev.handback.TestExit.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessException;

/**
 * Two connections at once: what shuts a gate, and what may only pass while it is open. Whatever the timing, the ledger
 * never has the one that passed behind the one that shut it. {@code -Dhandback.races=1000} runs more rounds.
 */
class GateRacesTest {
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

    /** One table each, so that the ledger tells which of the two came first. */
    private record Race(String name, Consumer<TestExit> before, Move shuts, Move passes) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** @param table where the move leaves its newest fact */
    private record Move(String table, Consumer<TestExit> run) {}

    static Stream<Race> races() {
        return Stream.of(
                new Race(
                        "sign, or find something else",
                        GateRacesTest::drawnUpDuringAPass,
                        findSomethingElse(),
                        sign("lea")),
                new Race("sign, or send the asset back", GateRacesTest::drawnUp, sendBackTheAsset(), sign("lea")),
                new Race("sign, or find the bytes broken", GateRacesTest::drawnUp, breakFixity(), sign("lea")),
                new Race("sign, or correct the register", GateRacesTest::drawnUp, correctTheRegister(), sign("lea")),
                new Race("sign, or except the asset", GateRacesTest::exceptionHalfWay, approve("leo"), sign("lea")),
                new Race("sign, or leave legal", GateRacesTest::drawnUp, leave("lea", "legal"), sign("lea")),
                new Race(
                        "check, or find something else",
                        GateRacesTest::verifiedDuringAPass,
                        findSomethingElse(),
                        checkTheFirst()),
                new Race(
                        "check, or leave engineering",
                        GateRacesTest::verified,
                        leave("erin", "engineering"),
                        check("erin")),
                new Race(
                        "retrieve, or stop the connection",
                        GateRacesTest::authorised,
                        stopConnection(),
                        retrieveAgain()),
                new Race("retrieve, or withdraw the asset", GateRacesTest::authorised, withdraw(), retrieveAgain()),
                new Race("retrieve, or declare a stay", GateRacesTest::authorised, declareStay(), retrieveAgain()),
                new Race("retrieve, or cancel the exit", GateRacesTest::authorised, cancel(), retrieveAgain()),
                new Race("sign, or place a hold", GateRacesTest::drawnUp, placeHold(), sign("lea")),
                new Race("sign, or seal the attempt", GateRacesTest::drawnUp, seal(), sign("lea")),
                new Race("check, or seal the attempt", GateRacesTest::verified, seal(), check("erin")),
                new Race("erase, or place a hold", GateRacesTest::erasureApproved, placeHold(), erase()),
                new Race("erase, or release", GateRacesTest::erasureApproved, release(), erase()));
    }

    @ParameterizedTest
    @MethodSource("races")
    void neverPassesBehindWhatShutIt(Race race) throws Exception {
        int passed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var exit = new TestExit(database).register("repo-1");
            race.before().accept(exit);
            long before = ledgerSize(exit);

            try {
                if (both(exit, race.shuts(), race.passes())) {
                    passed++;
                    assertThat(order(exit, before))
                            .as("%s, round %d", race, round)
                            .startsWith(race.passes().table());
                }
            } finally {
                undo(exit, race);
            }
        }
        System.out.printf("%s: %d of %d passed%n", race, passed, ROUNDS);
    }

    /** One of the two may not happen twice: not two signatures, nor a signature and a sending back. */
    static Stream<List<Move>> onlyOneOf() {
        var sendBack = new Move("certificate_decided", exit -> exit.insert("leo", """
                insert into handback.certificate_decided (exit_id, number, decision, reason)
                select exit_id, number, 'SENT_BACK', 'wrong text' from handback.certificate where exit_id = ?""", exit.id()));
        return Stream.of(List.of(sign("lea"), sign("leo")), List.of(sign("lea"), sendBack));
    }

    @ParameterizedTest
    @MethodSource("onlyOneOf")
    void decidesACertificateOnce(List<Move> moves) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var exit = new TestExit(database).register("repo-1");
            drawnUp(exit);

            both(exit, moves.get(0), moves.get(1));

            assertThat(exit.sql("select decision from handback.certificate_decided where exit_id = ?", exit.id())
                            .query(String.class)
                            .list())
                    .hasSize(1);
        }
    }

    @Test
    void letsABrokenFixityWaitForASignatureThatIsBeingWritten() {
        var exit = new TestExit(database).register("repo-1");
        drawnUp(exit);

        exit.as("lea", () -> {
            sign("lea").run().accept(exit);
            var other = CompletableFuture.runAsync(() -> exit.as(SYSTEM, () -> {
                exit.sql("set local lock_timeout = '300ms'").update();
                return exit.fixity("repo-1", "MISMATCH");
            }));
            assertThatThrownBy(other::join).rootCause().hasMessageContaining("lock timeout");
            return exit;
        });

        assertThat(exit.state("repo-1")).isEqualTo("CERTIFIED");
    }

    /** Runs both at once and tells whether the second succeeded. */
    private static boolean both(TestExit exit, Move one, Move other) throws Exception {
        var start = new CyclicBarrier(2);
        var first = TWO.submit(attempt(exit, one, start));
        var second = TWO.submit(attempt(exit, other, start));
        first.get();
        return second.get();
    }

    private static Callable<Boolean> attempt(TestExit exit, Move move, CyclicBarrier start) {
        return () -> {
            start.await();
            long until = System.nanoTime() + ThreadLocalRandom.current().nextLong(2_000_000);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            try {
                move.run().accept(exit);
                return true;
            } catch (DataAccessException refused) {
                assertThat(refused).rootCause().hasMessageNotContaining("deadlock");
                return false;
            }
        };
    }

    private static long ledgerSize(TestExit exit) {
        return exit.sql("select count(*) from handback.ledger_entry")
                .query(Long.class)
                .single();
    }

    /** Tables of the entries since then, in the ledger's order. */
    private static List<String> order(TestExit exit, long since) {
        return exit.sql("select fact_table from handback.ledger_entry where seq >= ? order by seq", since)
                .query(String.class)
                .list();
    }

    private static void undo(TestExit exit, Race race) {
        if (race.shuts().table().equals("membership_change")) {
            for (var member : List.of(List.of("lea", "legal"), List.of("erin", "engineering"))) {
                exit.insert(
                        SYSTEM,
                        "insert into handback.membership_change (person, grp, granted) values (?, ?, true)",
                        member.get(0),
                        member.get(1));
            }
        }
        if (race.shuts().table().equals("connection_stopped")) {
            exit.insert("lea", """
                    insert into handback.connection_resumed (exit_id, stop, basis)
                    select exit_id, fact, 'consent' from handback.connection_stopped s where exit_id = ?""", exit.id());
        }
    }

    private static void authorised(TestExit exit) {
        exit.agree().authorise();
    }

    private static void verified(TestExit exit) {
        authorised(exit);
        exit.attempt("repo-1", "VERIFIED");
    }

    private static void drawnUp(TestExit exit) {
        verified(exit);
        exit.check("erin", "repo-1").fixity("repo-1", "INTACT").drawUp("ASSET_RETURN", "INTERIM", "repo-1");
    }

    private static void verifiedDuringAPass(TestExit exit) {
        verified(exit);
        begin(exit);
    }

    private static void drawnUpDuringAPass(TestExit exit) {
        drawnUp(exit);
        begin(exit);
    }

    private static void begin(TestExit exit) {
        exit.insert(TestExit.SYSTEM, """
                insert into handback.attempt (exit_id, asset, number, connection, locator)
                values (?, 'repo-1', 2, 'vendor-git', 'https://x')""", exit.id());
    }

    /** What was looked at is attempt 1. */
    private static Move checkTheFirst() {
        return new Move("asset_check", exit -> exit.insert("erin", """
                insert into handback.asset_check (exit_id, asset, number, content_digest, decision, task)
                select exit_id, asset, number, content_digest, 'PASS', 'task' from handback.attempt_ended
                where exit_id = ? and number = 1""", exit.id()));
    }

    private static Move findSomethingElse() {
        return new Move("attempt_ended", exit -> exit.insert(TestExit.SYSTEM, """
                insert into handback.attempt_ended (exit_id, asset, number, outcome, content_digest, bundle_sha256, refs)
                values (?, 'repo-1', 2, 'VERIFIED', repeat('b', 64), repeat('b', 64), 3)""", exit.id()));
    }

    private static void exceptionHalfWay(TestExit exit) {
        drawnUp(exit);
        exit.insert(
                "olga",
                "insert into handback.exception_asked (exit_id, asset, purpose, reason) values (?, 'repo-1', 'EXCEPT', 'lost')",
                exit.id());
        approve("otto").run().accept(exit);
    }

    private static Move sign(String lawyer) {
        return new Move(
                "certificate_decided",
                exit -> exit.sign(
                        lawyer,
                        exit.sql("select number from handback.certificate where exit_id = ?", exit.id())
                                .query(String.class)
                                .single()));
    }

    private static Move check(String engineer) {
        return new Move("asset_check", exit -> exit.check(engineer, "repo-1"));
    }

    private static Move retrieveAgain() {
        return new Move("attempt", exit -> exit.attempt("repo-1", "VERIFIED"));
    }

    private static Move sendBackTheAsset() {
        return new Move("asset_reopened", exit -> exit.insert("leo", """
                insert into handback.asset_reopened (exit_id, asset, after_attempt, certificate, reason)
                values (?, 'repo-1', 1, 'none', 'looks wrong')""", exit.id()));
    }

    private static Move breakFixity() {
        return new Move("fixity_checked", exit -> exit.fixity("repo-1", "MISMATCH"));
    }

    private static Move correctTheRegister() {
        return new Move("register_row", exit -> exit.insert("otto", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition, connection, locator, reason)
                select exit_id, asset, version + 1, 'CORRECTED', 'Another title', kind, origin, disposition, connection, locator, 'typo'
                from handback.asset where exit_id = ?""", exit.id()));
    }

    private static Move declareStay() {
        return new Move(
                "stay_declared",
                exit -> exit.insert(
                        "otto",
                        "insert into handback.stay_declared (exit_id, reason) values (?, 'they filed')",
                        exit.id()));
    }

    private static Move cancel() {
        return new Move(
                "exit_cancelled",
                exit -> exit.insert(
                        "leo",
                        "insert into handback.exit_cancelled (exit_id, reason, document) values (?, 'it goes on', 'Amendment 4')",
                        exit.id()));
    }

    private static Move placeHold() {
        return new Move(
                "hold_placed",
                exit -> exit.insert(
                        "otto",
                        "insert into handback.hold_placed (exit_id, reason, document) values (?, 'a claim', 'Matter 12')",
                        exit.id()));
    }

    private static Move seal() {
        return new Move(
                "quarantined",
                exit -> exit.insert(
                        "otto",
                        "insert into handback.quarantined (exit_id, asset, number, reason) values (?, 'repo-1', 1, 'not ours')",
                        exit.id()));
    }

    /** Content of its own: what an erasure took seals whatever brings it again. */
    private static void erasureApproved(TestExit exit) {
        authorised(exit);
        exit.attempt(
                "repo-1",
                "VERIFIED",
                UUID.randomUUID().toString().replace("-", "").repeat(2));
        seal().run().accept(exit);
        exit.insert(
                "olga",
                "insert into handback.erasure_asked (exit_id, quarantine, reason) values (?, ?, 'not ours')",
                exit.id(),
                exit.id() + "-Q1");
        for (var person : List.of("otto", "lea")) {
            exit.insert(
                    person,
                    "insert into handback.erasure_decided (exit_id, erasure, decision) values (?, ?, 'APPROVED')",
                    exit.id(),
                    exit.id() + "-E1");
        }
    }

    private static Move erase() {
        return new Move(
                "erasure_begun",
                exit -> exit.insert(
                        SYSTEM,
                        "insert into handback.erasure_begun (exit_id, erasure) values (?, ?)",
                        exit.id(),
                        exit.id() + "-E1"));
    }

    private static Move release() {
        return new Move(
                "quarantine_released",
                exit -> exit.insert(
                        "lea",
                        "insert into handback.quarantine_released (exit_id, quarantine, reason) values (?, ?, 'it is ours')",
                        exit.id(),
                        exit.id() + "-Q1"));
    }

    private static Move withdraw() {
        return new Move("register_row", exit -> exit.insert("otto", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition, connection, locator, reason)
                select exit_id, asset, version + 1, 'WITHDRAWN', title, kind, origin, disposition, connection, locator, 'a duplicate'
                from handback.asset where exit_id = ?""", exit.id()));
    }

    private static Move approve(String person) {
        return new Move("exception_decided", exit -> exit.insert(person, """
                insert into handback.exception_decided (exit_id, asset, asked, decision)
                select exit_id, asset, fact, 'APPROVED' from handback.exception_asked where exit_id = ?""", exit.id()));
    }

    private static Move stopConnection() {
        return new Move(
                "connection_stopped",
                exit -> exit.insert(
                        SYSTEM,
                        "insert into handback.connection_stopped (exit_id, connection, asset, cause) values (?, 'vendor-git', 'repo-1', '403')",
                        exit.id()));
    }

    private static Move leave(String person, String group) {
        return new Move(
                "membership_change",
                exit -> exit.insert(
                        SYSTEM,
                        "insert into handback.membership_change (person, grp, granted) values (?, ?, false)",
                        person,
                        group));
    }
}
