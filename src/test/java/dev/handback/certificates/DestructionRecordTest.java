package dev.handback.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.certificates.CertificatePage.Row;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** What a record of destruction evidence says, and what it never says. */
class DestructionRecordTest {
    private static final String EVIDENCE = """
            {"asset": "portal", "state": "TAIL", "tailUntil": "2027-03-01", "returned": ["X-C1"],
             "register": {"locations": "git.vendor.example; tapes in Pune"},
             "clearance": {"clearance": "X-L1", "basis": "clause 14.2", "by": "lea", "at": "2026-11-01T10:00:00Z"},
             "order": {"number": "X-D1", "by": "olga", "at": "2026-11-02T10:00:00Z"},
             "served": {"on": "2026-11-02", "place": "Asia/Kolkata", "by": "Olga", "channel": "REGISTERED_LETTER"},
             "attestations": [{"attestation": "X-A1", "recordedBy": "otto", "at": "2026-11-09T10:00:00Z", "letterSha256": "ab12",
               "officerName": "Maya Rao", "decision": "ACCEPTED", "decidedBy": "leo", "decidedAt": "2026-11-12", "reason": "as evidenced",
               "said": {"result": "ERASED_WITH_EXCEPTIONS", "completed_on": "2026-11-08", "method": "PURGE", "verification": "FULL",
                        "performer": {"name": "Pat"}, "verifier": {"name": "Vera"}, "locations": ["git.vendor.example"],
                        "retained": [{"what": "invoices", "basis": "HGB 257", "until": "2032-12-31"}],
                        "media": [{"type": "SSD", "serial": "S-1", "after": "public"}],
                        "tails": [{"what": "backups", "until": "2027-03-01"}]}},
              {"attestation": "X-A2", "at": "2026-11-10T10:00:00Z", "said": {"result": "ERASED"}, "decision": "CONTRADICTED", "decidedBy": "lea",
               "decidedAt": "2026-11-20", "reason": "a copy was shown", "acceptedBefore": {"by": "leo", "at": "2026-11-12"}}],
             "probes": [{"probe": 1, "purpose": "CONTROL", "begunAt": "2026-11-01T09:00:00Z", "result": "ANSWERS", "locator": "https://git", "seenAs": "exit"},
                        {"probe": 2, "purpose": "AFTER", "begunAt": "2026-11-10T09:00:00Z", "result": "NOT_OBSERVED", "locator": "https://git",
                         "seenAs": "exit", "says": "it answered 404", "notProbeable": ["tapes in Pune"], "answerSha256": "cd34"}],
             "holds": [{"hold": "H-7", "over": "exit", "reason": "litigation", "document": "letter"}]}""";

    @Test
    void saysWhatWasOrderedStatedAndObservedEachInItsOwnVoice() {
        var entry = DestructionEntry.of(
                1,
                new DestructionFacts(
                        "portal",
                        "Portal",
                        "git-repository",
                        "FOREGROUND",
                        "RETURN_THEN_DESTROY",
                        "Nordlicht",
                        "TAIL",
                        EVIDENCE,
                        "00"));

        assertThat(entry.summary()).endsWith("evidence accepted in part, a tail is open");
        assertThat(entry.rows())
                .extracting(Row::label, Row::value)
                .extracting(Object::toString)
                .anySatisfy(said -> assertThat(said)
                        .contains(
                                "Statement X-A1",
                                "the holder states: erased with exceptions, completed on 2026-11-08",
                                "performed by Pat, verified by Vera"));
        assertThat(entry.rows())
                .extracting(Row::value)
                .contains("SSD, serial S-1, after public", "by leo at 2026-11-12, since called contradicted");
        assertThat(entry.rows()).extracting(Row::value).anySatisfy(served -> assertThat(served)
                .isEqualTo("on 2026-11-02 (Asia/Kolkata) by Olga, registered letter"));
        assertThat(entry.rows())
                .filteredOn(row -> row.label().equals("Observed by us, look 2"))
                .singleElement()
                .satisfies(row -> assertThat(row.value()).endsWith("not observed; it answered 404"));
        assertThat(entry.rows())
                .extracting(Row::label)
                .contains(
                        "Statement X-A2, accepted before",
                        "Control before, look 1",
                        "Not observable by it",
                        "Tail",
                        "Statement X-A1, retained",
                        "Statement X-A1, file SHA-256",
                        "Hold");
    }

    @Test
    void saysWhatIsMissingInsteadOfLeavingItOut() {
        var entry = DestructionEntry.of(
                1,
                new DestructionFacts(
                        "portal",
                        "Portal",
                        "git-repository",
                        "FOREGROUND",
                        "DESTROY_ONLY",
                        null,
                        "UNATTESTED",
                        "{}",
                        "00"));

        assertThat(entry.rows())
                .extracting(Row::value)
                .contains(
                        "the register names no holder",
                        "the register names no location",
                        "no order was given",
                        "the holder has made none",
                        "nothing: nobody looked after the instruction");
    }

    @Test
    void drawsItsPagesWithoutTheSchedulesOfAReturn() throws Exception {
        var facts = FactsFixture.aCertificate()
                .destruction("portal", "TAIL", EVIDENCE)
                .drawnUp();

        byte[] pdf = new CertificatePdf(new Texts()).draw(facts);

        try (var document = Loader.loadPDF(pdf)) {
            var text = new PDFTextStripper().getText(document);
            assertThat(text)
                    .contains(
                            "Record of Destruction Evidence",
                            "Schedule C",
                            "We do not adopt it",
                            "tapes in Pune",
                            "What was not observed")
                    .doesNotContain("Schedule A", "Schedule B", "destroyed");
        }
        assertThat(CertificateFacts.parse(facts.json())).isEqualTo(facts);
    }
}
