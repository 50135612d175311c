package dev.handback.destruction;

import static dev.handback.destruction.OrderedExit.ROW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What looks after accepted evidence change, and what they do not: plain SQL as the application's role. */
class RepeatedLooksTest {
    private static final TestDatabase DATABASE = TestDatabase.create();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void aLaterLookThatSeesNothingLeavesTheEvidenceAccepted() {
        var exit = accepted("a");

        exit.probe("a", "INDETERMINATE").probe("a", "INDETERMINATE");

        assertThat(exit.state("a")).isEqualTo("EVIDENCE_ACCEPTED");
        assertThat(exit.gate("leo", "ACCEPT", "a")).containsExactly("ALREADY_DECIDED");
    }

    @Test
    void aLaterLookThatAnswersContradictsWhateverTheNextOneSees() {
        var exit = accepted("a");

        exit.probe("a", "CONTRADICTED").probe("a", "INDETERMINATE");

        assertThat(exit.state("a")).isEqualTo("CONTRADICTED");
        assertThat(exit.gate("leo", "ACCEPT", "a")).containsExactly("PROBE_CONTRADICTS");
    }

    @Test
    void onlyAnotherWordOfTheHolderAndAnotherLookEndTheContradiction() {
        var exit = accepted("a");
        exit.probe("a", "CONTRADICTED");

        var again = exit.attest(exit.exit.id() + "-D1", ROW.formatted("a", exit.today()));
        assertThat(exit.state("a")).isEqualTo("ATTESTED");
        assertThatThrownBy(() -> exit.decide("leo", again, "ACCEPTED", "a"))
                .hasMessageContaining("gate ACCEPT is shut");
        exit.probe("a", "INDETERMINATE").decide("leo", again, "ACCEPTED", "a");

        assertThat(exit.state("a")).isEqualTo("EVIDENCE_ACCEPTED");
    }

    @Test
    void aLookOutdatesARecordThatIsNotSignedAndLeavesASignedOneAlone() {
        var exit = accepted("a");
        var shown = exit.exit.drawUp("DESTRUCTION", "INTERIM", "a");
        exit.probe("a", "INDETERMINATE");

        assertThat(certificate(exit, shown)).isEqualTo("STALE");

        var signed = exit.exit.drawUp("DESTRUCTION", "INTERIM", "a");
        exit.exit.sign("lea", signed);
        exit.probe("a", "CONTRADICTED");
        assertThat(certificate(exit, signed)).isEqualTo("SIGNED");
        assertThat(exit.gate("lea", "SIGN_DESTRUCTION", null)).contains("DESTRUCTION_CONTRADICTED");
    }

    private static String certificate(OrderedExit exit, String number) {
        return exit.exit
                .sql("select state from handback.certificate_state where number = ?", number)
                .query(String.class)
                .single();
    }

    private static OrderedExit accepted(String asset) {
        var exit = OrderedExit.certified(DATABASE, asset);
        var said = exit.attestToday(exit.served(asset), asset);
        exit.probe(asset, "INDETERMINATE").decide("leo", said, "ACCEPTED", asset);
        return exit;
    }
}
