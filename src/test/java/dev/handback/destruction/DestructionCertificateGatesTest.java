package dev.handback.destruction;

import static dev.handback.destruction.OrderedExit.ROW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** When legal may sign a record of destruction evidence: plain SQL as the application's role. */
class DestructionCertificateGatesTest {
    private static final TestDatabase DATABASE = TestDatabase.create();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void signsTheEvidenceOfWhatIsDoneAndNothingElse() {
        var exit = OrderedExit.certified(DATABASE, "a", "b");
        accepted(exit, "a");

        assertThatThrownBy(() -> exit.exit.sign("lea", exit.exit.drawUp("DESTRUCTION", "INTERIM", "a", "b")))
                .hasMessageContaining("gate SIGN_DESTRUCTION is shut");
        exit.exit.sign("lea", exit.exit.drawUp("DESTRUCTION", "INTERIM", "a"));
    }

    @Test
    void coversEverythingThatIsToBeDestroyedInAFinal() {
        var exit = OrderedExit.certified(DATABASE, "a", "b");
        accepted(exit, "a");
        exit.exit.sign("lea", exit.exit.drawUp("DESTRUCTION", "INTERIM", "a"));
        accepted(exit, "b");

        assertThat(exit.gate("lea", "SIGN_DESTRUCTION", null)).isEmpty();
        exit.exit.sign("lea", exit.exit.drawUp("DESTRUCTION", "FINAL", "b"));
    }

    @Test
    void saysInOneWordThatNothingHasBegun() {
        var exit = OrderedExit.certified(DATABASE, "a", "b");
        assertThat(exit.gate("lea", "SIGN_DESTRUCTION", null)).containsExactly("DESTRUCTION_NOT_DONE");
        exit.clear("lea", "a");

        assertThat(exit.gate("leo", "SIGN_DESTRUCTION", null))
                .containsExactly("DESTRUCTION_NOT_DONE", "DESTRUCTION_NOT_DONE");
    }

    @Test
    void isDecidedOnOnce() {
        var exit = OrderedExit.certified(DATABASE, "a");
        accepted(exit, "a");
        var number = exit.exit.drawUp("DESTRUCTION", "INTERIM", "a");
        exit.exit.sign("lea", number);

        assertThat(exit.gate("lea", "SIGN_DESTRUCTION", number)).containsExactly("ALREADY_DECIDED");
    }

    @Test
    void leavesNobodyOutOfAFinal() {
        var exit = OrderedExit.certified(DATABASE, "a", "b");
        accepted(exit, "a", "b");

        assertThat(exit.gate("lea", "SIGN_DESTRUCTION", exit.exit.drawUp("DESTRUCTION", "FINAL", "a")))
                .containsExactly("NOT_IN_SCOPE");
    }

    @Test
    void waitsWithAFinalForTheLastTail() {
        var exit = OrderedExit.certified(DATABASE, "a");
        var number = exit.served("a");
        var said = exit.attest(
                number,
                ROW.formatted("a", exit.today())
                        .replace(
                                "\"locations\"",
                                "\"tails\": [{\"what\": \"backups\", \"until\": \"2099-01-01\"}], \"locations\""));
        exit.probe("a", "INDETERMINATE").decide("leo", said, "ACCEPTED", "a");
        assertThat(exit.state("a")).isEqualTo("TAIL");

        exit.exit.sign("lea", exit.exit.drawUp("DESTRUCTION", "INTERIM", "a"));
        assertThat(exit.gate("lea", "SIGN_DESTRUCTION", exit.exit.drawUp("DESTRUCTION", "FINAL", "a")))
                .containsExactly("TAIL_OPEN");
    }

    @Test
    void doesNotSignWhatALaterLookContradicts() {
        var exit = OrderedExit.certified(DATABASE, "a");
        accepted(exit, "a");
        var number = exit.exit.drawUp("DESTRUCTION", "FINAL", "a");

        exit.probe("a", "CONTRADICTED");

        assertThat(exit.gate("lea", "SIGN_DESTRUCTION", number))
                .containsExactlyInAnyOrder("EVIDENCE_CHANGED", "DESTRUCTION_CONTRADICTED");
        assertThat(exit.exit
                        .sql("select state from handback.certificate_state where number = ?", number)
                        .query(String.class)
                        .single())
                .isEqualTo("STALE");
    }

    @Test
    void refusesASignerWhoAcceptedTheEvidence() {
        var exit = OrderedExit.certified(DATABASE, "a");
        accepted(exit, "a");

        assertThat(exit.gate("leo", "SIGN_DESTRUCTION", exit.exit.drawUp("DESTRUCTION", "FINAL", "a")))
                .containsExactly("SIGNER_TOOK_PART");
        assertThat(exit.gate("olga", "SIGN_DESTRUCTION", exit.exit.drawUp("DESTRUCTION", "FINAL", "a")))
                .containsExactlyInAnyOrder("SIGNER_NOT_LEGAL", "SIGNER_TOOK_PART");
    }

    @Test
    void namesNothingThatIsNotToBeDestroyed() {
        var exit = new TestExit(DATABASE).register("kept").agree().authorise();

        assertThat(OrderedExit.of(exit).gate("lea", "SIGN_DESTRUCTION", null)).containsExactly("NOTHING_TO_DESTROY");
        assertThat(OrderedExit.of(exit).gate("lea", "SIGN_DESTRUCTION", exit.drawUp("DESTRUCTION", "INTERIM", "kept")))
                .containsExactly("NOT_TO_BE_DESTROYED");
    }

    @Test
    void givesADrillNoFinal() {
        var exit = new TestExit(DATABASE, "DRILL")
                .register("a", "FOREGROUND", "RETURN_THEN_DESTROY")
                .agree();

        assertThatThrownBy(() -> exit.drawUp("DESTRUCTION", "FINAL", "a"))
                .hasMessageContaining("a drill can have no FINAL certificate");
    }

    @Test
    void leavesAReturnCertificateAloneWhenDestructionGoesOn() {
        var exit = OrderedExit.certified(DATABASE, "a");
        var drawnUp = exit.exit.drawUp("ASSET_RETURN", "INTERIM", "a");

        accepted(exit, "a");

        exit.exit.sign("lea", drawnUp);
    }

    private static void accepted(OrderedExit exit, String... assets) {
        var number = exit.served(assets);
        for (var asset : assets) {
            var said = exit.attestToday(number, asset);
            exit.probe(asset, "INDETERMINATE").decide("leo", said, "ACCEPTED", asset);
        }
    }
}
