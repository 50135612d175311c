package dev.handback.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.SystemActor;
import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.TestRooms;
import dev.handback.certificates.CertificateFacts.Finality;
import dev.handback.certificates.CertificateFacts.Kind;
import dev.handback.certificates.DrillFacts.End;
import dev.handback.exits.GateRefused;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.Refused;
import dev.handback.people.People;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A drill's report from the facts in the database to the sealed file. */
class DrillReportTest {
    private static final String PASSWORD = "correct horse battery";
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static TestRooms rooms;

    @BeforeAll
    static void start(@TempDir Path home) {
        new TestExit(DATABASE); // brings the people
        rooms = new TestRooms(DATABASE, home, Map.of());
        TestRooms.doing("lea", () -> rooms.get(People.class).setPassword("lea", PASSWORD));
    }

    @AfterAll
    static void close() {
        rooms.close();
        DATABASE.close();
    }

    @Test
    void saysWhatWasMeasuredAndThatItCertifiesNoReturn() throws Exception {
        var drill = rehearsed().register("b").agree();
        drill.attempt("b", "UNREACHABLE");

        var number = drawUp(drill);

        var certificate = rooms.get(Certificates.class).find(number);
        assertThat(certificate.title()).isEqualTo("Drill report 1");
        try (var pdf = Loader.loadPDF(rooms.get(Certificates.class).frozen(certificate))) {
            assertThat(new PDFTextStripper().getText(pdf).replaceAll("\\s+", " "))
                    .contains(
                            "Drill Report",
                            "It certifies no return",
                            "Longest way asset b, not finished after",
                            "cannot be said: asset b was not checked",
                            "UNREACHABLE 1, VERIFIED 1",
                            "What was not rehearsed",
                            "a destruction order and its service",
                            "Schedule D");
        }
        sign(certificate);
        assertThat(drill.exitState()).isEqualTo("REPORTED");
    }

    @Test
    void carriesTheMeasuresInsideAndPassesItsOwnCheckOnceSealed() {
        var drill = rehearsed();
        var number = drawUp(drill);
        var certificates = rooms.get(Certificates.class);

        sign(certificates.find(number));

        var signed = certificates.find(number);
        var verdict = rooms.get(CertificateCheck.class)
                .check(certificates.pdf(signed), null, dev.handback.Sha256.parse(signed.factsSha256()));
        assertThat(verdict.findings()).isEmpty();
        var facts = java.util.Objects.requireNonNull(verdict.facts());
        assertThat(facts.kind()).isEqualTo(Kind.DRILL_REPORT);
        var measured = java.util.Objects.requireNonNull(facts.drill());
        assertThat(measured.longest()).isNotNull();
        assertThat(measured.ways())
                .singleElement()
                .satisfies(way -> assertThat(way.end()).isEqualTo(End.CHECKED))
                .satisfies(way -> assertThat(way.authorisedAt()).isAfterOrEqualTo(way.agreedAt()));
        assertThat(measured.steps())
                .extracting(DrillFacts.Step::name)
                .containsExactly("authorised", "retrieved", "checked");
        assertThat(CertificateFacts.parse(facts.json())).isEqualTo(facts);
    }

    @Test
    void isToldAgainFromTheLedgerBeforeItIsSigned() {
        var drill = rehearsed();
        var number = drawUp(drill);
        var certificate = rooms.get(Certificates.class).find(number);
        var words = new LinkedHashMap<>(rooms.get(CertificatesTable.class).evidence(number));
        rooms.get(Rederivation.class).demand(certificate, words);

        words.computeIfPresent(
                "a", (asset, said) -> said.replaceAll("\"retrievedAt\": \"20\\d\\d", "\"retrievedAt\": \"1999"));

        assertThatThrownBy(() -> rooms.get(Rederivation.class).demand(certificate, words))
                .isInstanceOf(GateRefused.class)
                .hasMessageContaining("a: measured.retrievedAt: the ledger says");
    }

    @Test
    void isNotDrawnUpWhileAnAssetHasNoOutcome() {
        var drill = rehearsed().register("late").agree();
        var request = request(drill, List.of());

        assertThat(SystemActor.call("test", () -> rooms.get(Certificates.class).drawUp(request)))
                .isInstanceOfSatisfying(DrawnUp.NotYet.class, shut -> assertThat(shut.findings())
                        .extracting(f -> f.code(), f -> f.asset())
                        .containsExactly(org.assertj.core.groups.Tuple.tuple("NO_OUTCOME", "late")));
    }

    @Test
    void isAskedForInADrillOnlyAndNothingOfDestructionIs() {
        var real = new TestExit(DATABASE).register("a").agree();
        var drill = rehearsed();
        var certificates = rooms.get(Certificates.class);

        assertThatThrownBy(() -> TestRooms.as(
                        "olga", () -> certificates.request(real.id(), Kind.DRILL_REPORT, Finality.INTERIM, List.of())))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("only a drill has a drill report");
        assertThatThrownBy(() -> TestRooms.as(
                        "olga", () -> certificates.request(drill.id(), Kind.DESTRUCTION, Finality.INTERIM, List.of())))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("destroys nothing");
        assertThatThrownBy(() -> rooms.get(Measures.class).now(real.id()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("only a drill is measured");
    }

    private static TestExit rehearsed() {
        return new TestExit(DATABASE, "DRILL")
                .register("a")
                .agree()
                .authorise()
                .attempt("a", "VERIFIED")
                .check("erin", "a");
    }

    private static String request(TestExit drill, List<String> scope) {
        return TestRooms.as("olga", () -> rooms.get(Certificates.class)
                .request(drill.id(), Kind.DRILL_REPORT, Finality.INTERIM, scope));
    }

    private static String drawUp(TestExit drill) {
        var request = request(drill, List.of());
        var drawn = SystemActor.call("test", () -> rooms.get(Certificates.class).drawUp(request));
        assertThat(drawn).isInstanceOf(DrawnUp.Frozen.class);
        return ((DrawnUp.Frozen) drawn).number();
    }

    private static void sign(Certificate certificate) {
        var signOff = rooms.get(SignOff.class);
        var ready = TestRooms.as(
                "lea",
                () -> signOff.seal(
                        certificate.number(), certificate.pdfSha256(), signOff.intent(certificate), PASSWORD, "lea"));
        TestRooms.doing("lea", () -> signOff.recordSigned(ready, "task"));
    }
}
