package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.assets.AssetRegister;
import dev.handback.certificates.Certificates;
import dev.handback.certificates.SignOff;
import dev.handback.custody.Ledger;
import dev.handback.demo.DemoRepositories;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * A hostile termination: access is cut half-way, a disk arrives in place of one repository, a custody record says what is
 * held, an interim certificate certifies it, and the final one lists what never came as an exception.
 */
@Journey
class HostileTerminationIT {
    private final Walk walk;
    private final GitHost vendor;
    private final AssetRegister register;
    private final Certificates certificates;
    private final SignOff signOff;
    private final Ledger ledger;

    HostileTerminationIT(
            @LocalServerPort int port,
            GitHost vendor,
            AssetRegister register,
            Certificates certificates,
            SignOff signOff,
            Ledger ledger) {
        this.walk = new Walk(port, vendor);
        this.vendor = vendor;
        this.register = register;
        this.certificates = certificates;
        this.signOff = signOff;
        this.ledger = ledger;
    }

    @Test
    void endsWithEverythingThatCouldBeHadAndTheRestAsAnException(@TempDir Path disk) throws IOException {
        var exit = walk.authorised("vendor-team", "team/website");
        await(exit, "website", "VERIFIED");
        cut(exit, "billing-api", "warehouse");

        leaveTheConnection(exit);
        aDiskArrivesInsteadOf(exit, "billing-api", bundle(disk));
        walk.check("ella", exit, "billing-api");
        walk.check("ella", exit, "website");
        await(exit, "billing-api", "CHECKED");
        await(exit, "website", "CHECKED");

        sign(exit, "CUSTODY_RECORD", "INTERIM", "website", "billing-api", "warehouse");
        sign(exit, "ASSET_RETURN", "INTERIM", "website");
        except(exit, "warehouse");
        var last = sign(exit, "ASSET_RETURN", "FINAL", "website", "billing-api", "warehouse");

        walk.awaitState(exit, "RETURN_FINAL");
        assertThat(text(last))
                .contains("USB disk of their lawyer")
                .contains("warehouse", "they let nobody in again")
                .contains("all rights reserved");
        assertThat(ledger.verify()).isEmpty();
        mayGoOn(exit);
    }

    @AfterEach
    void letUsInAgain() {
        for (var name : List.of("billing-api", "warehouse")) {
            vendor.serve("team/" + name);
            vendor.protect("team/" + name, "client-exit", VendorAndClient.TOKEN);
        }
    }

    /** A stop is one for every exit, also for those of other tests; legal alone lifts it, also later. */
    private void mayGoOn(String exit) {
        var path = "/api/exits/" + exit + "/resume";
        var word = Map.of("connection", "vendor-team", "basis", "a court ordered it");
        assertThat(walk.desk("olga").post(path, word).status()).isEqualTo(403);
        walk.desk("lea").post(path, word).orFail();
        assertThat(walk.desk("lea").post(path, word).status()).isEqualTo(409);
    }

    /** The rest of the scope is registered, and meets a vendor that refuses us. */
    private void cut(String exit, String... names) {
        for (var name : names) {
            vendor.answer("team/" + name, 403);
            walk.desk("olga")
                    .post(
                            "/api/exits/" + exit + "/assets",
                            Map.of(
                                    "asset", name,
                                    "title", "The " + name,
                                    "kind", "git-repository",
                                    "origin", "FOREGROUND",
                                    "disposition", "RETURN",
                                    "connection", "vendor-team",
                                    "locator", vendor.url("team/" + name)))
                    .orFail();
        }
        walk.desk("olga")
                .post("/api/exits/" + exit + "/register/agree", Map.of())
                .orFail();
    }

    private void leaveTheConnection(String exit) {
        walk.desk("lea")
                .complete(
                        exit,
                        "Decide on stopped connection vendor-team",
                        Map.of("decision", "ONE_BY_ONE", "reason", "they let nobody in again"))
                .orFail();
    }

