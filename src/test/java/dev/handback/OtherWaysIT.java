package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.assets.AssetRegister;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Ways on for what did not come whole, and a register that grows, walked through by people over the real services. */
@Journey
class OtherWaysIT {
    private final Walk walk;
    private final GitHost vendor;
    private final AssetRegister register;

    OtherWaysIT(@LocalServerPort int port, GitHost vendor, AssetRegister register) {
        this.walk = new Walk(port, vendor);
        this.vendor = vendor;
        this.register = register;
    }

    @Test
    void anotherSourceBringsWhatTheFirstLacks() {
        var exit = walk.authorised("vendor-team", "team/billing-portal");
        decide(exit, "billing-portal", "OTHER_SOURCE");

        answer(
                "olga",
                exit,
                "Name another source of billing-portal",
                Map.of(
                        "decision", "NAMED",
                        "newConnection", "vendor-consent",
                        "newLocator", vendor.url("restricted/pricing"),
                        "reason", "the escrow agent has it"));
        vendor.serve("restricted/pricing");
        walk.authorise(exit, "vendor-consent");

        await(exit, "billing-portal", "VERIFIED");
        var asset = register.find(exit, "billing-portal");
        assertThat(asset.connection()).isEqualTo("vendor-consent");
        assertThat(asset.number()).isEqualTo(2);
        walk.check("erin", exit, "billing-portal");
        await(exit, "billing-portal", "CHECKED");
        vendor.answer("restricted/pricing", 403);
    }

    @Test
    void whatIsHandedOverOnADiskInsteadIsReceivedByHand() {
        var exit = walk.authorised("vendor-team", "team/billing-portal");
        decide(exit, "billing-portal", "OTHER_SOURCE");

        answer(
                "olga",
                exit,
                "Name another source of billing-portal",
                Map.of(
                        "decision",
                        "NAMED",
                        "newConnection",
                        "",
                        "newLocator",
                        "",
                        "reason",
                        "a disk comes from their lawyer"));

        Desk.await("the delivery", () -> walk.desk("erin").task(exit, "Receive delivery of billing-portal"));
        assertThat(register.find(exit, "billing-portal").locator()).isEqualTo("delivery:billing-portal");
    }

    @Test
    void aDisputedAssetWaitsForLegalAndIsThenRetrievedAgain() {
        var exit = walk.authorised("vendor-team", "team/billing-portal");
        decide(exit, "billing-portal", "DISPUTE");
        assertThat(asset(exit, "billing-portal").path("flags").toString()).contains("DISPUTED");
        var byOperations = walk.desk("olga")
                .post("/api/exits/" + exit + "/assets/billing-portal/dispute/settle", Map.of("reason", "they concede"));
        assertThat(byOperations.status()).isEqualTo(403);

        walk.desk("lea")
                .post("/api/exits/" + exit + "/assets/billing-portal/dispute/settle", Map.of("reason", "they concede"))
                .orFail();

        assertThat(asset(exit, "billing-portal").path("flags")).isEmpty();
        Desk.await("the next attempt", () -> Optional.ofNullable(
                        register.find(exit, "billing-portal").number())
                .filter(number -> number == 2));
    }

    @Test
    void aFreezeMakesTheNextAttemptAFinalPass() {
        var exit = walk.authorised("vendor-team", "team/billing-portal");
        decide(exit, "billing-portal", "FREEZE_AND_RETRY");
        var unfit = walk.desk("olga")
                .complete(
                        exit, "Have writing to billing-portal stopped", Map.of("decision", "FROZEN", "reason", "mail"));
        assertThat(unfit.status()).isEqualTo(400);
        assertThat(unfit.body().toString()).contains("attestedBy", "since");

        answer(
                "olga",
                exit,
                "Have writing to billing-portal stopped",
                Map.of(
                        "decision",
                        "FROZEN",
                        "attestedBy",
                        "Vera Vendor",
                        "since",
                        "2026-01-31",
                        "reason",
                        "letter of today"));

        Desk.await(
                "the final pass",
                () -> Optional.ofNullable(register.find(exit, "billing-portal").frozenBy()));
        assertThat(register.find(exit, "billing-portal").number()).isEqualTo(2);
    }

