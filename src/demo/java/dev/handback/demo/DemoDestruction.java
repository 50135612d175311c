package dev.handback.demo;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a second exit from the first task to the decision on what the holder attests: the vendor says that two repositories
 * are gone, and one of them still answers.
 */
final class DemoDestruction {
    static final String TITLE = "Reports are made in-house again";
    /** Really erased once the order was served. */
    static final String ERASED = "report-jobs";
    /** Attested, and still there. */
    static final String KEPT = "report-archive";

    private static final List<String> ASSETS = List.of(KEPT, ERASED);

    /** What the vendor does when it has an order: erases one repository of two. */
    @FunctionalInterface
    interface Vendor {
        void erase(String repository) throws IOException;
    }

    private final DemoTeam team;
    private final String origin;
    private final Vendor vendor;

    DemoDestruction(DemoTeam team, String origin, Vendor vendor) {
        this.team = team;
        this.origin = origin;
        this.vendor = vendor;
    }

    void bringToTheDecision() throws IOException {
        Desk.await("the first exit", () -> Optional.of(DemoExit.TITLE)
                .filter(team::hasOpened)); // so ids are the same everywhere
        var exit = team.open(TITLE, "MSA-2021-08", 12, register());
        team.authorise(exit, "vendor-team");
        for (var asset : ASSETS) {
            team.desk("emil").check(exit, asset, "Built and run.").orFail();
        }
        sign(exit, team.drawnUp(exit, "FINAL", ASSETS));
        var order = ordered(exit);
        serve(exit, order);
        vendor.erase("team/" + ERASED);
        attest(exit, order);
        team.awaitTask("lea", exit, "Decide on the evidence for " + order);
    }

    private void sign(String exit, String number) {
        var shown = team.newest(exit, "/certificates");
        team.desk("lea")
                .post(
                        "/api/certificates/" + number + "/sign",
                        Map.of(
                                "sha256", shown.path("sha256").asText(),
                                "intent", shown.path("intent").asText(),
                                "password", team.password("lea")))
                .orFail();
    }

    private String ordered(String exit) {
        team.post("olga", exit, "/destructions", Map.of("assets", ASSETS));
        team.post(
                "lea",
                exit,
                "/clearances",
                Map.of(
                        "assets",
                        ASSETS,
                        "basis",
                        "Clause 14.3: erasure after return",
                        "reason",
                        "Both are certified at home; nothing is held.",
                        "answerBy",
                        team.today().plusDays(14).toString()));
        team.awaitTask("olga", exit, "Order the destruction");
        var order = team.newest(exit, "/orders").path("number").asText();
        var shown = team.desk("olga")
                .get("/api/exits/" + exit + "/orders/" + order + "/intent")
                .orFail()
                .body();
        team.post(
                "olga",
                exit,
                "/orders",
                Map.of(
                        "number", order,
                        "sha256", shown.path("sha256").asText(),
                        "intent", shown.path("intent").asText(),
                        "password", team.password("olga")));
        return order;
    }

    private void serve(String exit, String order) {
        team.awaitTask("olga", exit, "Serve order " + order);
        team.post(
                "olga",
                exit,
                "/orders/" + order + "/served",
                Map.of(
                        "servedAt",
                                ZonedDateTime.now(ZoneOffset.UTC)
                                        .truncatedTo(ChronoUnit.SECONDS)
                                        .toString(),
                        "place", "UTC",
                        "servedBy", "Olga Berg",
                        "channel", "EMAIL"));
    }

    private void attest(String exit, String order) {
        var day = LocalDate.now(ZoneOffset.UTC);
        var rows = ASSETS.stream().map(asset -> row(asset, day)).toList();
        team.desk("olga")
                .upload(
                        "/api/exits/" + exit + "/attestations",
                        "attestation",
                        Desk.json(Map.of("order", order, "rows", rows)),
                        "letter",
                        DemoLetter.of(order, ASSETS, day))
                .orFail();
    }

    private static Map<String, Object> row(String asset, LocalDate day) {
        return Map.of(
                "asset",
                asset,
                "completedOn",
                day.toString(),
                "result",
                "ERASED",
                "method",
                "PURGE",
                "technique",
                "repository and replicas removed, storage overwritten",
                "verification",
                "FULL",
                "performer",
                Map.of("name", "Pavel Dorn", "contact", "pavel.dorn@vendor.example"),
                "verifier",
                Map.of("name", "Maya Rao", "contact", "maya.rao@vendor.example"),
                "locations",
                List.of("git.vendor.example"));
    }

    private String register() {
        return """
                asset,title,kind,origin,disposition,connection,locator,exposure,right,owner,ownership_basis,classification
                report-jobs,Nightly report jobs,git-repository,FOREGROUND,RETURN_THEN_DESTROY,vendor-team,%1$s/team/report-jobs.git,CREATED,COPYRIGHT,Client Ltd,clause 9.2,INTERNAL
                report-archive,Layouts of old reports,git-repository,FOREGROUND,RETURN_THEN_DESTROY,vendor-team,%1$s/team/report-archive.git,CREATED,COPYRIGHT,Client Ltd,clause 9.2,INTERNAL
                """.formatted(origin);
    }
}
