package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import dev.handback.demo.S3Host;
import dev.handback.retrieval.s3.VendorBucket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A store is asked what it has; what the register lacks is taken over into it. */
@Journey
class DiscoveryIT {
    private final Walk walk;
    private final S3Host store;

    DiscoveryIT(@LocalServerPort int port, GitHost vendor, S3Host store) {
        this.walk = new Walk(port, vendor);
        this.store = store;
    }

    @Test
    void findsABucketThatTheRegisterLacksAndTakesItOver() {
        try (var bucket = VendorBucket.of(store, "nobody-thought-of-it")) {
            bucket.put("plan.pdf", "the plan");
        }
        var exit = walk.desk("olga").open(Walk.facts(), "");
        assertThat(ask(exit, "olga").status()).isEqualTo(409);
        walk.desk("olga")
                .post(
                        "/api/exits/" + exit + "/authority",
                        Map.of("connection", "vendor-documents", "basis", "clause 14.2", "until", "2099-12-31"))
                .orFail();
        walk.desk("lea")
                .complete(
                        exit,
                        "Confirm the authority for vendor-documents",
                        Map.of("decision", "CONFIRM", "reason", "read"))
                .orFail();
        assertThat(ask(exit, "lea").status()).isEqualTo(403);

        var listed = ended(exit, ask(exit, "erin").orFail().body());
        assertThat(listed.path("discovery").path("onlyTheirs").asInt()).isPositive();
        assertThat(listed.path("discovery").path("said").findValuesAsText("code"))
                .contains("HIDDEN_STAYS_UNSEEN");
        assertThat(standing(exit, listed, "nobody-thought-of-it")).isEqualTo("ONLY_THEIRS");

        walk.desk("olga")
                .post(
                        "/api/exits/" + exit + "/register/provisional",
                        Map.of("connection", "vendor-documents", "addresses", List.of("s3://nobody-thought-of-it")))
                .orFail();
        assertThat(standing(exit, listed, "nobody-thought-of-it")).isEqualTo("IN_BOTH");
        assertThat(walk.desk("ada").get(address(exit, listed)).orFail().body().path("discovery"))
                .as("what was counted then")
                .isEqualTo(listed.path("discovery"));
        var ledger = walk.desk("ada").get("/api/exits/" + exit + "/ledger").orFail();
        assertThat(new String(ledger.bytes(), StandardCharsets.UTF_8)).contains("discovery_listed");
    }

    private Desk.Answer ask(String exit, String person) {
        return walk.desk(person).post("/api/exits/" + exit + "/discoveries", Map.of("connection", "vendor-documents"));
    }

    private JsonNode ended(String exit, JsonNode asked) {
        return Desk.await("the list", () -> Optional.of(
                        walk.desk("ada").get(address(exit, asked)).orFail().body())
                .filter(shown -> shown.path("discovery").path("state").asText().equals("LISTED")));
    }

    private String standing(String exit, JsonNode listed, String bucket) {
        for (var place :
                walk.desk("ada").get(address(exit, listed) + "/places").orFail().body()) {
            if (place.path("locator").asText().contains(bucket))
                return place.path("standing").asText();
        }
        return "not listed";
    }

    private static String address(String exit, JsonNode listed) {
        return "/api/exits/" + exit + "/discoveries/"
                + listed.path("discovery").path("discovery").asText();
    }
}
