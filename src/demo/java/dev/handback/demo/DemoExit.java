package dev.handback.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Brings one exit half-way home: good, empty, incomplete, tampered and forbidden assets. */
final class DemoExit {
    static final String TITLE = "Billing platform comes home";

    private final DemoTeam team;
    private final Path data;
    private final String vendor;

    DemoExit(DemoTeam team, Path data, String vendor) {
        this.team = team;
        this.data = data;
        this.vendor = vendor;
    }

    void bringHalfWay() throws IOException {
        var exit = team.open(TITLE, "MSA-2021-07", 38, register());
        for (var connection : List.of("vendor-documents", "vendor-restricted", "vendor-team")) {
            team.authorise(exit, connection);
        }
        team.desk("emil").check(exit, "website", "Built and opened.").orFail();
        team.awaitRetrieval(exit);
        team.drawnUp(exit, "INTERIM", List.of("website"));
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
                documents,Contracts and invoices,s3-documents,FOREGROUND,RETURN_THEN_DESTROY,vendor-documents,s3://%3$s/,CREATED,COPYRIGHT,Client Ltd,clause 9.2,CONFIDENTIAL,,,
                case-files,Files of customers' cases,s3-documents,FOREGROUND,RETURN_THEN_DESTROY,vendor-documents,s3://%4$s/,CREATED,COPYRIGHT,Client Ltd,clause 9.2,CONFIDENTIAL,,,
                """.formatted(vendor, baseline, DemoStore.DOCUMENTS, DemoStore.CASES);
    }
}
