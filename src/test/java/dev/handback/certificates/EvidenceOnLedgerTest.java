package dev.handback.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.custody.Ledger;
import dev.handback.custody.LedgerSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** Two tellings of the same evidence, one in SQL over tables and one in Java over the ledger, over random lives of assets. */
class EvidenceOnLedgerTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> ASSETS = List.of("billing", "manuals", "tapes");
    private static final long SEED = Long.getLong("handback.seed", 20261127L);
    private static final int LIVES = 12;
    private static final int STEPS = 60;

    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void tellsWhatTheDatabaseTells(@TempDir Path folder) throws Exception {
        var app = database.app();
        var ledger =
                new Ledger(app, new DataSourceTransactionManager(app), new LedgerSettings(folder, "handback/ledger"));
        var seen = new TreeSet<String>();
        for (int life = 0; life < LIVES; life++) {
            var random = new Random(SEED + life);
            var exit = new TestExit(database);
            for (var asset : ASSETS) {
                exit.register(asset);
            }
            byHand(exit);
            exit.authorise();
            for (int step = 0; step < STEPS; step++) {
                anything(exit, pick(random, ASSETS), random);
            }
            compare(exit, ledger, "seed " + (SEED + life), seen);
        }
        assertThat(seen)
                .contains(
                        "check",
                        "exception",
                        "dispute",
                        "freeze",
                        "reopenedAfter",
                        "delivery",
                        "holds",
                        "stays",
                        "laterPass",
                        "agreedAt",
                        "authorisedAt",
                        "retrievedAt");
    }

    private static void compare(TestExit exit, Ledger ledger, String life, TreeSet<String> seen) throws Exception {
        var proved = ledger.proved(exit.id());
        assertThat(proved.findings()).as(life).isEmpty();
        var entries = new ArrayList<JsonNode>();
        for (var body : proved.bodies().values()) {
            entries.add(JSON.readTree(body));
        }
        var facts = new Entries(entries);
        var told = new EvidenceOnLedger(facts);
        for (var asset : List.of("billing", "manuals", "tapes", "disk")) {
            var inSql = exit.sql("select handback.evidence(?, ?)", exit.id(), asset)
                    .query(String.class)
                    .single();
            var words = EvidenceWords.of(told.of(asset));
            assertThat((JsonNode) words).as(life + " " + asset).isEqualTo(JSON.readTree(inSql));
            words.fieldNames().forEachRemaining(seen::add);
            var measured = exit.sql("select handback.drill_evidence(?, ?)", exit.id(), asset)
                    .query(String.class)
                    .single();
            words.set("measured", new MeasuredOnLedger(facts).of(asset, told.of(asset)));
            assertThat((JsonNode) words).as(life + " " + asset + ", measured").isEqualTo(JSON.readTree(measured));
            words.path("measured").fieldNames().forEachRemaining(seen::add);
        }
    }

    /** What a guard refuses did not happen; everything else did. */
    private static void anything(TestExit exit, String asset, Random random) {
        try {
            switch (random.nextInt(15)) {
                case 0, 1, 2 ->
                    exit.attempt(
                            asset,
                            pick(
                                    random,
                                    List.of("VERIFIED", "VERIFIED", "VERIFIED", "PARTIAL", "EMPTY", "UNREACHABLE")),
                            content(exit, random));
                case 3, 4 -> exit.check(pick(random, List.of("erin", "emil")), asset);
                case 5 -> sendBack(exit, asset);
                case 6 -> exit.insert("lea", """
                        insert into handback.asset_reopened (exit_id, asset, after_attempt, certificate, reason)
                        select exit_id, asset, number, 'C', 'sent back' from handback.asset_now where exit_id = ? and asset = ?""", exit.id(), asset);
                case 7 -> ask(exit, asset, pick(random, List.of("EXCEPT", "EXCEPT", "REVOKE")));
                case 8, 9 -> decide(exit, asset, random);
                case 10 ->
                    exit.insert(
                            "olga",
                            "insert into handback.dispute_raised (exit_id, asset, party, reason) values (?, ?, 'a bank', 'a pledge')",
                            exit.id(),
                            asset);
                case 11 -> exit.insert("lea", """
                        insert into handback.dispute_settled (exit_id, asset, raised, reason)
                        select exit_id, asset, raised, 'settled out of court' from handback.dispute
                        where exit_id = ? and asset = ? and settled_at is null""", exit.id(), asset);
                case 12 -> hold(exit, asset, random);
                case 13 -> lift(exit);
                default -> rare(exit, asset, random);
            }
        } catch (DataAccessException refused) {
            assertThat(refused).rootCause().hasMessageContaining("ERROR:");
        }
    }

    private static void rare(TestExit exit, String asset, Random random) {
        switch (random.nextInt(8)) {
            case 4, 5 -> exit.insert("erin", """
                    insert into handback.quarantined (exit_id, asset, number, reason)
                    select exit_id, asset, number, 'of others' from handback.attempt_ended where exit_id = ? and asset = ?
                    order by number desc limit 1""", exit.id(), asset);
            case 6 -> released(exit, asset, random);
            case 7 -> {
                if (random.nextInt(4) == 0) {
                    erased(exit, asset);
                }
            }
            case 2 -> exit.insert("erin", """
                    insert into handback.retrieval_decided (exit_id, asset, number, decision, reason, task)
                    select exit_id, asset, number, 'KEEP_EARLIER', 'the earlier one is it', 't' from handback.last_attempt
                    where exit_id = ? and asset = ?""", exit.id(), asset);
            case 0 -> exit.insert("olga", """
                    insert into handback.freeze_attested (exit_id, connection, attested_by, since, reason)
                    values (?, 'vendor-git', 'the vendor', '2026-01-01', 'a letter')""", exit.id());
            case 1 -> exit.insert("erin", """
                    insert into handback.retrieval_decided (exit_id, asset, number, decision, reason, task)
                    select exit_id, asset, number, 'CONFIRM_EMPTY', 'never used', 't' from handback.asset_now where exit_id = ? and asset = ?""", exit.id(), asset);
            default -> exit.insert("olga", """
                    insert into handback.register_row (exit_id, asset, version, action, reason, title, kind, origin, disposition, connection, locator)
                    select exit_id, asset, version + 1, 'CORRECTED', 'a typing error', title || '!', kind, origin, disposition, connection, locator
                    from handback.asset where exit_id = ? and asset = ?""", exit.id(), asset);
        }
    }

    /** Released; or looked after, and retrieved again. */
    private static void released(TestExit exit, String asset, Random random) {
        if (random.nextBoolean()) {
            exit.insert("lea", """
                    insert into handback.quarantine_released (exit_id, quarantine, reason)
                    select exit_id, quarantine, 'it is ours' from handback.quarantine
                    where exit_id = ? and asset = ? and state = 'ACTIVE' order by ordinal limit 1""", exit.id(), asset);
        }
        exit.insert(
                "olga",
                "insert into handback.pass_asked (exit_id, asset, reason) values (?, ?, 'once more')",
                exit.id(),
                asset);
    }

    private static void erased(TestExit exit, String asset) {
        exit.insert("olga", """
                insert into handback.erasure_asked (exit_id, quarantine, reason)
                select exit_id, quarantine, 'not ours' from handback.quarantine
                where exit_id = ? and asset = ? and state = 'ACTIVE' order by ordinal limit 1""", exit.id(), asset);
        for (var who : List.of("otto", "lea")) {
            exit.insert(who, """
                    insert into handback.erasure_decided (exit_id, erasure, decision)
                    select exit_id, erasure, 'APPROVED' from handback.erasure where exit_id = ? and asset = ? and state = 'ASKED'""", exit.id(), asset);
        }
        exit.insert(TestExit.SYSTEM, """
                insert into handback.erasure_begun (exit_id, erasure)
                select exit_id, erasure from handback.erasure where exit_id = ? and asset = ? and state = 'APPROVED'""", exit.id(), asset);
        exit.insert(TestExit.SYSTEM, """
                insert into handback.erased (exit_id, erasure)
                select exit_id, erasure from handback.erasure where exit_id = ? and asset = ? and state = 'ERASING'""", exit.id(), asset);
    }

    private static void hold(TestExit exit, String asset, Random random) {
        var over = random.nextInt(4);
        exit.insert(
                "olga",
                "insert into handback.hold_placed (exit_id, asset, holder, location, reason, document) values (?, ?, ?, ?, 'a claim', 'a letter')",
                exit.id(),
                over == 0 ? asset : null,
                over == 1 ? "Orbit" : null,
                over == 2 ? "Lagos" : null);
        if (random.nextInt(8) == 0) {
            exit.insert(
                    "lea", "insert into handback.stay_declared (exit_id, reason) values (?, 'insolvency')", exit.id());
        }
    }

    private static void lift(TestExit exit) {
        exit.insert("lea", """
                insert into handback.stay_lifted (stay, exit_id, document, issuer, scope, dated, reason)
                select stay, exit_id, 'order 12', 'the court', 'all of it', '2026-01-01', 'leave was given' from handback.stay
                where exit_id = ? and state = 'ACTIVE' limit 1""", exit.id());
        exit.insert("leo", """
                insert into handback.hold_lifted (hold, exit_id, reason)
                select hold, exit_id, 'the claim was settled' from handback.hold where exit_id = ? and state = 'ACTIVE'
                order by placed_at limit 1""", exit.id());
    }

    private static void sendBack(TestExit exit, String asset) {
        exit.insert("erin", """
                insert into handback.asset_check (exit_id, asset, number, content_digest, decision, note, task)
                select exit_id, asset, number, content_digest, 'SEND_BACK', 'half of it', 'task' from handback.asset_now
                where exit_id = ? and asset = ?""", exit.id(), asset);
    }

    private static void ask(TestExit exit, String asset, String purpose) {
        exit.insert(
                "olga",
                "insert into handback.exception_asked (exit_id, asset, purpose, reason, remedy) values (?, ?, ?, 'lost at sea', '2027-01-01')",
                exit.id(),
                asset,
                purpose);
    }

    private static void decide(TestExit exit, String asset, Random random) {
        for (var who : List.of("otto", "leo")) {
            exit.insert(who, """
                    insert into handback.exception_decided (exit_id, asset, asked, decision)
                    select exit_id, asset, asked, ? from handback.exception_state where exit_id = ? and asset = ? and state = 'ASKED'
                    order by asked_at limit 1""", random.nextInt(4) == 0 ? "REFUSED" : "APPROVED", exit.id(), asset);
        }
    }

    private static void byHand(TestExit exit) {
        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition)
                values (?, 'disk', 1, 'ADDED', 'A disk', 'manual', 'JOINT', 'RETURN')""", exit.id());
        exit.agree();
        exit.insert("erin", """
                insert into handback.delivery_received (exit_id, asset, delivery, medium, courier, seal, condition, received_on,
                    uploaded, uploaded_bytes, uploaded_digest, from_folder, task)
                values (?, 'disk', 1, 'a disk', 'by bike', 'NONE', 'no scratch', '2026-01-01', 1, 1, 'd', false, 't')""", exit.id());
        exit.as(TestExit.SYSTEM, () -> exit.sql(
                        "insert into handback.attempt (exit_id, asset, number, locator, delivery) values (?, 'disk', 1, 'delivery:', 1)",
                        exit.id())
                .update());
        exit.insert(TestExit.SYSTEM, """
                insert into handback.attempt_ended (exit_id, asset, number, outcome, content_digest, manifest_sha256, files)
                values (?, 'disk', 1, 'RECEIVED', 'aa', 'bb', 1)""", exit.id());
        exit.insert("emil", """
                insert into handback.delivery_confirmed (exit_id, asset, delivery, number, content_digest, decision, task)
                values (?, 'disk', 1, 1, 'aa', 'CONFIRM', 't')""", exit.id());
    }

    /** Of each life its own: what one had erased would be sealed in every other. */
    private static String content(TestExit exit, Random random) {
        return "%032x%032x".formatted(exit.id().hashCode(), random.nextInt(4));
    }

    private static <T> T pick(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
