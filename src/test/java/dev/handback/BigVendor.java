package dev.handback;

import dev.handback.demo.GitHost;
import dev.handback.demo.S3Host;
import dev.handback.retrieval.s3.VendorBucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** A friendly vendor with many small repositories behind a password and a few buckets with many objects. */
final class BigVendor implements AutoCloseable {
    private static final int AT_ONCE = 8;
    private static final String TEXT = "A line of a document that somebody wrote and nobody reads. ".repeat(17);

    private final GitHost team;
    private final S3Host store;
    private final Map<String, Object> settings;
    private final StringBuilder register =
            new StringBuilder("asset,title,kind,origin,disposition,connection,locator\n");

    /** @param objects in all buckets together */
    BigVendor(Path home, int repositories, int buckets, int objects) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(home.resolve("vendor/team"));
        team = GitHost.start(home.resolve("vendor"));
        for (int i = 1; i <= repositories; i++) {
            var name = "service-%03d".formatted(i);
            BulkyRepository.create(folder.resolve(name + ".git"), i);
            team.protect("team/" + name, "client-exit", VendorAndClient.TOKEN);
            row(name, "git-repository", "vendor-team", team.url("team/" + name));
        }
        store = S3Host.start(home.resolve("store"), "3g");
        for (int i = 1; i <= buckets; i++) {
            fill("documents-" + i, objects / buckets);
            row("documents-" + i, "s3-documents", "vendor-documents", "s3://documents-" + i);
        }
        settings = VendorAndClient.settings(home, team);
        VendorAndClient.store(home, store.endpoint(), settings);
    }

    /** Of the application in front of this vendor, with the client's people. */
    Map<String, Object> settings() {
        return new LinkedHashMap<>(settings);
    }

    String register() {
        return register.toString();
    }

    private void fill(String name, int objects) throws IOException, InterruptedException {
        var pool = Executors.newFixedThreadPool(AT_ONCE);
        try (var bucket = VendorBucket.of(store, name)) {
            List<Callable<VendorBucket>> puts = new ArrayList<>();
            IntStream.range(0, objects)
                    .forEach(i -> puts.add(() ->
                            bucket.put("%03d/%06d.txt".formatted(i % 100, i), "%s %d%n%s".formatted(name, i, TEXT))));
            for (var put : pool.invokeAll(puts)) {
                put.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("bucket " + name + " could not be filled", e);
        } finally {
            pool.shutdown();
        }
    }

    private void row(String asset, String kind, String connection, String locator) {
        register.append("%s,The %s,%s,FOREGROUND,RETURN,%s,%s\n".formatted(asset, asset, kind, connection, locator));
    }

    @Override
    public void close() throws IOException {
        team.close();
        store.close();
    }
}
