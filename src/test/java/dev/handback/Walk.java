package dev.handback;

import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The steps of an exit as people take them through REST. */
final class Walk {
    private final String origin;
    private final GitHost vendor;

    Walk(int port, GitHost vendor) {
        this.origin = "http://127.0.0.1:" + port;
        this.vendor = vendor;
    }

    Desk desk(String person) {
        return new Desk(origin, person, VendorAndClient.password(person));
    }

    /** Opened by olga with an agreed register of these repositories, and legal's word on the connection. */
    String authorised(String connection, String... repositories) {
        return authorise(opened(connection, repositories), connection);
    }

    String opened(String connection, String... repositories) {
        return desk("olga").open(facts(), register(connection, repositories));
    }

    String authorise(String exit, String connection) {
        desk("olga")
                .complete(
                        exit,
                        "Propose the authority for " + connection,
                        Map.of("basis", "clause 14.2", "until", "2099-12-31"))
                .orFail();
        desk("lea")
                .complete(
                        exit,
                        "Confirm the authority for " + connection,
                        Map.of("decision", "CONFIRM", "reason", "read"))
                .orFail();
        return exit;
    }

    void check(String engineer, String exit, String asset) {
        desk(engineer).check(exit, asset, "built and started").orFail();
    }

    /** Asks for a certificate as olga and waits until legal can sign it. @return its number */
    String drawnUp(String exit, String finality, String... scope) {
        desk("olga")
                .post(
                        "/api/exits/" + exit + "/certificates",
                        Map.of("kind", "ASSET_RETURN", "finality", finality, "scope", List.of(scope)))
                .orFail();
        return number(exit);
    }

    /** The same for a record of what is held of everything. */
    String recordDrawnUp(String exit) {
        desk("olga")
                .post(
                        "/api/exits/" + exit + "/certificates",
                        Map.of("kind", "CUSTODY_RECORD", "finality", "INTERIM", "scope", List.of()))
                .orFail();
        return number(exit);
    }

    private String number(String exit) {
        return Desk.await(
                "the task to sign",
                () ->
                        desk("lea")
                                .get("/api/exits/" + exit + "/certificates")
                                .orFail()
                                .body()
                                .findValuesAsText("number")
                                .stream()
                                .filter(number -> desk("lea")
                                        .task(exit, "Sign certificate " + number)
                                        .isPresent())
                                .findFirst());
    }

    Desk.Answer sign(String person, String number, String sha256, String intent, String password) {
        return desk(person)
                .post(
                        "/api/certificates/" + number + "/sign",
                        Map.of("sha256", sha256, "intent", intent, "password", password));
    }

    void awaitState(String exit, String state) {
        Desk.await("exit " + exit + " to be " + state, () -> Optional.of(desk("olga")
                        .get("/api/exits/" + exit)
                        .orFail()
                        .body()
                        .path("state")
                        .asText())
                .filter(state::equals));
    }

    String outcome(String exit, String asset) {
        return Desk.await("an outcome of " + asset, () -> Optional.of(desk("olga")
                        .get("/api/exits/" + exit + "/assets/" + asset)
                        .orFail()
                        .body()
                        .path("outcome")
                        .asText(""))
                .filter(outcome -> !outcome.isEmpty() && !outcome.equals("null")));
    }

    static Map<String, Object> facts() {
        return Map.of(
                "title", "Billing platform comes home",
                "kind", "REAL",
                "profile", "plain",
                "vendor", Map.of("name", "Orbit Outsourcing GmbH"),
                "client", Map.of("name", "Client Ltd"),
                "contract", Map.of("reference", "MSA-2021-07", "start", "2021-01-01", "end", "2099-12-31"),
                "trigger", "EXPIRY");
    }

    String register(String connection, String... repositories) {
        var csv = new StringBuilder("asset,title,kind,origin,disposition,connection,locator,baseline\n");
        for (var repository : repositories) {
            var asset = repository.substring(repository.lastIndexOf('/') + 1);
            csv.append("%s,The %s,git-repository,FOREGROUND,RETURN,%s,%s,date:2021-01-01\n"
                    .formatted(asset, asset, connection, vendor.url(repository)));
        }
        return csv.toString();
    }
}
