package dev.handback.retrieval.git;

import static dev.handback.TestRooms.as;
import static dev.handback.TestRooms.doing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.SystemActor;
import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.TestRooms;
import dev.handback.assets.Asset;
import dev.handback.assets.AssetRegister;
import dev.handback.certificates.CertificateFacts.Finality;
import dev.handback.certificates.CertificateFacts.Kind;
import dev.handback.certificates.Certificates;
import dev.handback.custody.Ledger;
import dev.handback.exits.Authorities;
import dev.handback.exits.Exits;
import dev.handback.exits.Gate;
import dev.handback.exits.Gates;
import dev.handback.exits.NewExit;
import dev.handback.retrieval.Checks;
import dev.handback.retrieval.Neighbours;
import dev.handback.retrieval.Neighbours.Neighbour;
import dev.handback.retrieval.RetrievalOutcome.HeldLfs;
import dev.handback.retrieval.Retrievals;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Git LFS objects in rows, evidence and gates: they are held, counted and read again like the bundle beside them. */
class LfsCustodyTest {

    private static final int FILMS = 7;

    private static Path folder;
    private static TestDatabase database;
    private static NativeGitHost vendor;
    private static TestRooms rooms;
    private static String exit;

    @BeforeAll
    static void retrieveOneRepository(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Path served = Files.createDirectory(folder.resolve("vendor"));
        var recipes = new RepositoryRecipes(served);
        recipes.good("films");
        vendor = new NativeGitHost(served);
        var lfs = new LfsVendor();
        vendor.lfs = lfs;
        for (int i = 0; i < FILMS; i++) recipes.commit("films", "main", "film", "film.mov", lfs.add("film " + i));
        database = TestDatabase.create();
        new TestExit(database); // brings the people
        rooms = new TestRooms(
                database,
                folder.resolve("data"),
                Map.of(
                        "handback.connections.vendor-git.kind", "git",
                        "handback.connections.vendor-git.urls", vendor.url("films"),
                        "handback.connections.vendor-git.allow-http", "true",
                        "handback.connections.vendor-git.allow-private-addresses", "true"));
        exit = as("olga", () -> rooms.get(Exits.class).open(newExit()));
        var csv = "asset,title,kind,origin,disposition,connection,locator\n"
                + "films,Films,git-repository,FOREGROUND,RETURN,vendor-git," + vendor.url("films") + "\n";
        doing("olga", () -> rooms.get(AssetRegister.class)
                .importFile(exit, new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8))));
        doing("olga", () -> rooms.get(AssetRegister.class).agree(exit));
        doing("olga", () -> rooms.get(Authorities.class)
                .propose(exit, "vendor-git", "clause 12", LocalDate.of(2099, 1, 1)));
        doing("lea", () -> rooms.get(Authorities.class).decide(exit, "vendor-git", true, ""));
        SystemActor.run("test", LfsCustodyTest::retrieve);
        doing("erin", () -> rooms.get(Checks.class).check(exit, "films", true, "", "task-1"));
    }

    @AfterAll
    static void close() throws Exception {
        rooms.close();
        vendor.close();
        database.close();
    }

    @Test
    void countsAndListsTheObjectsItHolds() {
        Asset films = rooms.get(AssetRegister.class).find(exit, "films");

        List<HeldLfs> first = rooms.get(Retrievals.class).lfs(exit, "films", 1, "", 5);
        List<HeldLfs> rest =
                rooms.get(Retrievals.class).lfs(exit, "films", 1, first.get(4).oid(), 5);

        assertThat(films.returnState()).isEqualTo("CHECKED");
        assertThat(films.lfsObjects()).isEqualTo(FILMS);
        assertThat(films.lfsBytes()).isEqualTo(FILMS * (long) "film 0".length());
        assertThat(first).hasSize(5).allMatch(HeldLfs::held);
        assertThat(rest).hasSize(2);
        assertThat(first)
                .extracting(HeldLfs::oid)
                .doesNotContainAnyElementsOf(rest.stream().map(HeldLfs::oid).toList());
    }

    @Test
    void shutsTheGateWhileOneObjectIsDamagedAndOpensItWhenItIsGoodAgain() throws Exception {
        String request = as("olga", () -> rooms.get(Certificates.class)
                .request(exit, Kind.ASSET_RETURN, Finality.INTERIM, List.of("films")));
        String oid = LfsVendor.oid("film 3");
        readAgain();
        assertThat(findings(request)).isEmpty();

        flip(oid);
        readAgain();
        assertThat(findings(request))
                .singleElement()
                .asString()
                .contains("FIXITY_BROKEN", oid, "1 of the vault's files");

        flip(oid);
        readAgain();
        assertThat(findings(request)).isEmpty();
        assertThat(rooms.get(Ledger.class).verify()).isEmpty();
    }

    @Test
    void knowsTheCommitsOfEachRegisteredRepository() throws Exception {
        Neighbour films = rooms.get(Neighbours.class).of(exit).get(0);

        assertThat(films.asset()).isEqualTo("films");
        assertThat(films.locator()).isEqualTo(vendor.url("films"));
        String main = RepositoryRecipes.git(folder.resolve("vendor/films.git"), "rev-parse", "main");
        var wanted = new HashSet<>(Set.of(ObjectId.fromString(main), ObjectId.zeroId()));
        CommitList.removePresent(wanted, rooms.get(Vault.class).open(Objects.requireNonNull(films.commits())));
        assertThat(wanted).containsExactly(ObjectId.zeroId());
    }

    private static List<String> findings(String request) {
        return rooms.get(Gates.class).findings(exit, Gate.SIGN_RETURN, request).stream()
                .map(Object::toString)
                .toList();
    }

    private static void readAgain() {
        SystemActor.run("test", () -> {
            try {
                var checks = rooms.get(Checks.class);
                var rows = checks.readAgain(exit, List.of("films"));
                // never a fact for each of very many objects
                assertThat(rows).hasSizeLessThanOrEqualTo(3);
                checks.recordFixity(rows);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void retrieve() {
        try {
            var retrievals = rooms.get(Retrievals.class);
            retrievals.record(exit, "films", retrievals.retrieve(exit, "films", Progress.unseen()));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void flip(String sha256) throws Exception {
        var file = folder.resolve("data/vault/sha256")
                .resolve(sha256.substring(0, 2))
                .resolve(sha256.substring(2, 4))
                .resolve(sha256);
        assertThat(file.toFile().setWritable(true)).isTrue();
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    private static NewExit newExit() {
        return new NewExit(
                "Exit of films",
                "REAL",
                null,
                "Vendor Ltd",
                null,
                null,
                null,
                "Client plc",
                null,
                "MSA-7",
                null,
                null,
                null,
                "2026-12-31",
                null,
                null,
                "Europe/Berlin",
                "EXPIRY",
                false);
    }
}
