package dev.handback.retrieval;

import static dev.handback.TestExit.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What comes by hand, in plain SQL as the application's role: the newest delivery alone is read, and what was read is confirmed. */
class DeliveryRulesTest {
    private static final String CONTENT = "d".repeat(64);
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
    void readsTheNewestDeliveryAlone() {
        var exit = byHand();
        receive(exit, 1, "2026-01-01");
        read(exit, 1, 1);
        confirm(exit, "emil", "REJECT", CONTENT);
        receive(exit, 2, "2026-01-02");

        assertThatThrownBy(() -> begin(exit, 2, 1))
                .hasMessageContaining("asset disk: delivery 1 is not the newest one");
        assertThat(begin(exit, 2, 2)).isEqualTo(1);
    }

    @Test
    void fetchesNothingThatComesByHand() {
        assertThatThrownBy(() -> byHand().attempt("disk", "VERIFIED"))
                .hasMessageContaining("asset disk: it comes by hand and is not fetched");
    }

    @Test
    void receivesTheNextDeliveryAndNoneOfADayToCome() {
        var exit = byHand();

        assertThatThrownBy(() -> receive(exit, 2, "2026-01-01")).hasMessageContaining("expected delivery 1, is 2");
        assertThatThrownBy(() -> receive(exit, 1, "2099-01-01"))
                .hasMessageContaining("received on 2099-01-01, which is not yet");
    }

    @Test
    void receivesNothingUnderAStay() {
        var exit = byHand();
        exit.insert("lea", "insert into handback.stay_declared (exit_id, reason) values (?, 'they filed')", exit.id());

        assertThatThrownBy(() -> receive(exit, 1, "2026-01-01")).hasMessageContaining("gate RETRIEVE is shut");
    }

    @Test
    void confirmsWhatWasReadAndNothingElse() {
        var exit = byHand();
        receive(exit, 1, "2026-01-01");
        read(exit, 1, 1);

        assertThatThrownBy(() -> confirm(exit, "emil", "CONFIRM", "e".repeat(64)))
                .hasMessageContaining("confirmed is attempt 1 (eeeeeeeeeeee), but attempt 1 (dddddddddddd, RECEIVED)");
        assertThat(confirm(exit, "emil", "CONFIRM", CONTENT)).isEqualTo(1);
    }

    @Test
    void isBroughtAnewByAnotherDeliveryAndByNoPass() {
        var exit = byHand();
        exit.engineer(database, "edda");
        receive(exit, 1, "2026-01-01");
        read(exit, 1, 1);
        confirm(exit, "emil", "CONFIRM", CONTENT);
        exit.check("edda", "disk");
        assertThat(exit.state("disk")).isEqualTo("CHECKED");

        assertThatThrownBy(() -> exit.insert(
                        "olga",
                        "insert into handback.pass_asked (exit_id, asset, reason) values (?, 'disk', 'once more')",
                        exit.id()))
                .hasMessageContaining("asset disk comes by hand: another delivery brings it anew");
    }

    private static TestExit byHand() {
        var exit = new TestExit(database);
        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition)
                values (?, 'disk', 1, 'ADDED', 'A disk', 'manual', 'FOREGROUND', 'RETURN')""", exit.id());
        return exit.agree();
    }

    private static void receive(TestExit exit, int delivery, String on) {
        exit.insert("erin", """
                insert into handback.delivery_received (exit_id, asset, delivery, medium, courier, seal, condition, received_on,
                    uploaded, uploaded_bytes, uploaded_digest, from_folder, task)
                values (?, 'disk', ?, 'a disk', 'a courier', 'NONE', 'fine', ?::date, 0, 0, '', true, 'T-1')""", exit.id(), delivery, on);
    }

    private static int begin(TestExit exit, int number, int delivery) {
        return exit.insert(
                SYSTEM,
                "insert into handback.attempt (exit_id, asset, number, delivery, locator) values (?, 'disk', ?, ?, 'delivery:')",
                exit.id(),
                number,
                delivery);
    }

    private static void read(TestExit exit, int number, int delivery) {
        begin(exit, number, delivery);
        exit.insert(SYSTEM, """
                insert into handback.attempt_ended (exit_id, asset, number, outcome, content_digest, manifest_sha256, files)
                values (?, 'disk', ?, 'RECEIVED', ?, ?, 1)""", exit.id(), number, CONTENT, CONTENT);
    }

    private static int confirm(TestExit exit, String engineer, String decision, String content) {
        return exit.insert(engineer, """
                insert into handback.delivery_confirmed (exit_id, asset, delivery, number, content_digest, decision, reason, task)
                values (?, 'disk', 1, 1, ?, ?, 'looked at', 'T-2')""", exit.id(), content, decision);
    }
}
