package dev.handback.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.TestRooms;
import dev.handback.custody.CheckpointStamps;
import dev.handback.custody.Ledger;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import dev.handback.work.WorkOrder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Rooms in which exits hold files, and packages are built of them without anybody waiting for work. */
final class PackingRooms implements AutoCloseable {
    private final TestDatabase database = TestDatabase.create();
    private final Path folder;
    private final TestRooms rooms;
    private final PackagesTable packages;

    PackingRooms(Path folder, Map<String, Object> more) {
        this.folder = folder;
        var settings = new LinkedHashMap<String, Object>(more);
        settings.put("handback.vault.folder", folder.resolve("vault"));
        rooms = new TestRooms(database, folder, settings);
        packages = new PackagesTable(rooms.get(JdbcClient.class));
    }

    <T> T get(Class<T> bean) {
        return rooms.get(bean);
    }

    TestRooms rooms() {
        return rooms;
    }

    TestExit newExit() {
        return new TestExit(database);
    }

    PackagesTable packages() {
        return packages;
    }

    TestExit holding(String asset, String outcome, String... contents) {
        var exit = new TestExit(database).register(asset).agree().authorise();
        hold(exit, asset, outcome, contents);
        return exit;
    }

    void hold(TestExit exit, String asset, String outcome, String... contents) {
        var vault = rooms.get(Vault.class);
        var list = new StringBuilder("{\"manifest\":\"handback-files/1\"}\n");
        for (var content : contents) {
            var stored = vault.store(new ByteArrayInputStream(content.getBytes(UTF_8)));
            list.append("{\"name\":\"%s\",\"size\":%d,\"sha256\":\"%s\"}\n"
                    .formatted(content, stored.bytes(), stored.sha256()));
        }
        var manifest = vault.store(new ByteArrayInputStream(list.toString().getBytes(UTF_8)));
        var number = exit.as(TestExit.SYSTEM, () -> exit.sql("""
                insert into handback.attempt (exit_id, asset, number, connection, locator)
                select ?, ?, 1 + (select count(*) from handback.attempt where exit_id = ?), 'vendor-git', 'https://x' returning number""", exit.id(), asset, exit.id())
                .query(Integer.class)
                .single());
        exit.insert(
                TestExit.SYSTEM,
                """
                insert into handback.attempt_ended (exit_id, asset, number, outcome, content_digest, manifest_sha256, held)
                values (?, ?, ?, ?, ?, ?, ?::jsonb)""",
                exit.id(),
                asset,
                number,
                outcome,
                manifest.sha256().hex(),
                manifest.sha256().hex(),
                "[{\"name\":\"manifest\",\"sha256\":\"%s\",\"bytes\":%d}]"
                        .formatted(manifest.sha256(), manifest.bytes()));
    }

    String requested(TestExit exit, String asset) {
        return requested(exit, asset, "olga");
    }

    String requested(TestExit exit, String asset, String person) {
        var checkpoint = rooms.get(Ledger.class).checkpoint();
        return exit.as(person, () -> {
            var number = exit.id() + "-P1";
            exit.sql("""
                    insert into handback.package_requested (package, exit_id, ordinal, scope, everything, ledger_size, checkpoint)
                    values (?, ?, 1, ?::jsonb, false, ?, ?)""", number, exit.id(), "[\"" + asset + "\"]", checkpoint.size(), checkpoint.note())
                    .update();
            return number;
        });
    }

    BuildPackage.Result build(String number, Vault vault) throws IOException {
        var step =
                new BuildPackage(packages, vault, rooms.get(Ledger.class), rooms.get(CheckpointStamps.class), folder);
        try {
            return step.run(order(number), Progress.unseen());
        } finally {
            step.destroy();
        }
    }

    void record(TestExit exit, String number, BuildPackage.Result result) throws IOException {
        var step = new BuildPackage(
                packages, rooms.get(Vault.class), rooms.get(Ledger.class), rooms.get(CheckpointStamps.class), folder);
        dev.handback.SystemActor.call("test", () -> {
            rooms.get(TransactionTemplate.class).executeWithoutResult(status -> step.done(order(number), result));
            return true;
        });
        step.destroy();
    }

    WorkOrder order(String number) {
        return new WorkOrder(BuildPackage.NAME, number, 1, Map.of("package", number));
    }

    @Override
    public void close() {
        rooms.close();
        database.close();
    }
}
