package dev.handback.web;

import dev.handback.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfiguration;

/** The whole application on a database of its own with one person per group; all tests of pages and REST share it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = PagesHouse.Furnished.class)
@interface PagesHouse {
    String PASSWORD = "correct horse battery staple";

    Map<String, String> PEOPLE = Map.of(
            "olga", "operations",
            "otto", "operations",
            "erin", "engineering",
            "lea", "legal",
            "leo", "legal",
            "ada", "auditors",
            "adam", "administrators");

    class Furnished implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        static final TestDatabase DATABASE = TestDatabase.create();

        /** One for all contexts: they are nodes of one database, and take each other's work. */
        private static final Path FOLDER = folder();

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            var settings = new HashMap<>(DATABASE.properties());
            try {
                var folder = FOLDER;
                var password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
                settings.put("handback.data-dir", folder.toString());
                settings.put("handback.vault.folder", folder.resolve("vault").toString());
                settings.put("handback.vault.keep-free", "1MB");
                settings.put("handback.ledger.folder", folder.resolve("ledger").toString());
                settings.put("handback.connections.vendor-git.kind", "git");
                settings.put("handback.connections.vendor-git.urls", "https://git.vendor.example/");
                settings.put("handback.connections.vendor-host.kind", "git");
                settings.put("handback.connections.vendor-host.urls", "https://host.invalid/acme");
                settings.put("handback.connections.vendor-host.host", "github");
                int number = 0;
                for (var id : List.copyOf(PEOPLE.keySet())) {
                    var person = "handback.people[" + number++ + "].";
                    settings.put(person + "id", id);
                    settings.put(person + "person", id);
                    settings.put(person + "name", Character.toUpperCase(id.charAt(0)) + id.substring(1) + " Tester");
                    settings.put(person + "email", id + "@client.example");
                    settings.put(person + "groups", PEOPLE.get(id));
                    settings.put(person + "password-file", password.toString());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("house", settings));
        }

        private static Path folder() {
            try {
                return Files.createTempDirectory("handback-pages");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
