package dev.handback;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.demo.Desk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The steps of a destruction as people take them through REST: olga orders and records, lea clears and accepts, leo signs. */
final class DestructionWalk {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Walk walk;
    private final Clock clock;

    DestructionWalk(Walk walk, Clock clock) {
        this.walk = walk;
        this.clock = clock;
    }

    /** Checked, and certified on a return certificate that lea signed. */
    void returned(String exit, String finality, String... assets) {
        for (var asset : assets) {
            walk.check("erin", exit, asset);
        }
        sign("lea", exit, walk.drawnUp(exit, finality, assets));
    }

    void sign(String person, String exit, String number) {
        var shown = stream(get(exit, "/certificates"))
                .filter(c -> c.path("number").asText().equals(number))
                .findFirst()
                .orElseThrow();
        walk.sign(
                        person,
                        number,
                        shown.path("sha256").asText(),
                        shown.path("intent").asText(),
                        VendorAndClient.password(person))
                .orFail();
    }

    Desk.Answer clear(String exit, String... assets) {
        return post(
                "lea",
                exit,
                "/clearances",
                Map.of(
                        "assets", List.of(assets),
                        "basis", "clause 14.3",
                        "reason", "it is certified at home",
                        "answerBy", "2099-12-31"));
    }

    /** Begun, cleared and drawn up. @return the number of the order */
    String drawnUp(String exit, String... assets) {
        post("olga", exit, "/destructions", Map.of("assets", List.of(assets))).orFail();
        clear(exit, assets).orFail();
        return drawnUp(exit);
    }

    /** The order that waits to be given. */
    String drawnUp(String exit) {
        awaitTask("olga", exit, "Order the destruction");
        return get(exit, "/orders").path(0).path("number").asText();
    }

    Desk.Answer give(String person, String exit, String number) {
        return give(person, exit, number, VendorAndClient.password(person));
    }

    Desk.Answer give(String person, String exit, String number, String password) {
        var shown = get(exit, "/orders/" + number + "/intent");
        return post(
                person,
                exit,
                "/orders",
                Map.of(
                        "number",
                        number,
                        "sha256",
                        shown.path("sha256").asText(),
                        "intent",
                        shown.path("intent").asText(),
                        "password",
                        password));
    }

    String served(String exit, String... assets) {
        return serve(exit, drawnUp(exit, assets));
    }

    /** Given by olga and served. */
    String serve(String exit, String number) {
        give("olga", exit, number).orFail();
        awaitTask("olga", exit, "Serve order " + number);
        post("olga", exit, "/orders/" + number + "/served", service()).orFail();
        return number;
    }

