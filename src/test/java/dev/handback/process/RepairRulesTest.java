package dev.handback.process;

import static dev.handback.TestExit.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A process that stands still is repaired on the word of two persons: plain SQL as the application's role. */
class RepairRulesTest {
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
    void isDecidedOnByASecondPersonInItsOwnExit() {
        var exit = new TestExit(database);
        exit.insert(
                SYSTEM,
                "insert into handback.membership_change (person, grp, granted) values ('ada', 'administrators', true)");
        assertThatThrownBy(() -> propose(exit, "olga")).hasMessageContaining("expected a member of administrators");
        var proposal = propose(exit, "ada");

        assertThatThrownBy(() -> approve(exit, "ada", proposal))
                .hasMessageContaining("ada proposed this repair (as ada): a second person must decide on it");
        var other = new TestExit(database);
        assertThatThrownBy(() -> approve(other, "olga", proposal))
                .hasMessageContaining("exit " + other.id() + " has no such proposal of a repair");
        assertThat(approve(exit, "olga", proposal)).isEqualTo(1);
    }

    private static UUID propose(TestExit exit, String who) {
        return exit.as(who, () -> exit.sql("""
                insert into handback.repair_proposed (exit_id, instance, activity, kind, reason)
                values (?, 'i-1', 'retrieve', 'RETRY_JOB', 'the disk was full') returning fact""", exit.id()).query(UUID.class).single());
    }

    private static int approve(TestExit exit, String who, UUID proposal) {
        return exit.insert(
                who,
                "insert into handback.repair_decided (exit_id, proposal, decision, reason) values (?, ?, 'APPROVED', 'there is room')",
                exit.id(),
                proposal);
    }
}
