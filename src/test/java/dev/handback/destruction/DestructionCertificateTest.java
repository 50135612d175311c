package dev.handback.destruction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.SystemActor;
import dev.handback.TestDatabase;
import dev.handback.TestRooms;
import dev.handback.certificates.CertificateFacts.Finality;
import dev.handback.certificates.CertificateFacts.Kind;
import dev.handback.certificates.Certificates;
import dev.handback.certificates.DrawnUp;
import dev.handback.certificates.SignOff;
import dev.handback.vault.Vault;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record of destruction evidence drawn up from what the database holds. */
class DestructionCertificateTest {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static TestRooms rooms;
    private static Certificates certificates;

    @BeforeAll
    static void start(@TempDir Path home) {
        rooms = new TestRooms(DATABASE, home, Map.of());
        certificates = rooms.get(Certificates.class);
    }

    @AfterAll
    static void close() {
        rooms.close();
        DATABASE.close();
    }

    @Test
    void incorporatesTheHoldersStatementAndOurOwnLooks() throws Exception {
        var exit = done("a");

        var drawn = drawUp(exit, Finality.FINAL);

        assertThat(drawn).isInstanceOf(DrawnUp.Frozen.class);
        var certificate = certificates.find(((DrawnUp.Frozen) drawn).number());
        assertThat(certificate.title()).isEqualTo("Final destruction certificate");
        assertThat(certificates.scope(certificate)).containsExactly("a");
        assertThat(rooms.get(SignOff.class).intent(certificate)).contains("does not say that no copy is left");
        try (var document = Loader.loadPDF(certificates.frozen(certificate))) {
            assertThat(new PDFTextStripper().getText(document).replaceAll("\\s+", " "))
                    .contains(
                            "Record of Destruction Evidence",
                            "the holder states: erased",
                            "Pat Performer",
                            "Observed by us, look 1")
                    .contains("indeterminate", exit.exit.id() + "-D1");
        }
    }

    @Test
    void drawsNothingUpWhileTheDestructionIsNotDone() {
        var exit = OrderedExit.certified(DATABASE, "a");
        exit.served("a");

        assertThat(drawUp(exit, Finality.INTERIM))
                .isInstanceOfSatisfying(DrawnUp.NotYet.class, shut -> assertThat(shut.findings())
                        .extracting(f -> f.code())
                        .containsExactly("DESTRUCTION_NOT_DONE"));
    }

    @Test
    void isAskedForOnlyOverWhatIsToBeDestroyed() {
        var exit = new dev.handback.TestExit(DATABASE).register("kept").agree();

        assertThatThrownBy(() -> TestRooms.as(
                        "olga",
                        () -> certificates.request(exit.id(), Kind.DESTRUCTION, Finality.INTERIM, List.of("kept"))))
                .hasMessageContaining("has no asset that is to be destroyed and called kept");
    }

    private static DrawnUp drawUp(OrderedExit exit, Finality finality) {
        var request =
                TestRooms.as("olga", () -> certificates.request(exit.exit.id(), Kind.DESTRUCTION, finality, List.of()));
        return SystemActor.call("test", () -> certificates.drawUp(request));
    }

    private static OrderedExit done(String asset) {
        var paper = rooms.get(Vault.class)
                .store(new ByteArrayInputStream("a paper".getBytes(UTF_8)))
                .sha256()
                .hex();
        var exit = OrderedExit.certified(DATABASE, asset).papers(paper, paper);
        var said = exit.attestToday(exit.served(asset), asset);
        exit.probe(asset, "INDETERMINATE").decide("leo", said, "ACCEPTED", asset);
        return exit;
    }
}