    Map<String, Object> service() {
        var now = ZonedDateTime.now(clock).withZoneSameInstant(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
        return Map.of("servedAt", now.toString(), "place", "UTC", "servedBy", "Olga Operations", "channel", "EMAIL");
    }

    /** Waits until the document of a recall is sealed. */
    void awaitRecall(String exit, String recall) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> get(exit, "/recalls").findValues("recall").stream()
                                .anyMatch(found -> found.asText().equals(recall))
                        && walk.desk("olga")
                                        .get("/api/exits/" + exit + "/recalls/" + recall + "/document.json")
                                        .status()
                                == 200);
    }

    /** What a holder says of one asset when it says everything. */
    Map<String, Object> row(String asset) {
        var row = new LinkedHashMap<String, Object>();
        row.put("asset", asset);
        row.put("completedOn", LocalDate.now(clock.withZone(ZoneOffset.UTC)).toString());
        row.put("result", "ERASED");
        row.put("method", "PURGE");
        row.put("technique", "repository and replicas removed, storage overwritten");
        row.put("verification", "FULL");
        row.put("performer", Map.of("name", "Pat Performer", "contact", "pat@orbit.example"));
        row.put("verifier", Map.of("name", "Vera Verifier", "contact", "vera@orbit.example"));
        row.put("locations", List.of("git.orbit.example"));
        return row;
    }

    String attested(String exit, String number, String... assets) {
        return attested(exit, number, List.of(assets).stream().map(this::row).toList());
    }

    String attested(String exit, String number, List<Map<String, Object>> rows) {
        return attestation(post("olga", exit, "/attestations", Map.of("order", number, "rows", rows)));
    }

    /** With the holder's own letter beside what it says. */
    String attestedByLetter(String exit, String number, byte[] letter, String... assets) {
        var rows = List.of(assets).stream().map(this::row).toList();
        return attestation(walk.desk("olga")
                .upload(
                        "/api/exits/" + exit + "/attestations",
                        "attestation",
                        json(Map.of("order", number, "rows", rows)),
                        "letter",
                        letter));
    }

    private static String attestation(Desk.Answer answer) {
        return answer.orFail().body().path("attestation").asText();
    }

    /** Legal accepts once it is asked. */
    void accept(String exit, String number, String attestation) {
        awaitTask("lea", exit, "Decide on the evidence for " + number);
        post("lea", exit, "/attestations/" + attestation + "/accept", Map.of("reason", "nothing speaks against it"))
                .orFail();
    }

    /** The final record of destruction evidence, signed by leo, who took no part. */
    String signedDestruction(String exit, String... assets) {
        post(
                        "olga",
                        exit,
                        "/certificates",
                        Map.of("kind", "DESTRUCTION", "finality", "FINAL", "scope", List.of(assets)))
                .orFail();
        var number = Desk.await("the record to sign", () -> stream(get(exit, "/certificates"))
                .filter(c -> c.path("kind").asText().equals("DESTRUCTION"))
                .map(c -> c.path("number").asText())
                .filter(n ->
                        walk.desk("leo").task(exit, "Sign certificate " + n).isPresent())
                .findFirst());
        sign("leo", exit, number);
        return number;
    }

    /** The one place where an exit is closed: access revoked in both directions, the checklist settled. */
    void close(String exit, String mode, String... connections) {
        for (var connection : connections) {
            revoked(exit, connection);
        }
        revoked(exit, "");
        for (var item : List.of("credentials", "knowledge")) {
            var word = Map.<String, Object>of("result", "NOT_APPLICABLE", "evidence", "the vendor had neither");
            post("lea", exit, "/checklist/" + item + "/settle", word).orFail();
        }
        post("olga", exit, "/close", Map.of("mode", mode, "reason", "all is done"))
                .orFail();
    }

    private void revoked(String exit, String connection) {
        post(
                        "olga",
                        exit,
                        "/access-revoked",
                        Map.of(
                                "connection", connection,
                                "since", "2026-11-01",
                                "reportedBy", "Orbit Outsourcing",
                                "document", "letter of 1 November"))
                .orFail();
    }

    /** Results of the looks at an asset after destruction, the newest first. */
    List<String> looks(String exit, String asset) {
        return stream(get(exit, "/assets/" + asset + "/probes"))
                .filter(look -> look.path("purpose").asText().equals("AFTER"))
                .map(look -> look.path("result").asText())
                .toList();
    }

    void awaitLooks(String exit, String asset, int n) {
        Desk.await(n + " looks at " + asset, () -> Optional.of(looks(exit, asset))
                .filter(looks -> looks.size() >= n && !looks.get(0).equals("null")));
    }

    void awaitTask(String person, String exit, String name) {
        Desk.await(name, () -> walk.desk(person).task(exit, name));
    }

    String state(String exit, String asset) {
        return get(exit, "/assets/" + asset).path("destructionState").asText();
    }

    JsonNode get(String exit, String path) {
        return walk.desk("ada").get("/api/exits/" + exit + path).orFail().body();
    }

    Desk.Answer post(String person, String exit, String path, Map<String, ?> body) {
        return walk.desk(person).post("/api/exits/" + exit + path, body);
    }

    static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
