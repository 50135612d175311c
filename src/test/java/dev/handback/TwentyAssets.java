package dev.handback;

import dev.handback.demo.DemoRepositories;
import dev.handback.demo.GitHost;
import dev.handback.demo.S3Host;
import dev.handback.retrieval.git.FilmVendor;
import dev.handback.retrieval.git.RepositoryRecipes;
import dev.handback.retrieval.s3.VendorBucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A vendor with twenty assets of every sort: thin lines, Git LFS, gaps, tampering, buckets. They stay as they are. */
final class TwentyAssets implements AutoCloseable {
    private static final int A_THIN_LINE = 60_000;

    /** What is not whole at the vendor's, and can never come home whole. The rest comes home. */
    static final Map<String, String> INCOMPLETE = Map.of(
            "billing-portal", "PARTIAL",
            "docs", "EMPTY",
            "legacy-tools", "PARTIAL",
            "lost-film", "PARTIAL",
            "shallow", "PARTIAL");

    private final Path home;
    private final GitHost team;
    private final FilmVendor films;
    private final S3Host store;
    private final Map<String, Object> settings;
    private final StringBuilder register =
            new StringBuilder("asset,title,kind,origin,disposition,connection,locator\n");

    TwentyAssets(Path home) throws IOException {
        this.home = home;
        team = team(Files.createDirectories(home.resolve("vendor/team")));
        films = films(Files.createDirectories(home.resolve("films")));
        store = S3Host.start(home.resolve("store"));
        buckets();
        settings = VendorAndClient.settings(home, team);
        var token = VendorAndClient.secret(home, "vendor-token", VendorAndClient.TOKEN);
        VendorAndClient.connection("vendor-films", films.url("").replaceFirst("/\\.git$", ""), token, settings);
        VendorAndClient.store(home, store.endpoint(), settings);
    }

    /** Of the application in front of this vendor, with the client's people. */
    Map<String, Object> settings() {
        return new LinkedHashMap<>(settings);
    }

    /** Twenty rows. */
    String register() {
        return register.toString();
    }

    private GitHost team(Path folder) throws IOException {
        DemoRepositories.billingApi(folder);
        DemoRepositories.website(folder);
        DemoRepositories.billingPortal(folder);
        DemoRepositories.legacyTools(folder);
        DemoRepositories.docs(folder);
        for (int i = 1; i <= 5; i++) {
            BulkyRepository.create(folder.resolve("warehouse-" + i + ".git"), i < 3 ? 20 : 200 * i);
        }
        var host = GitHost.start(home.resolve("vendor"));
        for (var name : new String[] {"billing-api", "website", "billing-portal", "legacy-tools", "docs"}) {
            team(host, name);
        }
        for (int i = 1; i <= 5; i++) {
            host.slow("team/warehouse-" + i, i < 3 ? A_THIN_LINE : 0);
            team(host, "warehouse-" + i);
        }
        return host;
    }

    private void team(GitHost host, String name) {
        host.protect("team/" + name, "client-exit", VendorAndClient.TOKEN);
        row(name, "git-repository", "vendor-team", host.url("team/" + name));
    }

    private FilmVendor films(Path folder) throws IOException {
        var vendor =
                new FilmVendor(folder).shows("films", 60).shows("trailers", 15).lost("lost-film");
        new RepositoryRecipes(folder).good("whole");
        RepositoryRecipes.git(
                folder, "clone", "-q", "--bare", "--depth=1", "file://" + folder.resolve("whole.git"), "shallow.git");
        for (var name : new String[] {"films", "trailers", "lost-film", "shallow"}) {
            row(name, "git-repository", "vendor-films", vendor.url(name));
        }
        return vendor;
    }

    private void buckets() {
        int[] sizes = {800, 300, 80, 40, 20, 10};
        for (int number = 0; number < sizes.length; number++) {
            var name = "papers-" + (number + 1);
            try (var bucket = VendorBucket.of(store, name)) {
                for (int i = 0; i < sizes[number]; i++) {
                    bucket.put("%d/%d.txt".formatted(i % 7, i), "page %d of %s".formatted(i, name));
                }
                bucket.put("0/0.txt", "page 0 of " + name + ", amended").delete("1/1.txt");
            }
            row(name, "s3-documents", "vendor-documents", "s3://" + name);
        }
    }

    private void row(String asset, String kind, String connection, String locator) {
        register.append("%s,The %s,%s,FOREGROUND,RETURN,%s,%s\n".formatted(asset, asset, kind, connection, locator));
    }

    @Override
    public void close() throws IOException {
        team.close();
        films.close();
        store.close();
    }
}
