package dev.handback.destruction;

import static dev.handback.destruction.OrderedExit.ROW;
import static dev.handback.destruction.OrderedExit.certified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What ends with a recall, a new clearance, another vendor or a second thought: plain SQL as the application's role. */
class DestructionTurnsTest {
    private static final TestDatabase DATABASE = TestDatabase.create();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void ordersAnewWhatWasLeftOfATailOnceTheHoldThatRecalledItIsLifted() {
        var it = certified(DATABASE, "a");
        var first = it.attest(it.served("a"), withTail(it));
        it.probe("a", "INDETERMINATE").decide("leo", first, "ACCEPTED", "a");
        it.hold("lea", "a");
        assertThat(it.state("a")).isEqualTo("RECALLED");
        assertThat(it.gate("lea", "CLEAR", "a")).containsExactly("ON_HOLD");

        it.liftHolds();
        var number = it.ordered("a");
        assertThat(it.state("a")).isEqualTo("ORDERED");
        it.serve(number);
        assertThat(it.state("a")).isEqualTo("SERVED");
        assertThat(it.gate("leo", "SIGN_DESTRUCTION", null)).contains("TAIL_OPEN");
        var second = it.attestToday(number, "a");
        it.probe("a", "INDETERMINATE").decide("leo", second, "ACCEPTED", "a");

        assertThat(it.state("a")).isEqualTo("EVIDENCE_ACCEPTED");
    }

    @Test
    void takesSilenceNoLongerForAnEndOnceItsOrderIsRecalled() {
        var it = certified(DATABASE, "a");
        it.served("a");
        it.except("UNATTESTED", "a");
        assertThat(it.state("a")).isEqualTo("UNATTESTED");

        it.hold("lea", "a");
        assertThat(it.state("a")).isEqualTo("RECALLED");
        it.liftHolds();
        var number = it.served("a");
        assertThat(it.state("a")).isEqualTo("SERVED");
        var said = it.attestToday(number, "a");
        it.probe("a", "INDETERMINATE").decide("leo", said, "ACCEPTED", "a");
        assertThat(it.state("a")).isEqualTo("EVIDENCE_ACCEPTED");
    }

    @Test
    void takesALetterWithoutANumberForTheAnswerToTheOrderThatWasServed() {
        var it = certified(DATABASE, "a", "b");
        it.served("a");
        var said = it.attest(null, ROW.formatted("a", it.today()), ROW.formatted("b", it.today()));
        it.probe("a", "INDETERMINATE").probe("b", "INDETERMINATE").decide("leo", said, "ACCEPTED", "a", "b");

        assertThat(it.state("a")).isEqualTo("EVIDENCE_ACCEPTED");
        assertThat(notes(it, said, "a")).containsExactly("LOCATIONS_NOT_COMPARED");
        assertThat(it.state("b")).isEqualTo("ERASED_WITHOUT_INSTRUCTION");
        assertThat(notes(it, said, "b")).containsExactly("BEFORE_INSTRUCTION", "LOCATIONS_NOT_COMPARED");
    }

    @Test
    void remindsNobodyOfAnOrderThatWasRecalledWhole() {
        var it = certified(DATABASE, "a", "b");
        var number = it.served("a", "b");
        it.hold("lea", "a");
        remind(it, number);
        it.hold("lea", "b");

        assertThatThrownBy(() -> remind(it, number))
                .hasMessageContaining("was recalled: there is nothing to remind of");
    }

    @Test
    void givesAndServesNoOrderThatNamesAVendorOfYesterday() {
        var it = certified(DATABASE, "drawn", "given", "served");
        var served = it.served("served");
        var given = it.ordered("given");
        it.clear("lea", "drawn");
        var drawn = it.drawUp("drawn");
        vendor(it, "Administrator & Co", "as administrator");

        assertThat(it.gate("olga", "ORDER", drawn)).contains("VENDOR_CHANGED", "CLEARANCE_RECALLED");
        assertThatThrownBy(() -> it.serve(given)).hasMessageContaining("was recalled and must not be served");
        assertThat(it.state("drawn")).isEqualTo("RECALLED");
        assertThat(it.state("given")).isEqualTo("RECALLED");
        assertThat(it.state("served")).isEqualTo("SERVED");
        assertThat(it.attestToday(served, "served")).isNotNull();
        it.served("given");
    }

    @Test
    void keepsWhatLegalAcceptedAndContradictedLaterInTheEvidence() {
        var it = certified(DATABASE, "a");
        var said = it.attestToday(it.served("a"), "a");
        it.probe("a", "INDETERMINATE").decide("leo", said, "ACCEPTED", "a");
        it.decide("lea", said, "CONTRADICTED", "a");

        assertThat(it.state("a")).isEqualTo("CONTRADICTED");
        assertThat(it.gate("leo", "ACCEPT", "a")).contains("PROBE_CONTRADICTS");
        assertThat(it.exit
                        .sql("select handback.destruction_evidence(?, 'a')", it.exit.id())
                        .query(String.class)
                        .single())
                .contains("\"decision\": \"CONTRADICTED\"")
                .contains("\"acceptedBefore\"")
                .contains("\"EVIDENCE_ACCEPTED\"");
        var again = it.attestToday(it.exit.id() + "-D1", "a");
        it.probe("a", "INDETERMINATE").decide("leo", again, "ACCEPTED", "a");
        assertThat(it.state("a")).isEqualTo("EVIDENCE_ACCEPTED");
    }

