package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.assets.AssetRegister;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import dev.handback.demo.S3Host;
import dev.handback.retrieval.git.NativeGitHost;
import dev.handback.retrieval.git.RepositoryRecipes;
import dev.handback.retrieval.s3.VendorBucket;
import dev.handback.sources.Connections;
import dev.handback.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What is checked comes to lie at the client's own git host, in its own bucket and in its own folder. */
@Journey
class PlacingIT {
    private static final String ASSET = "pricing";
    private final Walk walk;
    private final GitHost vendor;
    private final NativeGitHost home;
    private final S3Host store;
    private final AssetRegister register;
    private final Vault vault;
    private final Connections connections;

    PlacingIT(
            @LocalServerPort int port,
            GitHost vendor,
            NativeGitHost home,
            S3Host store,
            AssetRegister register,
            Vault vault,
            Connections connections) {
        this.connections = connections;
        this.store = store;
        this.vault = vault;
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

    @Test
    void placesDocumentsInABucketOfOurOwn() throws Exception {
        try (var bucket = VendorBucket.of(store, "papers");
                var own = VendorBucket.of(store, "papers-at-home")) {
            bucket.put("msa.pdf", "the contract").put("msa.pdf", "the contract, amended");
            bucket.put("sow.pdf", "a statement of work").delete("sow.pdf");
            var exit = documents("s3://papers", "home-bucket,s3://papers-at-home/acme/");
            walk.check("erin", exit, ASSET);

            place("olga", exit).orFail();
            await(exit, "PLACED");

            var placed = ended(exit, 1);
            assertThat(placed.path("things").asInt()).isEqualTo(4);
            var listing = new String(
                    vault.open(Sha256.parse(placed.path("listingSha256").asText()))
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
            assertThat(listing.lines())
                    .hasSize(5)
                    .anyMatch(line -> line.contains("acme/msa.pdf")
                            && line.contains(Sha256.of("the contract").hex()))
                    .anyMatch(line -> line.contains("acme/sow.pdf") && line.contains("\"deleteMarker\":true"));
            assertThat(own.keys()).containsExactly("acme/msa.pdf");
        }
    }

    @Test
    void placesDocumentsInAFolderOfOurOwn() throws Exception {
        try (var bucket = VendorBucket.of(store, "drawings")) {
            bucket.put("plan.svg", "<svg/>").put("plan.svg", "<svg>2</svg>");
            bucket.put("con/old.txt", "history").delete("con/old.txt");
            var exit = documents("s3://drawings", "home-files,folder:acme/drawings");
            walk.check("erin", exit, ASSET);
            var place = Objects.requireNonNull(connections.require("home-files").folder())
                    .resolve("acme/drawings");
            Files.createDirectories(place);
            var strange = Files.writeString(place.resolve("ours.txt"), "not the vendor's");

            place("olga", exit).orFail();
            assertThat(ended(exit, 1).path("findings").path(0).path("code").asText())
                    .isEqualTo("DESTINATION_NOT_EMPTY");
            Files.delete(strange);
            place("olga", exit).orFail();
            await(exit, "PLACED");

            var placed = ended(exit, 2);
            assertThat(placed.path("things").asInt()).isEqualTo(4);
            assertThat(placed.path("destination").asText()).isEqualTo("folder:acme/drawings");
            assertThat(placed.toString()).doesNotContain(place.toString());
            assertThat(place.resolve("files/plan.svg")).hasContent("<svg>2</svg>");
            assertThat(place.resolve("versions/plan.svg/1")).hasContent("<svg/>");
            assertThat(place.resolve("versions/%63on/old.txt/1")).hasContent("history");
            assertThat(Files.readAllLines(place.resolve("names.jsonl"))).hasSize(5);
        }
    }

    private String documents(String locator, String destination) {
        return walk.authorise(
                walk.desk("olga")
                        .open(
                                Walk.facts(),
                                "asset,title,kind,origin,disposition,connection,locator,destination_connection,destination\n"
                                        + "pricing,Papers,s3-documents,FOREGROUND,RETURN,vendor-documents," + locator
                                        + ","
                                        + destination + "\n"),
                "vendor-documents");
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
