package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.assets.AssetRegister;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import dev.handback.retrieval.git.NativeGitHost;
import dev.handback.retrieval.git.RepositoryRecipes;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A checked repository comes to lie at the client's own git host, and its certificate knows. */
@Journey
class PlacingIT {
    private static final String ASSET = "pricing";
    private final Walk walk;
    private final GitHost vendor;
    private final NativeGitHost home;
    private final AssetRegister register;

    PlacingIT(@LocalServerPort int port, GitHost vendor, NativeGitHost home, AssetRegister register) {
        this.walk = new Walk(port, vendor);
        this.vendor = vendor;
        this.home = home;
        this.register = register;
    }

    @Test
    void placesWhatIsCheckedAndWritesOverNothing() {
        vendor.serve("restricted/pricing");
        var exit = walk.authorised("vendor-consent", "restricted/pricing");
        walk.desk("olga")
                .post(
                        "/api/exits/" + exit + "/assets/pricing/correct",
                        Map.of(
                                "reason",
                                "where it is to lie",
                                "cells",
                                Map.of("destination_connection", "home-git", "destination", home.url("pricing-home"))))
                .orFail();
        assertThat(place("olga", exit).status()).isEqualTo(409);
        walk.check("erin", exit, ASSET);
        await(exit, "CHECKED");
        var repository = new RepositoryRecipes(home.folder());
        var path = repository.empty("pricing-home");
        RepositoryRecipes.git(path, "config", "http.receivepack", "true");
        repository.commit("pricing-home", "main", "by the host", "README", "not ours");

        place("olga", exit).orFail();
        var refused = ended(exit, 1);
        assertThat(refused.path("state").asText()).isEqualTo("FAILED");
        assertThat(refused.path("findings").path(0).path("code").asText()).isEqualTo("DESTINATION_NOT_EMPTY");
        assertThat(register.find(exit, ASSET).returnState()).isEqualTo("CHECKED");

        RepositoryRecipes.git(path, "update-ref", "-d", "refs/heads/main");
        assertThat(place("lea", exit).status()).isEqualTo(403);
        place("otto", exit).orFail();
        await(exit, "PLACED");
        assertThat(ended(exit, 2).path("listingSha256").asText()).hasSize(64);
        assertThat(RepositoryRecipes.git(path, "for-each-ref")).contains("refs/heads/main");
        assertThat(place("otto", exit).status()).isEqualTo(409);
    }

    private Desk.Answer place(String person, String exit) {
        return walk.desk(person).post("/api/exits/" + exit + "/assets/" + ASSET + "/place", Map.of());
    }

    private JsonNode ended(String exit, int placing) {
        return Desk.await("placing " + placing, () -> Optional.of(walk.desk("olga")
                        .get("/api/exits/" + exit + "/assets/" + ASSET + "/placings")
                        .orFail()
                        .body()
                        .path(0))
                .filter(newest -> newest.path("placing").asInt() == placing
                        && !newest.path("state").asText().equals("ASKED")));
    }

    private void await(String exit, String state) {
        Desk.await("asset to be " + state, () -> Optional.of(register.find(exit, ASSET))
                .filter(asset -> asset.returnState().equals(state)));
    }
}
