package dev.handback;

import dev.handback.demo.DemoRepositories;
import dev.handback.demo.GitHost;
import dev.handback.demo.S3Host;
import dev.handback.retrieval.git.NativeGitHost;
import dev.handback.retrieval.s3.ScriptedStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * What a journey needs around the application: a database of its own, a vendor with a real git server, and the client's
 * people. One context serves all journeys; each opens exits of its own.
 */
public final class VendorAndClient implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    static final String TOKEN = "a token of the vendor";

    /** Account, identity key, groups. erin2 is a second account of erin. */
    private static final List<List<String>> PEOPLE = List.of(
            List.of("olga", "olga@client.example", "operations"),
            List.of("otto", "otto@client.example", "operations"),
            List.of("erin", "erin@client.example", "engineering"),
            List.of("emil", "emil@client.example", "engineering"),
            List.of("ella", "ella@client.example", "engineering"),
            List.of("lea", "lea@client.example", "legal"),
            List.of("leo", "leo@client.example", "legal"),
            List.of("erin2", "erin@client.example", "legal"),
            List.of("ada", "ada@client.example", "auditors"),
            List.of("adam", "adam@client.example", "administrators"));

    static String password(String person) {
        return "the long password of " + person;
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        try {
            var home = Files.createTempDirectory("journey");
            var host = vendor(home);
            var database = TestDatabase.create();
            var settings = settings(home, host);
            settings.putAll(database.properties());
            settings.put("handback.data-dir", home.resolve("data").toString());
            settings.put("handback.vault.folder", home.resolve("data/vault").toString());
            settings.put("handback.ledger.folder", home.resolve("data/ledger").toString());
            var store = S3Host.start(home.resolve("store"));
            store(home, store.endpoint(), settings);
            store("home-bucket", home, store.endpoint(), settings);
            settings.put("handback.connections.home-bucket.place", true);
            folder("home-files", home.resolve("share"), settings);
            var archive = new ScriptedStore();
            store("vendor-archive", home, archive.endpoint(), settings);
            settings.put("handback.retrieval.s3.restore.look-every", "1s");
            context.getBeanFactory().registerSingleton("archive", archive);
            context.getBeanFactory().registerSingleton("store", store);
            var own = new NativeGitHost(Files.createDirectories(home.resolve("own-host")));
            connection(
                    "home-git", own.url("").replaceFirst("/[.]git$", ""), secret(home, "home-token", TOKEN), settings);
            settings.put("handback.connections.home-git.place", true);
            context.getBeanFactory().registerSingleton("home", own);
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("journey", settings));
            context.getBeanFactory().registerSingleton("vendor", host);
            context.getBeanFactory().registerSingleton("database", database);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The people, the connections to this vendor and a patience that suits a test; their secrets lie in the folder. */
    static Map<String, Object> settings(Path home, GitHost host) throws IOException {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("db-scheduler.polling-interval", "250ms");
        settings.put("handback.work.retry-after", "200ms");
        people(home, settings);
        connection("vendor-team", host.origin() + "/team", secret(home, "vendor-token", TOKEN), settings);
        connection("vendor-restricted", host.origin() + "/restricted", secret(home, "vendor-token", TOKEN), settings);
        // a second door to the same shelf: one journey's stop of a connection must not reach another
        connection("vendor-consent", host.origin() + "/restricted", secret(home, "vendor-token", TOKEN), settings);
        return settings;
    }

    private static GitHost vendor(Path home) throws IOException {
        var team = Files.createDirectories(home.resolve("vendor/team"));
        var restricted = Files.createDirectories(home.resolve("vendor/restricted"));
        DemoRepositories.billingApi(team);
        DemoRepositories.website(team);
        DemoRepositories.billingPortal(team);
        DemoRepositories.legacyTools(team);
        DemoRepositories.docs(team);
        BulkyRepository.create(team.resolve("warehouse.git"), 100);
        DemoRepositories.pricing(restricted);
        var host = GitHost.start(home.resolve("vendor"));
        for (var name :
                new String[] {"billing-api", "website", "billing-portal", "legacy-tools", "docs", "warehouse"}) {
            host.protect("team/" + name, "client-exit", TOKEN);
        }
        host.answer("restricted/pricing", 403);
        return host;
    }

    private static void people(Path home, Map<String, Object> settings) throws IOException {
        for (var person : PEOPLE) {
            var id = person.get(0);
            var key = "handback.people[" + PEOPLE.indexOf(person) + "].";
            settings.put(key + "id", id);
            settings.put(key + "person", person.get(1));
            settings.put(key + "name", id.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + id.substring(1));
            settings.put(key + "email", id + "@client.example");
            settings.put(key + "groups[0]", person.get(2));
            settings.put(key + "password-file", secret(home, id, password(id)).toString());
        }
    }

    static void connection(String name, String url, Path secret, Map<String, Object> settings) {
        var key = "handback.connections." + name + ".";
        settings.put(key + "kind", "git");
        settings.put(key + "urls[0]", url);
        settings.put(key + "username", "client-exit");
        settings.put(key + "password-file", secret.toString());
        settings.put(key + "allow-http", true);
        settings.put(key + "allow-private-addresses", true);
    }

    static void store(Path home, String endpoint, Map<String, Object> settings) throws IOException {
        store("vendor-documents", home, endpoint, settings);
    }

    private static void store(String name, Path home, String endpoint, Map<String, Object> settings)
            throws IOException {
        var key = "handback.connections." + name + ".";
        settings.put(key + "kind", "s3");
        settings.put(key + "endpoint", endpoint);
        settings.put(key + "access-key-file", secret(home, "access", S3Host.ACCESS_KEY));
        settings.put(key + "secret-key-file", secret(home, "store", S3Host.SECRET_KEY));
        settings.put(key + "allow-http", true);
        settings.put(key + "allow-private-addresses", true);
    }

    private static void folder(String name, Path folder, Map<String, Object> settings) throws IOException {
        var key = "handback.connections." + name + ".";
        settings.put(key + "kind", "folder");
        settings.put(key + "place", true);
        settings.put(key + "folder", Files.createDirectory(folder).toString());
    }

    static Path secret(Path home, String name, String secret) throws IOException {
        return Files.writeString(home.resolve(name + ".secret"), secret + "\n");
    }
}
