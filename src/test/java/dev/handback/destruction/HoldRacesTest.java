package dev.handback.destruction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.TestDatabase;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/**
 * A hold and an order at once, over two connections. Whatever the timing, the ledger never has the order behind the hold; and
 * an order that came first is recalled. {@code -Dhandback.races=1000} or {@code -Pdeep} runs a thousand.
 */
class HoldRacesTest {
    private static final int ROUNDS = Integer.getInteger("handback.races", 25);
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

    @Test
    void neverOrdersBehindAHold() throws Exception {
        int ordered = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var it = OrderedExit.certified(database, "repo-1");
            it.clear("lea", "repo-1");
            var number = it.drawUp("repo-1");
            var start = new CyclicBarrier(2);

            var hold = TWO.submit(attempt(start, () -> it.hold("lea", "repo-1")));
            var order = TWO.submit(attempt(start, () -> it.order("olga", number)));

            assertThat(hold.get()).isTrue();
            if (order.get()) {
                ordered++;
                assertThat(order(it))
                        .as("round %d", round)
                        .containsExactly("destruction_order", "hold_placed", "destruction_recalled");
            } else {
                assertThat(order(it)).as("round %d", round).containsExactly("hold_placed", "destruction_recalled");
            }
            assertThat(it.state("repo-1")).isEqualTo("RECALLED");
        }
        System.out.printf("%d of %d were ordered before the hold%n", ordered, ROUNDS);
    }

    private static List<String> order(OrderedExit it) {
        return it.exit.sql("""
                select fact_table from handback.ledger_entry where exit_id = ?
                and fact_table in ('destruction_order', 'hold_placed', 'destruction_recalled') order by seq""", it.exit.id()).query(String.class).list();
    }

    private static Callable<Boolean> attempt(CyclicBarrier start, Runnable move) {
        return () -> {
            start.await();
            long until = System.nanoTime() + ThreadLocalRandom.current().nextLong(2_000_000);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            try {
                move.run();
                return true;
            } catch (DataAccessException refused) {
                assertThat(refused).rootCause().hasMessageNotContaining("deadlock");
                return false;
            }
        };
    }
}
