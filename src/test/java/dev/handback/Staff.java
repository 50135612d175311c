package dev.handback;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.demo.Desk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The client's people, who look round again and again and do what lies on their desks, through REST as scripts of theirs
 * would. An answer that got lost teaches them nothing: they look again what is there, and never rely on what they sent.
 */
final class Staff {
    private final String origin;
    private final Map<String, Desk> desks = new HashMap<>();
    private final List<String> refusals = new ArrayList<>();

    Staff(String origin) {
        this.origin = origin;
    }

    /** The exit, opened with this register when there is none yet. */
    String exit(String register) {
        var exits = get("olga", "/api/exits");
        return exits.isEmpty()
                ? desk("olga").open(Walk.facts(), register)
                : exits.get(0).path("exitId").asText();
    }

    /** Everything that can be done now: words on authority, hand-overs, and another try for what failed on our side. */
    void lookRound(String exit) {
        lookRound(exit, Set.of("ProposeAuthority", "ConfirmAuthority", "HandOver", "DecideRetrieval"));
    }

    /** Only tasks of these kinds. @return how many assets each task was about that is done now, by its id */
    Map<String, Integer> lookRound(String exit, Set<String> kinds) {
        var done = new TreeMap<String, Integer>();
        for (var person : List.of("olga", "lea", "erin")) {
            for (var task : get(person, "/api/tasks")) {
                if (kinds.contains(task.path("task").asText())) {
                    answer(exit, task)
                            .filter(values -> did(task, person, values))
                            .ifPresent(values -> done.put(
                                    task.path("id").asText(),
                                    task.path("assets").size()));
                }
            }
        }
        return done;
    }

    private Optional<Map<String, Object>> answer(String exit, JsonNode task) {
        return switch (task.path("task").asText()) {
            case "ProposeAuthority" -> Optional.of(Map.of("basis", "clause 14.2", "until", "2099-12-31"));
            case "ConfirmAuthority" -> Optional.of(Map.of("decision", "CONFIRM", "reason", "read"));
            case "HandOver" -> Optional.of(Map.of("decision", "PASS", "only", "", "note", "looked at"));
            case "DecideRetrieval" ->
                Optional.of(task.path("asset").asText())
                        .filter(asset ->
                                asset(exit, asset).path("outcome").asText().equals("FAILED"))
                        .map(asset -> Map.of("decision", "RETRY", "reason", "it was our own node that failed"));
            default -> Optional.empty();
        };
    }

    /** Has a certificate over these drawn up unless there is one, and signs what can be signed. */
    void certify(String exit, String finality, Collection<String> scope) {
        var certificates = get("lea", "/api/exits/" + exit + "/certificates");
        if (certificates.isEmpty() && !isAsked(exit)) {
            did(
                    "ask for a certificate",
                    desk("olga")
                            .post(
                                    "/api/exits/" + exit + "/certificates",
                                    Map.of(
                                            "kind",
                                            "ASSET_RETURN",
                                            "finality",
                                            finality,
                                            "scope",
                                            new TreeSet<>(scope))));
        }
        for (var certificate : certificates) {
            var number = certificate.path("number").asText();
            if (desk("lea").task(exit, "Sign certificate " + number).isPresent()) {
                did(
                        "sign " + number,
                        desk("lea")
                                .post(
                                        "/api/certificates/" + number + "/sign",
                                        Map.of(
                                                "sha256",
                                                        certificate
                                                                .path("sha256")
                                                                .asText(),
                                                "intent",
                                                        certificate
                                                                .path("intent")
                                                                .asText(),
                                                "password", VendorAndClient.password("lea"))));
            }
        }
    }

    /** The list shows a certificate when it is drawn up; who asked for it stands on the ledger at once. */
    private boolean isAsked(String exit) {
        var ledger = desk("ada").get("/api/exits/" + exit + "/ledger").orFail().bytes();
        return new String(ledger, StandardCharsets.UTF_8).contains("certificate_requested");
    }

    JsonNode asset(String exit, String asset) {
        return get("ada", "/api/exits/" + exit + "/assets/" + asset);
    }

    /** Names of all tasks that wait for somebody, in order. */
    List<String> tasks() {
        var names = new TreeSet<String>();
        for (var person : List.of("olga", "lea", "erin")) {
            get(person, "/api/tasks")
                    .forEach(task -> names.add(task.path("name").asText()));
        }
        return List.copyOf(names);
    }

    /** What was answered to what they did and was not done, in order; a task that vanished meanwhile is no harm. */
    List<String> refusals() {
        return refusals;
    }

    JsonNode get(String person, String path) {
        return desk(person).get(path).orFail().body();
    }

    private Desk desk(String person) {
        return desks.computeIfAbsent(person, who -> new Desk(origin, who, VendorAndClient.password(who)));
    }

    private boolean did(JsonNode task, String person, Map<String, Object> values) {
        return did(
                task.path("name").asText(),
                desk(person).post("/api/tasks/" + task.path("id").asText() + "/complete", Map.of("values", values)));
    }

    private boolean did(String what, Desk.Answer answer) {
        if (!answer.done()) {
            refusals.add(what + ": " + answer.status() + " " + answer.body());
        }
        return answer.done();
    }
}
