package dev.handback.certificates;

import static dev.handback.TestRooms.as;
import static dev.handback.TestRooms.doing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.SystemActor;
import dev.handback.Tampering;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

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
    void locksSigningAfterFiveWrongPasswordsAndSaysUntilWhen() {
        var drawn = drawUp(Finality.INTERIM);
        var certificate = rooms.get(Certificates.class).find(drawn);
        var signOff = rooms.get(SignOff.class);
        doing("leo", () -> rooms.get(People.class).setPassword("leo", PASSWORD));
        for (int n = 1; n <= 6; n++) {
            var typed = n < 6 ? "wrong password!" : PASSWORD;
            assertThatThrownBy(() -> as(
                            "leo",
                            () -> signOff.seal(
                                    drawn, certificate.pdfSha256(), signOff.intent(certificate), typed, "leo")))
                    .isInstanceOf(NotAllowed.class)
                    .hasMessageContaining(n < 5 ? "the password is not right" : "signing as leo is locked until 2")
                    .hasMessageContaining("was not signed");
        }
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

    @Test
    void refusesToSignWhateverColumnOfAnyFactSomebodyChanged() {
        var drawn = drawUp(Finality.INTERIM);
        var certificate = rooms.get(Certificates.class).find(drawn);
        var evidence = rooms.get(CertificatesTable.class).evidence(drawn);
        var signer = rooms.get(Rederivation.class);
        var tampering = new Tampering(database);
        signer.demand(certificate, evidence);
        int changed = 0;

        for (var column : tampering.columns()) {
            var newest = "ctid = (select max(ctid) from handback.%s)".formatted(column.table());
            if (column.hidden() || tampering.rows(column.table()) == 0) {
                continue;
            }
            var old = tampering.change(column, newest);
            // a row without its fact, or of another exit, is no longer there
            var named = List.of("fact", "exit_id").contains(column.name()) ? "a row" : column.name();
            try {
                assertThatThrownBy(() -> signer.demand(certificate, evidence))
                        .as(column.toString())
                        .isInstanceOfSatisfying(GateRefused.class, refused -> assertThat(refused.findings())
                                .anySatisfy(finding -> assertThat(finding.detail())
                                        .startsWith(column.table())
                                        .contains(named)));
            } finally {
                tampering.restore(column, old, newest);
            }
            changed++;
        }

        assertThat(changed).isGreaterThan(120);
        signer.demand(certificate, evidence);
    }

    @Test
    void namesAssetAndFieldWhenTheTablesTellAnotherStory() {
        var drawn = drawUp(Finality.INTERIM);
        var certificate = rooms.get(Certificates.class).find(drawn);
        var evidence = new LinkedHashMap<>(rooms.get(CertificatesTable.class).evidence(drawn));
        evidence.computeIfPresent("billing", (asset, words) -> words.replace("\"VERIFIED\"", "\"EMPTY\""));

        assertThatThrownBy(() -> rooms.get(Rederivation.class).demand(certificate, evidence))
                .isInstanceOf(GateRefused.class)
                .hasMessageContaining("billing: outcome: the ledger says \"VERIFIED\", the tables say \"EMPTY\"")
                .hasMessageContaining("evidence_root");
    }

    @Test
    void drawsNothingUpOnTheWordOfAForgedFunction() {
        var request = request(Finality.INTERIM);
        var superuser = JdbcClient.create(database.superuser());
        var shipped = superuser
                .sql("select pg_get_functiondef('handback.evidence(text, text)'::regprocedure)")
                .query(String.class)
                .single();
        superuser
                .sql(shipped.replace("handback.evidence(", "handback.true_evidence("))
                .update();
        try {
            superuser.sql("""
                    create or replace function handback.evidence(in_exit text, in_asset text) returns text
                    language sql stable security definer as
                    $$ select replace(handback.true_evidence(in_exit, in_asset), '"refs": ', '"refs": 9') $$""").update();

            assertThat(SystemActor.call(
                            "test", () -> rooms.get(Certificates.class).drawUp(request)))
                    .isInstanceOfSatisfying(DrawnUp.NotYet.class, refused -> assertThat(refused.findings())
                            .anySatisfy(finding -> {
                                assertThat(finding.code()).isEqualTo("EVIDENCE_NOT_ON_LEDGER");
                                assertThat(finding.asset()).isEqualTo("billing");
                                assertThat(finding.detail()).startsWith("refs: the ledger says ");
                            }));
        } finally {
            superuser.sql(shipped).update();
            superuser.sql("drop function handback.true_evidence(text, text)").update();
        }
    }

    @Test
    void signsNothingForSomebodyWhomTheDatabaseAloneMadeLegal() {
        var drawn = drawUp(Finality.INTERIM);
        var certificate = rooms.get(Certificates.class).find(drawn);
        var signOff = rooms.get(SignOff.class);
        doing("otto", () -> rooms.get(People.class).setPassword("otto", PASSWORD));
        var tampering = new Tampering(database);
        tampering.silently("membership_change", """
                insert into handback.membership_change (id, person, grp, granted, fact, actor, at) overriding system value
                values (9999, 'otto', 'legal', true, gen_random_uuid(), 'lea', now())""");
        try {
            assertThatThrownBy(() -> as(
                            "otto",
                            () -> signOff.seal(
                                    drawn, certificate.pdfSha256(), signOff.intent(certificate), PASSWORD, "otto")))
                    .isInstanceOf(GateRefused.class)
                    .hasMessageContaining("membership_change")
                    .hasMessageContaining("ROW_WITHOUT_ENTRY");
        } finally {
            tampering.silently(
                    "membership_change",
                    "delete from handback.membership_change where person = 'otto' and grp = 'legal'");
        }
    }

    @Test
    void signsNothingWhoseBytesTheVaultNoLongerHolds() throws Exception {
        var drawn = drawUp(Finality.INTERIM);
        var certificate = rooms.get(Certificates.class).find(drawn);
        var evidence = rooms.get(CertificatesTable.class).evidence(drawn);
        var manifest = String.valueOf(
                rooms.get(AssetRegister.class).find(exit, "billing").manifestSha256());
        flip(manifest);
        try {
            assertThatThrownBy(() -> rooms.get(Rederivation.class).demand(certificate, evidence))
                    .isInstanceOf(GateRefused.class)
                    .hasMessageContaining("billing: manifest")
                    .hasMessageContaining("FIXITY_BROKEN");
        } finally {
            flip(manifest);
        }
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
