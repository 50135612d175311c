package dev.handback.destruction;

import static dev.handback.destruction.OrderedExit.certified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.handback.TestDatabase;
import dev.handback.exits.GateRefused;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What may be destroyed, ordered and accepted, as a script with the application's own role meets it: plain SQL. */
class DestructionGatesTest {
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
    void walksFromClearanceToAcceptedEvidence() {
        var it = certified(database, "repo-1");
        assertThat(it.state("repo-1")).isEqualTo("NONE");
        it.clear("lea", "repo-1");
        assertThat(it.state("repo-1")).isEqualTo("CLEARED");
        var number = it.drawUp("repo-1");
        it.order("olga", number);
        assertThat(it.state("repo-1")).isEqualTo("ORDERED");
        it.serve(number);
        assertThat(it.state("repo-1")).isEqualTo("SERVED");
        var attestation = it.attestToday(number, "repo-1");
        assertThat(it.state("repo-1")).isEqualTo("ATTESTED");
        assertThat(it.gate("lea", "ACCEPT", "repo-1")).containsExactly("NOT_PROBED");
        it.probe("repo-1", "INDETERMINATE");

        it.decide("lea", attestation, "ACCEPTED", "repo-1");

        assertThat(it.state("repo-1")).isEqualTo("EVIDENCE_ACCEPTED");
        assertThat(done(it, "repo-1")).isNull();
    }

    @Test
    void clearsNothingThatIsNotCertifiedOnASignedReturnCertificate() {
        var it = OrderedExit.registered(database, "repo-1");
        assertThat(codes(() -> it.clear("lea", "repo-1"))).containsExactly("NOT_CERTIFIED");
        it.exit.attempt("repo-1", "VERIFIED").check("erin", "repo-1").fixity("repo-1", "INTACT");
        assertThat(codes(() -> it.clear("lea", "repo-1"))).containsExactly("NOT_CERTIFIED");
        it.exit.sign("leo", it.exit.drawUp("CUSTODY_RECORD", "INTERIM", "repo-1"));

        assertThat(codes(() -> it.clear("lea", "repo-1"))).containsExactly("NOT_CERTIFIED");
        assertThat(done(it, "repo-1")).isEqualTo("DESTRUCTION_NOT_DONE");
    }

    private static @org.jspecify.annotations.Nullable String done(OrderedExit it, String asset) {
        return it.exit
                .sql("select (handback.destruction_done(?, ?)).code", it.exit.id(), asset)
                .query((row, n) -> java.util.Optional.ofNullable(row.getString(1)))
                .single()
                .orElse(null);
    }

    /** The codes with which the database refused. */
    private static List<String> codes(ThrowingCallable insert) {
        var refused = catchThrowableOfType(
                GateRefused.class,
                () -> dev.handback.exits.Refusals.told(() -> {
                    try {
                        insert.call();
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Throwable e) {
                        throw new IllegalStateException(e);
                    }
                    return null;
                }));
        return refused.findings().stream().map(dev.handback.exits.Finding::code).toList();
    }
}