    @Test
    void ordersWhatTheHolderFalselySaidToHaveErasedBeforeAnybodyAsked() {
        var it = certified(DATABASE, "a");
        var early = it.attest(null, ROW.formatted("a", it.today()));
        it.probe("a", "INDETERMINATE").decide("leo", early, "ACCEPTED", "a");
        it.probe("a", "CONTRADICTED");
        assertThat(it.state("a")).isEqualTo("CONTRADICTED");

        var number = it.served("a");
        assertThat(it.state("a")).isEqualTo("SERVED");
        assertThat(it.gate("lea", "CLEAR", "a")).containsExactly("CLEARED_ALREADY");
        var said = it.attestToday(number, "a");
        it.probe("a", "INDETERMINATE").decide("leo", said, "ACCEPTED", "a");
        assertThat(it.state("a")).isEqualTo("EVIDENCE_ACCEPTED");
    }

    @Test
    void clearsNothingAnewThatIsContradictedUnderAnOrderThatStands() {
        var it = certified(DATABASE, "a");
        var said = it.attestToday(it.served("a"), "a");
        it.probe("a", "CONTRADICTED");

        assertThat(it.gate("lea", "CLEAR", "a")).containsExactly("CLEARED_ALREADY");
        assertThat(said).isNotNull();
    }

    @Test
    void waitsForATailAlsoOfWhatWasErasedBeforeItWasOrdered() {
        var it = certified(DATABASE, "a");
        var early = it.attest(null, withTail(it));
        it.probe("a", "INDETERMINATE").decide("leo", early, "ACCEPTED", "a");

        assertThat(it.state("a")).isEqualTo("TAIL");
        assertThat(it.gate("leo", "SIGN_DESTRUCTION", null)).contains("TAIL_OPEN");
        assertThat(notes(it, early, "a")).contains("BEFORE_INSTRUCTION", "TAIL_UNTIL");
    }

    @Test
    void recallsAnOrderUnderAHoldAlsoWhenItsEvidenceWasAcceptedAndThenContradicted() {
        var it = certified(DATABASE, "a");
        var said = it.attestToday(it.served("a"), "a");
        it.probe("a", "INDETERMINATE").decide("leo", said, "ACCEPTED", "a");
        it.probe("a", "CONTRADICTED");
        it.hold("lea", "a");

        assertThat(it.exit
                        .sql("select count(*) from handback.destruction_recalled where exit_id = ?", it.exit.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void takesNoTailForAnEndThatWasContradicted() {
        var it = certified(DATABASE, "a");
        var number = it.served("a");
        var said = it.attest(number, withTail(it));
        it.probe("a", "INDETERMINATE").decide("leo", said, "ACCEPTED", "a");
        it.probe("a", "CONTRADICTED");
        it.attest(number, "{\"asset\": \"a\", \"result\": \"NOT_ERASED\"}");

        assertThat(it.state("a")).isEqualTo("ATTESTED");
        assertThat(it.gate("leo", "SIGN_DESTRUCTION", null)).contains("DESTRUCTION_NOT_DONE");
    }

    @Test
    void takesNobodyForSilentWhoseOrderWasRecalled() {
        var it = certified(DATABASE, "a");
        it.served("a");
        it.hold("lea", "a");
        it.liftHolds();
        it.clear("lea", "a");

        assertThatThrownBy(() -> it.except("UNATTESTED", "a"))
                .hasMessageContaining("no order for it that still stands");
    }

    @Test
    void leavesSilenceStandingWhenACertificateIsOnlySignedAnew() {
        var it = certified(DATABASE, "a");
        it.served("a");
        it.except("UNATTESTED", "a");
        it.exit.insert("lea", """
                insert into handback.certificate_decided (number, exit_id, decision, reason)
                select number, exit_id, 'VOID', 'wrong clause' from handback.certificate where exit_id = ?""", it.exit.id());

        assertThat(it.state("a")).isEqualTo("UNATTESTED");
        it.hold("lea", "a");
        assertThat(it.state("a")).isEqualTo("RECALLED");
    }

    @Test
    void keepsTheMediaThatTheHolderNames() {
        var it = certified(DATABASE, "a");
        var row = ROW.formatted("a", it.today());
        it.attest(
                it.served("a"),
                row.substring(0, row.length() - 1) + ", \"media\": [{\"type\": \"SSD\", \"serial\": \"S-1\"}]}");

        assertThat(it.exit
                        .sql("select handback.destruction_evidence(?, 'a')", it.exit.id())
                        .query(String.class)
                        .single())
                .contains("\"serial\": \"S-1\"");
    }

    private static String withTail(OrderedExit it) {
        return ROW.formatted("a", it.today())
                .replace(
                        "\"locations\"",
                        "\"tails\": [{\"what\": \"backups\", \"until\": \"2099-01-01\"}], \"locations\"");
    }

    private static void remind(OrderedExit it, String number) {
        it.exit.insert(
                TestExit.SYSTEM,
                "insert into handback.answer_reminded (exit_id, number) values (?, ?)",
                it.exit.id(),
                number);
    }

    private static void vendor(OrderedExit it, String name, String capacity) {
        it.exit.insert("olga", """
                insert into handback.party_changed (exit_id, party, since, name, capacity, document, reason)
                values (?, 'VENDOR', (handback.now() at time zone 'UTC')::date - 1, ?, ?, 'Order', 'appointed')""", it.exit.id(), name, capacity);
    }

    private static List<String> notes(OrderedExit it, String attestation, String asset) {
        return it.exit.as("olga", () -> it.exit
                .sql("select code from handback.attestation_notes(?, ?)", attestation, asset)
                .query(String.class)
                .list());
    }
}
