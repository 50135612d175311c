package dev.handback.assets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.TestRooms;
import dev.handback.exits.InvalidInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The register as a whole: in which order it comes home, and two people who change it at the same moment. */
class AssetRegisterTest {
    private static TestDatabase database;
    private static TestRooms rooms;

    @BeforeAll
    static void start(@TempDir Path folder) {
        database = TestDatabase.create();
        rooms = new TestRooms(
                database,
                folder.resolve("data"),
                Map.of(
                        "handback.connections.acme-s3.kind", "s3",
                        "handback.connections.acme-s3.endpoint", "https://s3.vendor.example"));
    }

    @AfterAll
    static void stop() {
        rooms.close();
        database.close();
    }

    @Test
    void comesHomeByPriorityAndThenByName() {
        var exit = new TestExit(database).id();
        for (var asset : List.of("zeta:1", "beta:", "alpha:", "gamma:2", "delta:10"))
            TestRooms.doing("olga", () -> rooms.get(AssetRegister.class)
                    .add(
                            exit,
                            Map.of(
                                    "asset", asset.substring(0, asset.indexOf(':')),
                                    "title", "Documents",
                                    "kind", "manual",
                                    "origin", "FOREGROUND",
                                    "disposition", "RETURN",
                                    "wave", "1",
                                    "priority", asset.substring(asset.indexOf(':') + 1))));

        assertThat(rooms.get(AssetRegister.class).toRetrieve(exit))
                .containsExactly("zeta", "gamma", "delta", "alpha", "beta");
    }

    @Test
    void registersOverlappingPlacesOnce() throws Exception {
        for (int i = 0; i < 10; i++) {
            var exit = new TestExit(database).id();

            var refused = together(
                    () -> add(exit, "olga", "all", "s3://acme-documents/"),
                    () -> add(exit, "otto", "contracts", "s3://acme-documents/contracts/"));

            assertThat(refused).hasSize(1);
            assertThat(refused.get(0)).hasMessageContaining("overlaps the objects of");
            assertThat(rooms.get(AssetRegister.class).names(exit)).hasSize(1);
        }
    }

    private static boolean add(String exit, String person, String asset, String locator) {
        return TestRooms.as(person, () -> {
            rooms.get(AssetRegister.class)
                    .add(
                            exit,
                            Map.of(
                                    "asset", asset,
                                    "title", "Documents",
                                    "kind", "s3-documents",
                                    "origin", "FOREGROUND",
                                    "disposition", "RETURN",
                                    "connection", "acme-s3",
                                    "locator", locator));
            return true;
        });
    }

    private static List<InvalidInput> together(Callable<Boolean> one, Callable<Boolean> other) throws Exception {
        var barrier = new CyclicBarrier(2);
        var threads = Executors.newFixedThreadPool(2);
        try {
            var running = new ArrayList<java.util.concurrent.Future<Boolean>>();
            for (var work : List.of(one, other))
                running.add(threads.submit(() -> {
                    barrier.await();
                    return work.call();
                }));
            var refused = new ArrayList<InvalidInput>();
            for (var future : running) {
                try {
                    future.get();
                } catch (java.util.concurrent.ExecutionException e) {
                    if (!(e.getCause() instanceof InvalidInput input)) throw e;
                    refused.add(input);
                }
            }
            return refused;
        } finally {
            threads.shutdownNow();
        }
    }
}