    /** One of the two was refused, and engineering decides; the other may never have been tried: its row is corrected. */
    private void aDiskArrivesInsteadOf(String exit, String asset, byte[] bundle) {
        if (register.find(exit, asset).number() == null) {
            walk.desk("olga")
                    .post(
                            "/api/exits/" + exit + "/assets/" + asset + "/correct",
                            Map.of(
                                    "cells",
                                    Map.of("connection", "", "locator", "delivery:" + asset),
                                    "reason",
                                    "a disk comes instead"))
                    .orFail();
        } else {
            var retry = walk.desk("erin")
                    .complete(
                            exit,
                            "Decide on retrieval of " + asset,
                            Map.of("decision", "RETRY", "reason", "once more"));
            assertThat(retry.status()).isEqualTo(409);
            assertThat(retry.body().toString()).contains("connection vendor-team is stopped");
            walk.desk("erin")
                    .complete(
                            exit,
                            "Decide on retrieval of " + asset,
                            Map.of("decision", "OTHER_SOURCE", "reason", "their lawyer sends a disk"))
                    .orFail();
            walk.desk("olga")
                    .complete(
                            exit,
                            "Name another source of " + asset,
                            Map.of("decision", "NAMED", "reason", "their lawyer sends a disk"))
                    .orFail();
        }
        deliver(exit, asset, bundle);
    }

    private void deliver(String exit, String asset, byte[] bundle) {
        var erin = walk.desk("erin");
        Desk.await("the disk", () -> erin.task(exit, "Receive delivery of " + asset));
        var path = "/api/exits/" + exit + "/assets/" + asset + "/delivery";
        erin.put(path + "/files?name=all.bundle", bundle).orFail();
        erin.post(
                        path,
                        Map.of(
                                "medium", "USB disk of their lawyer",
                                "courier", "DHL 4711",
                                "seal", "INTACT",
                                "sealNumber", "S-1",
                                "condition", "undamaged",
                                "receivedOn", "2026-01-31"))
                .orFail();
        walk.desk("emil")
                .complete(exit, "Confirm delivery of " + asset, Map.of("decision", "CONFIRM", "reason", "seen"))
                .orFail();
    }

    /** As {@code git bundle create} of the vendor's lawyer makes it. */
    private static byte[] bundle(Path disk) throws IOException {
        DemoRepositories.billingApi(disk);
        Tool.named("git").say(disk.resolve("billing-api.git"), "bundle", "create", "../all.bundle", "--all");
        return Files.readAllBytes(disk.resolve("all.bundle"));
    }

    private void except(String exit, String asset) {
        var path = "/api/exits/" + exit + "/assets/" + asset + "/exception";
        walk.desk("erin")
                .post(path, Map.of("reason", "they let nobody in again"))
                .orFail();
        walk.desk("olga")
                .post(path, Map.of("decision", "APPROVE", "reason", "agreed"))
                .orFail();
        walk.desk("leo")
                .post(path, Map.of("decision", "APPROVE", "reason", "agreed"))
                .orFail();
        await(exit, asset, "EXCEPTED");
    }

    private String sign(String exit, String kind, String finality, String... scope) {
        var before = certificates.list(exit).size();
        walk.desk("olga")
                .post(
                        "/api/exits/" + exit + "/certificates",
                        Map.of("kind", kind, "finality", finality, "scope", List.of(scope)))
                .orFail();
        var number = Desk.await("the certificate", () -> certificates.list(exit).stream()
                .filter(drawn -> drawn.state().equals("DRAWN_UP"))
                .map(drawn -> drawn.number())
                .findFirst());
        assertThat(certificates.list(exit)).hasSize(before + 1);
        Desk.await("the task to sign", () -> walk.desk("lea").task(exit, "Sign certificate " + number));
        var shown = certificates.find(number);
        walk.sign("lea", number, shown.pdfSha256(), signOff.intent(shown), VendorAndClient.password("lea"))
                .orFail();
        return number;
    }

    private String text(String certificate) throws IOException {
        var pdf = walk.desk("ada")
                .get("/api/certificates/" + certificate + ".pdf")
                .orFail()
                .bytes();
        try (var document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
        }
    }

    private void await(String exit, String asset, String state) {
        Desk.await(
                asset + " to be " + state,
                () -> Optional.of(register.find(exit, asset).returnState()).filter(state::equals));
    }
}