    @Test
    void whatWasEnteredInErrorIsWithdrawnOnlyWhileNothingOfItIsHeld() {
        var exit = walk.authorised("vendor-team", "team/website", "team/never-was");
        await(exit, "never-was", "NEEDS_DECISION");
        decide(exit, "never-was", "WITHDRAW");
        answer("olga", exit, "Withdraw never-was", Map.of("decision", "WITHDRAW", "reason", "a typing error"));
        await(exit, "never-was", "WITHDRAWN");

        await(exit, "website", "VERIFIED");
        var held = walk.desk("olga")
                .post("/api/exits/" + exit + "/assets/website/withdraw", Map.of("reason", "a typing error"));

        assertThat(held.status()).isEqualTo(409);
        assertThat(held.body().toString()).contains("website", "something of it is held");
    }

    @Test
    void whatWasDecidedOneByOneGoesOnWhenLegalResumesLater() {
        vendor.answer("restricted/pricing", 403);
        var exit = walk.authorised("vendor-consent", "restricted/pricing");
        walk.desk("leo")
                .complete(
                        exit,
                        "Decide on stopped connection vendor-consent",
                        Map.of("decision", "ONE_BY_ONE", "reason", "they are silent"))
                .orFail();
        Desk.await("the decision", () -> walk.desk("erin").task(exit, "Decide on retrieval of pricing"));
        vendor.serve("restricted/pricing");

        walk.desk("leo")
                .post(
                        "/api/exits/" + exit + "/resume",
                        Map.of("connection", "vendor-consent", "basis", "they answered"))
                .orFail();

        await(exit, "pricing", "VERIFIED");
        assertThat(walk.desk("erin").task(exit, "Decide on retrieval of pricing"))
                .isEmpty();
        vendor.answer("restricted/pricing", 403);
    }

    @Test
    void aRowThatIsCorrectedWhileItWaitsAsksTheGateOfItsNewPlace() {
        var exit = walk.opened("vendor-consent", "restricted/pricing");
        Desk.await("its return", () -> walk.desk("olga").task(exit, "Propose the authority for vendor-consent"));
        walk.desk("olga")
                .post(
                        "/api/exits/" + exit + "/assets/pricing/correct",
                        Map.of(
                                "cells",
                                Map.of("connection", "vendor-team", "locator", vendor.url("team/website")),
                                "reason",
                                "the wrong connection was entered"))
                .orFail();

        walk.authorise(exit, "vendor-team");

        await(exit, "pricing", "VERIFIED");
    }

    @Test
    void anAssetAddedLaterComesHomeOnceItIsAgreed() {
        var exit = walk.authorised("vendor-team", "team/website");
        await(exit, "website", "VERIFIED");
        vendor.serve("restricted/pricing");
        walk.desk("olga")
                .post(
                        "/api/exits/" + exit + "/assets",
                        Map.of(
                                "asset", "pricing",
                                "title", "Forgotten",
                                "kind", "git-repository",
                                "origin", "FOREGROUND",
                                "disposition", "RETURN",
                                "connection", "vendor-consent",
                                "locator", vendor.url("restricted/pricing")))
                .orFail();
        var blocked = walk.desk("olga")
                .get("/api/exits/" + exit + "/gates/RETRIEVE?subject=pricing")
                .body();
        assertThat(blocked.toString()).contains("ROW_NOT_AGREED");

        walk.desk("olga")
                .post("/api/exits/" + exit + "/register/agree", Map.of())
                .orFail();
        walk.authorise(exit, "vendor-consent");

        await(exit, "pricing", "VERIFIED");
        var again = walk.desk("olga").post("/api/exits/" + exit + "/register/agree", Map.of());
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body().toString()).contains("nothing was added");
        vendor.answer("restricted/pricing", 403);
    }

    private void decide(String exit, String asset, String decision) {
        answer(
                "erin",
                exit,
                "Decide on retrieval of " + asset,
                Map.of("decision", decision, "reason", "a reason of record"));
    }

    private void answer(String person, String exit, String task, Map<String, Object> values) {
        walk.desk(person).complete(exit, task, values).orFail();
    }

    private com.fasterxml.jackson.databind.JsonNode asset(String exit, String asset) {
        return walk.desk("ada")
                .get("/api/exits/" + exit + "/assets/" + asset)
                .orFail()
                .body();
    }

    private void await(String exit, String asset, String state) {
        Desk.await(
                asset + " to be " + state,
                () -> Optional.of(register.find(exit, asset).returnState()).filter(List.of(state)::contains));
    }
}
