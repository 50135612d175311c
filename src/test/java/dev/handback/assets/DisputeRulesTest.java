package dev.handback.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One dispute of an asset at a time, and only an open one is settled: plain SQL as the application's role. */
class DisputeRulesTest {
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
    void disputesAnAssetOfTheRegisterOnceAtATime() {
        var exit = new TestExit(database).register("a");
        assertThatThrownBy(() -> raise(exit, "b"))
                .hasMessageContaining("asset b: the register of this exit has no such");
        var dispute = raise(exit, "a");
        assertThatThrownBy(() -> raise(exit, "a")).hasMessageContaining("asset a: it is disputed already");
        settle(exit, dispute);

        assertThat(raise(exit, "a")).isNotEqualTo(dispute);
    }

    @Test
    void settlesNoDisputeThatIsNotOpen() {
        var exit = new TestExit(database).register("a");
        var dispute = raise(exit, "a");
        settle(exit, dispute);
        assertThatThrownBy(() -> settle(exit, dispute)).hasMessageContaining("asset a: this dispute is not open");
        raise(exit, "a");

        assertThatThrownBy(() -> settle(exit, dispute)).hasMessageContaining("asset a: this dispute is not open");
    }

    private static UUID raise(TestExit exit, String asset) {
        return exit.as(
                "erin", () -> exit.sql("""
                insert into handback.dispute_raised (exit_id, asset, party, reason) values (?, ?, 'Vendor', 'fees') returning fact""", exit.id(), asset).query(UUID.class).single());
    }

    private static int settle(TestExit exit, UUID raised) {
        return exit.insert(
                "lea",
                "insert into handback.dispute_settled (exit_id, asset, raised, reason) values (?, 'a', ?, 'they gave in')",
                exit.id(),
                raised);
    }
}
