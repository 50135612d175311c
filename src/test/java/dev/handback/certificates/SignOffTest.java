package dev.handback.certificates;

import static dev.handback.TestRooms.as;
import static dev.handback.TestRooms.doing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.SystemActor;
import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.TestRooms;
import dev.handback.assets.AssetRegister;
import dev.handback.certificates.CertificateFacts.Finality;
import dev.handback.certificates.CertificateFacts.Kind;
import dev.handback.custody.Ledger;
import dev.handback.demo.GitHost;
import dev.handback.exits.Authorities;
import dev.handback.exits.Exits;
import dev.handback.exits.GateRefused;
import dev.handback.exits.NewExit;
import dev.handback.exits.NotAllowed;
import dev.handback.exits.Refused;
import dev.handback.people.People;
import dev.handback.retrieval.Checks;
import dev.handback.retrieval.Retrieval;
import dev.handback.retrieval.Retrievals;
import dev.handback.retrieval.git.RepositoryRecipes;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One repository from a real git server to a sealed certificate, through the rooms' own commands. */
class SignOffTest {
    private static final String PASSWORD = "correct horse battery";

    private static Path folder;
    private static TestDatabase database;
    private static GitHost vendor;
    private static TestRooms rooms;
    private static String exit;

    @BeforeAll
    static void retrieveOneRepository(@TempDir Path temporary) throws Exception {
        folder = temporary;
        new RepositoryRecipes(java.nio.file.Files.createDirectory(folder.resolve("vendor"))).good("billing.git");
        vendor = GitHost.start(folder.resolve("vendor"));
        database = TestDatabase.create();
        new TestExit(database); // brings the people
        rooms = new TestRooms(
                database,
                folder.resolve("data"),
                Map.of(
                        "handback.connections.vendor-git.kind", "git",
                        "handback.connections.vendor-git.urls", vendor.origin(),
                        "handback.connections.vendor-git.allow-http", "true",
                        "handback.connections.vendor-git.allow-private-addresses", "true"));
        doing("lea", () -> rooms.get(People.class).setPassword("lea", PASSWORD));
        exit = as("olga", () -> rooms.get(Exits.class).open(newExit()));
        var register = rooms.get(AssetRegister.class);
        var csv =
                "asset,title,kind,origin,disposition,connection,locator\nbilling,Billing,git-repository,FOREGROUND,RETURN,vendor-git,"
                        + vendor.url("billing.git") + "\n";
        var preview = as(
                "olga",
                () -> register.importFile(exit, new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8))));
        assertThat(preview.problems()).isEmpty();
        doing("olga", () -> register.agree(exit));
        doing("olga", () -> rooms.get(Authorities.class)
                .propose(exit, "vendor-git", "clause 12", LocalDate.of(2099, 1, 1)));
        doing("lea", () -> rooms.get(Authorities.class).decide(exit, "vendor-git", true, ""));
        var retrieval = SystemActor.call("test", SignOffTest::retrieve);
        assertThat(retrieval).isInstanceOf(Retrieval.Ended.class);
        SystemActor.run("test", () -> rooms.get(Retrievals.class).record(exit, "billing", retrieval));
        assertThat(register.find(exit, "billing").returnState()).isEqualTo("VERIFIED");
        doing("erin", () -> rooms.get(Checks.class).check(exit, "billing", true, "looked at the branches", "task-1"));
    }

    @AfterAll
    static void close() throws Exception {
        if (rooms != null) {
            rooms.close();
        }
        vendor.close();
        database.close();
    }

    @Test
    void signsExactlyWhatWasShownAndKeepsTheFrozenDocument() {
        var drawn = drawUp(Finality.FINAL);
        var certificate = rooms.get(Certificates.class).find(drawn);
        var signOff = rooms.get(SignOff.class);

        assertThatThrownBy(() -> as(
                        "lea",
                        () -> signOff.seal(
                                drawn, certificate.pdfSha256(), signOff.intent(certificate), "wrong password!", "lea")))
                .isInstanceOf(NotAllowed.class)
                .hasMessageContaining("password");
        assertThatThrownBy(
                        () -> as("lea", () -> signOff.seal(drawn, "00", signOff.intent(certificate), PASSWORD, "lea")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("frozen document has " + certificate.pdfSha256());
        var ready = as(
                "lea",
                () -> signOff.seal(drawn, certificate.pdfSha256(), signOff.intent(certificate), PASSWORD, "lea"));
        doing("lea", () -> signOff.recordSigned(ready, "task-2"));

        var signed = rooms.get(Certificates.class).find(drawn);
        assertThat(signed.state()).isEqualTo("SIGNED");
        assertThat(rooms.get(Certificates.class).pdf(signed))
                .startsWith(rooms.get(Certificates.class).frozen(signed));
        assertThat(rooms.get(AssetRegister.class).find(exit, "billing").returnState())
                .isEqualTo("CERTIFIED");
        assertThat(rooms.get(Exits.class).find(exit).state()).isEqualTo("RETURN_FINAL");
        assertThat(rooms.get(Ledger.class).verify()).isEmpty();
    }

    @Test
    void refusesToSealAfterAnyChangeAndNamesTheAsset() {
        var drawn = drawUp(Finality.INTERIM);
        var certificate = rooms.get(Certificates.class).find(drawn);
        var cells = rooms.get(AssetRegister.class).cells(exit, "billing");
        cells.put("title", "Billing, corrected " + drawn);
        doing("olga", () -> rooms.get(AssetRegister.class).correct(exit, "billing", cells, "typing error"));
        var signOff = rooms.get(SignOff.class);

        assertThat(rooms.get(Certificates.class).find(drawn).state()).isEqualTo("STALE");
        assertThatThrownBy(() -> as(
                        "lea",
                        () -> signOff.seal(
                                drawn, certificate.pdfSha256(), signOff.intent(certificate), PASSWORD, "lea")))
                .isInstanceOf(GateRefused.class)
                .hasMessageContaining("billing")
                .hasMessageContaining("EVIDENCE_CHANGED");
    }

    @Test
    void drawsNothingUpWhenAByteOfTheVaultChanged() throws Exception {
        var asset = rooms.get(AssetRegister.class).find(exit, "billing");
        var held = rooms.get(Vault.class).find(dev.handback.Sha256.parse(String.valueOf(asset.bundleSha256())));
        assertThat(held).isPresent();
        var file = flip(String.valueOf(asset.bundleSha256()));
        try {
            var request = request(Finality.INTERIM);
            var drawn =
                    SystemActor.call("test", () -> rooms.get(Certificates.class).drawUp(request));
            assertThat(drawn).isInstanceOfSatisfying(DrawnUp.NotYet.class, refused -> assertThat(refused.findings())
                    .anySatisfy(finding -> {
                        assertThat(finding.code()).isEqualTo("FIXITY_BROKEN");
                        assertThat(finding.asset()).isEqualTo("billing");
                        assertThat(finding.detail()).contains(String.valueOf(asset.bundleSha256()));
                    }));
        } finally {
            flip(String.valueOf(asset.bundleSha256()));
        }
        assertThat(file).exists();
    }

    private static String drawUp(Finality finality) {
        var request = request(finality);
        var drawn = SystemActor.call("test", () -> rooms.get(Certificates.class).drawUp(request));
        assertThat(drawn).isInstanceOf(DrawnUp.Frozen.class);
        return ((DrawnUp.Frozen) drawn).number();
    }

    private static String request(Finality finality) {
        var request = as("olga", () -> rooms.get(Certificates.class)
                .request(exit, Kind.ASSET_RETURN, finality, List.of("billing")));
        SystemActor.run("test", () -> {
            try {
                var checks = rooms.get(Checks.class);
                checks.recordFixity(checks.readAgain(exit, List.of("billing")));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        return request;
    }

    private static Retrieval retrieve() {
        try {
            return rooms.get(Retrievals.class).retrieve(exit, "billing", Progress.unseen());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path flip(String sha256) throws Exception {
        var file = folder.resolve("data/vault/sha256")
                .resolve(sha256.substring(0, 2))
                .resolve(sha256.substring(2, 4))
                .resolve(sha256);
        assertThat(file.toFile().setWritable(true)).isTrue();
        var bytes = java.nio.file.Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        java.nio.file.Files.write(file, bytes);
        return file;
    }

    private static NewExit newExit() {
        return new NewExit(
                "Exit of billing",
                "REAL",
                null,
                "Vendor Ltd",
                null,
                null,
                null,
                "Client plc",
                null,
                "MSA-7",
                null,
                null,
                null,
                "2026-12-31",
                null,
                null,
                "Europe/Berlin",
                "EXPIRY",
                false);
    }
}
