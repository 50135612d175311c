package dev.handback.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The demo's people at work through REST, each as themselves. */
final class DemoTeam {
    private static final String BASIS = "Clause 14.2: access until the end of assistance";

    private final String origin;
    private final DemoSecrets secrets;
    private final LocalDate today;

    DemoTeam(String origin, DemoSecrets secrets, LocalDate today) {
        this.origin = origin;
        this.secrets = secrets;
        this.today = today;
    }

    Desk desk(String person) {
        return new Desk(origin, person, password(person));
    }

    String password(String person) {
        try {
            return secrets.of(person);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LocalDate today() {
        return today;
    }

    /** Whether an exit of this title is there already. */
    boolean hasOpened(String title) {
        return desk("olga")
                .get("/api/exits")
                .orFail()
                .body()
                .findValuesAsText("title")
                .contains(title);
    }

    /** Opens a real exit whose contract ends in so many days. @return its id */
    String open(String title, String contract, int days, String register) {
        return desk("olga")
                .open(
                        Map.of(
                                "title",
                                title,
                                "kind",
                                "REAL",
                                "profile",
                                "plain",
                                "vendor",
                                Map.of(
                                        "name",
                                        "Orbit Outsourcing GmbH",
                                        "contact",
                                        Map.of("name", "Maya Rao", "email", "maya.rao@vendor.example")),
                                "client",
                                Map.of("name", "Client Ltd"),
                                "contract",
                                Map.of(
                                        "reference", contract,
                                        "governingLaw", "England and Wales",
                                        "start", "2021-01-01",
                                        "notice", today.minusDays(60).toString(),
                                        "end", today.plusDays(days).toString(),
                                        "assistanceEnd",
                                                today.plusDays(days + 30).toString(),
                                        "vendorErasesAt",
                                                today.plusDays(days + 60).toString()),
                                "trigger",
                                "EXPIRY"),
                        register);
    }

    /** Proposed by operations, confirmed by legal. */
    void authorise(String exit, String connection) {
        var propose = "Propose the authority for " + connection;
        var confirm = "Confirm the authority for " + connection;
        var olga = desk("olga");
        var lea = desk("lea");
        var asked = Desk.await(connection, () -> olga.task(exit, propose).or(() -> lea.task(exit, confirm)));
        if (olga.task(exit, propose).filter(asked::equals).isPresent()) {
            olga.complete(
                            exit,
                            propose,
                            Map.of("basis", BASIS, "until", today.plusDays(45).toString()))
                    .orFail();
        }
        lea.complete(exit, confirm, Map.of("decision", "CONFIRM", "reason", "Clause 14.2 read"))
                .orFail();
    }

    void post(String person, String exit, String path, Object body) {
        desk(person).post("/api/exits/" + exit + path, body).orFail();
    }

    /** Asks for a return certificate and waits until legal can sign it. @return its number */
    String drawnUp(String exit, String finality, List<String> scope) {
        post("olga", exit, "/certificates", Map.of("kind", "ASSET_RETURN", "finality", finality, "scope", scope));
        Desk.await("the certificate to sign", () -> desk("lea").task(exit, "Sign certificate"));
        return newest(exit, "/certificates").path("number").asText();
    }

    com.fasterxml.jackson.databind.JsonNode newest(String exit, String list) {
        return StreamSupport.stream(
                        desk("ada")
                                .get("/api/exits/" + exit + list)
                                .orFail()
                                .body()
                                .spliterator(),
                        false)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + list + " in " + exit));
    }

    void awaitTask(String person, String exit, String name) {
        Desk.await(name, () -> desk(person).task(exit, name));
    }

    /** Waits until no asset is on its way any more. */
    void awaitRetrieval(String exit) {
        Desk.await("the others to be tried", () -> {
            var states = desk("olga")
                    .get("/api/exits/" + exit + "/assets")
                    .orFail()
                    .body()
                    .toString();
            return states.contains("COLLECTING") || states.contains("REGISTERED")
                    ? Optional.empty()
                    : Optional.of(exit);
        });
    }
}
