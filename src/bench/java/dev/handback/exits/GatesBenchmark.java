package dev.handback.exits;

import dev.handback.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** What each gate, what pages read, and the great decisions take over exits of thousands of assets. Prints, judges nothing. */
class GatesBenchmark {
    private static final int ASSETS = Integer.getInteger("handback.bench.assets", 5_000);
    private static final int PHASES = 7;

    private static TestDatabase database;
    private static SingleConnectionDataSource connection;
    private static JdbcClient db;
    private static TransactionTemplate transaction;

    @BeforeAll
    static void bringExitsToEachPhase() throws IOException {
        database = TestDatabase.create();
        var superuser = JdbcClient.create(database.superuser());
        superuser.sql(Files.readString(Path.of("src/bench/sql/big-exits.sql"))).update();
        for (int phase = 1; phase <= PHASES; phase++) {
            superuser
                    .sql("call public.big_exit('X-%d', %d, %d)".formatted(phase, ASSETS, phase))
                    .update();
        }
        superuser.sql("call public.bench_guards(true)").update();
        superuser.sql("vacuum analyze").update();
        connection = new SingleConnectionDataSource(database.url(), "handback_app", "", true);
        db = JdbcClient.create(connection);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(connection));
    }

    @AfterAll
    static void stop() {
        connection.destroy();
        database.close();
    }

    @Test
    void asksEachGate() {
        gate(1, "RETRIEVE", "null");
        gate(1, "CHECK", "null");
        gate(1, "SIGN_RETURN", "null");
        gate(2, "SIGN_RETURN", "'X-2-C2'");
        gate(3, "CLEAR", "null");
        gate(4, "ORDER", "null");
        gate(4, "ORDER", "'X-4-D1'");
        gate(5, "ACCEPT", "null");
        gate(6, "SIGN_DESTRUCTION", "null");
        gate(6, "SIGN_DESTRUCTION", "'X-6-C3'");
        gate(7, "CLOSE", "null");
        gate(7, "CLOSE", "'WITH_RESIDUALS'");
    }

    @Test
    void readsWhatPagesRead() {
        read(
                "states of the assets",
                "select return_state, count(*) from handback.asset_state where exit_id = 'X-7' group by 1");
        read("destroying", "select destroying from handback.exit_destroying where exit_id = 'X-7'");
        read("the state of every exit", "select exit_id, state from handback.exit_state");
        read(
                "certificates, one unsigned",
                "select number, state from handback.certificate_state where exit_id = 'X-6'");
        read("checklist", "select * from handback.checklist where exit_id = 'X-7'");
    }

    @Test
    void decidesOnAThousand() {
        decide("lea", "clear 1,000", """
                insert into handback.clearance (exit_id, basis, reason, answer_by, scope)
                select 'X-3', 'clause 14', 'all home', current_date + 20, jsonb_agg(asset)
                from (select asset from handback.asset where exit_id = 'X-3' and disposition in ('RETURN_THEN_DESTROY', 'DESTROY_ONLY')
                      and asset not like '%7' order by asset limit 1000) a""");
        decide("olga", "order 1,000", """
                insert into handback.destruction_order (number, exit_id, shown_sha256, sealed_sha256, intent)
                values ('X-4-D1', 'X-4', repeat('a', 64), repeat('c', 64), 'I order')""");
        decide("leo", "accept 1,000", """
                insert into handback.attestation_decided (exit_id, attestation, decision, reason, scope)
                select 'X-5', attestation, 'ACCEPTED', 'as evidenced', jsonb_agg(asset)
                from handback.attestation_row where attestation = 'X-5-A2' group by attestation""");
        decide("lea", "a hold that recalls all of an exit", """
                insert into handback.hold_placed (exit_id, reason, document) values ('X-4', 'litigation', 'letter')""");
    }

    private static void gate(int phase, String gate, String subject) {
        read(
                gate + (subject.equals("null") ? "" : " " + subject),
                "select * from handback.gate_findings('X-%d', '%s', %s)".formatted(phase, gate, subject));
    }

    private static void read(String what, String sql) {
        print(what, () -> db.sql(sql).query().listOfRows().size() + " rows", "leonie");
    }

    private static void decide(String actor, String what, String sql) {
        print(what, () -> db.sql(sql).update() + " fact", actor);
    }

    @SuppressWarnings("SystemOut")
    private static void print(String what, java.util.function.Supplier<String> work, String actor) {
        long begun = System.nanoTime();
        var said = transaction.execute(status -> {
            db.sql("select set_config('handback.actor', ?, true)")
                    .param(actor)
                    .query()
                    .singleRow();
            return work.get();
        });
        System.out.printf(
                Locale.ROOT,
                "BENCH | %,d assets | %-36s | %7.2f s | %s%n",
                ASSETS,
                what,
                (System.nanoTime() - begun) / 1e9,
                said);
    }
}
