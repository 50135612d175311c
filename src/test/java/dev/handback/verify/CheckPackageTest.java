package dev.handback.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import dev.handback.Sha256;
import dev.handback.TestDatabase;
import dev.handback.certificates.CertificateCheck;
import dev.handback.custody.Ledger;
import dev.handback.exits.Refused;
import dev.handback.packages.Packages;
import dev.handback.work.LostLease;
import dev.handback.work.Progress;
import dev.handback.work.WorkOrder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/** What the running application does with a package that somebody uploaded: the verdict of the command line, or none. */
class CheckPackageTest {
    private static final Path SAMPLE = Path.of(".github/sample/package.zip");
    private static final Path DOCUMENT = Path.of(".github/sample/certificate.pdf");
    private static TestDatabase database;
    private static JdbcClient db;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        db = JdbcClient.create(database.app());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void judgesAsTheCommandLineDoes() throws Exception {
        var judged = check(settings(300_000, 128), Files.readAllBytes(SAMPLE), Progress.unseen());

        var command = TwoVerifiers.command(SAMPLE, "--anchor", ".github/sample/company.pem");
        assertThat(judged.exitCode()).isEqualTo(command.code()).isZero();
        assertThat(Objects.requireNonNull(judged.verdict()).strip())
                .isEqualTo(command.words().strip());
    }

    @Test
    void judgesASealedDocumentAsTheCommandLineDoes() throws Exception {
        var sealed = Files.readAllBytes(DOCUMENT);
        for (var pdf : List.of(sealed, Arrays.copyOf(sealed, sealed.length + 1))) {
            var file = Files.write(folder.resolve("document.pdf"), pdf);

            var judged = check(settings(300_000, 128), pdf, Progress.unseen());

            var command = TwoVerifiers.command(file, "--anchor", ".github/sample/company.pem");
            assertThat(judged.exitCode()).isEqualTo(command.code()).isEqualTo(pdf == sealed ? 0 : 1);
            assertThat(Objects.requireNonNull(judged.verdict()).strip())
                    .isEqualTo(command.words().strip());
            assertThat(judged.verdict()).contains("X2026-0003-C1");
        }
    }

    @Test
    void readsNoDocumentBeyondItsLimit() throws Exception {
        var pdf = Arrays.copyOf("%PDF-1.7".getBytes(US_ASCII), SealedDocument.MOST_BYTES + 1);

        var judged = check(settings(300_000, 128), pdf, Progress.unseen());

        assertThat(judged.exitCode()).isNull();
        assertThat(judged.problem())
                .isEqualTo("not judged here: a document of 16777217 bytes; at most 16777216 are read;"
                        + " verify it by the command line");
    }

    @Test
    void saysThatItCannotReadWhatIsNoPackage() throws Exception {
        var judged = check(
                settings(300_000, 128),
                "no ZIP at all, and longer than its end would be".getBytes(US_ASCII),
                Progress.unseen());

        assertThat(judged.exitCode()).isEqualTo(Commands.CANNOT_READ);
        assertThat(judged.problem()).startsWith("cannot read: not a ZIP");
    }

    @Test
    void judgesNothingBeyondItsLimits() throws Exception {
        var sample = Files.readAllBytes(SAMPLE);

        for (var judged : List.of(
                check(settings(3, 128), sample, Progress.unseen()),
                check(settings(300_000, 0), sample, Progress.unseen()))) {
            assertThat(judged.exitCode()).isNull();
            assertThat(judged.verdict()).isNull();
            assertThat(judged.problem()).startsWith("not judged here: ").endsWith("verify it by the command line");
        }
    }

    @Test
    void takesNoFullDiskForAFaultOfThePackage() throws Exception {
        var full = new VerifySettings(
                folder.resolve("full"),
                DataSize.ofMegabytes(1),
                300_000,
                DataSize.ofMegabytes(128),
                DataSize.ofBytes(Long.MAX_VALUE),
                Duration.ofDays(1));

        var judged = check(full, Files.readAllBytes(SAMPLE), Progress.unseen());

        assertThat(judged.exitCode()).isNull();
        assertThat(judged.problem()).startsWith("not judged here: opening a repository of ");
    }

    @Test
    void neverTakesItsOwnInterruptionForAFaultOfThePackage() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> check(settings(300_000, 128), Files.readAllBytes(SAMPLE), Progress.unseen()))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void neverTakesTheLossOfItsLeaseForAFaultOfThePackage() {
        Progress taken = (bytes, objects, total, phase) -> {
            if (phase.startsWith("opening")) throw mock(LostLease.class);
        };

        assertThatThrownBy(() -> check(settings(300_000, 128), Files.readAllBytes(SAMPLE), taken))
                .isInstanceOf(LostLease.class);
    }

    @Test
    void keepsNothingOfAnUploadThatIsTooLargeOrBreaksOff() throws IOException {
        var settings = settings(10, 1);
        var uploads = new UploadedPackages(settings, Clock.systemUTC());
        var large = new byte[(int) DataSize.ofMegabytes(2).toBytes()];

        assertThatThrownBy(() -> uploads.receive(new ByteArrayInputStream(large), large.length))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("handback.verify.max-upload");
        assertThatThrownBy(() -> uploads.receive(new ByteArrayInputStream(new byte[5]), 6))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("broke off after 5 of 6 bytes");
        assertThat(settings.folder()).isEmptyDirectory();
    }

    @Test
    void sweepsWhatWasLeftBehindAndNothingThatIsNeeded() throws IOException {
        var settings = settings(10, 1);
        var uploads = new UploadedPackages(settings, Clock.systemUTC());
        var opened = Files.createDirectories(settings.folder().resolve("handback-verify1/r.git"));
        Files.setLastModifiedTime(
                opened.getParent(), FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        for (var name : Set.of("needed", "left", "fresh")) {
            var file = Files.createFile(settings.folder().resolve(name));
            if (!name.equals("fresh")) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
            }
        }

        uploads.sweep(Set.of("needed"));

        assertThat(settings.folder().toFile().list()).containsExactlyInAnyOrder("needed", "fresh");
    }

    private CheckPackage.Judged check(VerifySettings settings, byte[] zip, Progress progress) throws Exception {
        var uploads = new UploadedPackages(settings, Clock.systemUTC());
        var id = db.sql("""
                insert into work.verification (person, bytes, sha256, quick, anchors, log_key)
                values ('ada', ?, ?, false, ?, '') returning id""")
                .params(
                        (long) zip.length,
                        Sha256.of(zip).hex(),
                        Files.readString(Path.of(".github/sample/company.pem")))
                .query(String.class)
                .single();
        Files.write(settings.folder().resolve(id), zip);
        return new CheckPackage(
                        new VerificationsTable(db),
                        uploads,
                        mock(Packages.class),
                        mock(CertificateCheck.class),
                        mock(Ledger.class),
                        settings)
                .run(new WorkOrder(CheckPackage.NAME, id, 1, Map.of("id", id)), progress);
    }

    private VerifySettings settings(long files, long evidenceMegabytes) {
        return new VerifySettings(
                folder.resolve("f" + files + "-" + evidenceMegabytes),
                DataSize.ofMegabytes(1),
                files,
                DataSize.ofMegabytes(evidenceMegabytes),
                DataSize.ofMegabytes(1),
                Duration.ofDays(1));
    }
}
