package dev.handback.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Brings one exit half-way home, through REST and as the people who do it. */
final class DemoExit {
    private final Function<String, Desk> desks;
    private final Path data;
    private final String vendor;
    private final LocalDate today;

    DemoExit(Function<String, Desk> desks, Path data, String vendor, LocalDate today) {
        this.desks = desks;
        this.data = data;
        this.vendor = vendor;
        this.today = today;
    }

    /** Does nothing when there is an exit already. */
    void bringHalfWay() throws IOException {
        var olga = desks.apply("olga");
        if (!olga.get("/api/exits").orFail().body().isEmpty()) {
            return;
        }
        var exit = olga.open(facts(), register());
        authorise(exit, "vendor-team");
        authorise(exit, "vendor-restricted");
        handOverWebsite(exit);
        olga.post(
                        "/api/exits/" + exit + "/certificates",
                        Map.of("kind", "ASSET_RETURN", "finality", "INTERIM", "scope", List.of("website")))
                .orFail();
        Desk.await("the certificate to sign", () -> desks.apply("lea").task(exit, "Sign certificate"));
    }

    private void authorise(String exit, String connection) {
        var olga = desks.apply("olga");
        var lea = desks.apply("lea");
        var propose = "Propose the authority for " + connection;
        var confirm = "Confirm the authority for " + connection;
        var until = today.plusDays(45).toString();
        if (Desk.await(connection, () -> olga.task(exit, propose).or(() -> lea.task(exit, confirm)))
                .equals(olga.task(exit, propose).orElse(""))) {
            olga.complete(
                            exit,
                            propose,
                            Map.of("basis", "Clause 14.2: access until the end of assistance", "until", until))
                    .orFail();
        }
        lea.complete(exit, confirm, Map.of("decision", "CONFIRM", "reason", "Clause 14.2 read"))
                .orFail();
    }

    private void handOverWebsite(String exit) {
        desks.apply("emil").check(exit, "website", "Built and opened.").orFail();
        Desk.await("the others to be tried", () -> {
            var states = desks.apply("olga")
                    .get("/api/exits/" + exit + "/assets")
                    .orFail()
                    .body()
                    .toString();
            return states.contains("COLLECTING") || states.contains("REGISTERED")
                    ? Optional.empty()
                    : Optional.of(exit);
        });
    }

    private Map<String, Object> facts() {
        return Map.of(
                "title", "Billing platform comes home",
                "kind", "REAL",
                "profile", "plain",
                "vendor",
                        Map.of(
                                "name",
                                "Orbit Outsourcing GmbH",
                                "contact",
                                Map.of("name", "Maya Rao", "email", "maya.rao@vendor.example")),
                "client", Map.of("name", "Client Ltd"),
                "contract",
                        Map.of(
                                "reference", "MSA-2021-07",
                                "governingLaw", "England and Wales",
                                "start", "2021-01-01",
                                "notice", today.minusDays(60).toString(),
                                "end", today.plusDays(38).toString(),
                                "assistanceEnd", today.plusDays(68).toString(),
                                "vendorErasesAt", today.plusDays(98).toString()),
                "trigger", "EXPIRY");
    }

    private String register() throws IOException {
        var baseline = Files.readString(data.resolve("vendor/baseline")).strip();
        return """
                asset,title,kind,origin,disposition,connection,locator,exposure,right,owner,ownership_basis,classification,baseline,expected,expected_by
                billing-api,Billing API,git-repository,FOREGROUND,RETURN_THEN_DESTROY,vendor-team,%1$s/team/billing-api.git,PROVIDED,COPYRIGHT,Client Ltd,clause 9.1,CONFIDENTIAL,commit:%2$s,refs=5,Client Ltd
                website,Customer website,git-repository,FOREGROUND,RETURN_THEN_DESTROY,vendor-team,%1$s/team/website.git,CREATED,COPYRIGHT,Client Ltd,clause 9.2,INTERNAL,,,
                billing-portal,Self-service portal,git-repository,FOREGROUND,RETURN_THEN_DESTROY,vendor-team,%1$s/team/billing-portal.git,CREATED,COPYRIGHT,Client Ltd,clause 9.2,INTERNAL,,,
                legacy-tools,Tools given at the start,git-repository,BACKGROUND_CLIENT,RETURN_THEN_DESTROY,vendor-team,%1$s/team/legacy-tools.git,PROVIDED,COPYRIGHT+TRADE_SECRET,Client Ltd,clause 8.1,CONFIDENTIAL,,,
                docs,Operating manual,git-repository,FOREGROUND,RETURN,vendor-team,%1$s/team/docs.git,CREATED,COPYRIGHT,Client Ltd,clause 9.2,INTERNAL,,,
                pricing,Price model,git-repository,JOINT,RETURN,vendor-restricted,%1$s/restricted/pricing.git,CREATED,COPYRIGHT+TRADE_SECRET,Client Ltd and vendor,clause 9.4,SECRET,,,
                """.formatted(vendor, baseline);
    }
}
