package dev.handback.process;

import dev.handback.TestDatabase;
import dev.handback.assets.LocatorCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;

/** The whole application on a database of its own, with one person per group and a tiny model; one for all tests. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(RunningHouse.Beans.class)
@ContextConfiguration(initializers = RunningHouse.Furnished.class)
@interface RunningHouse {
    String PASSWORD = "correct horse battery staple";

    /** Ids of the people, each in the one group after the dash. */
    Map<String, String> PEOPLE = Map.of(
            "olga",
            "operations",
            "erin",
            "engineering",
            "lea-maria",
            "legal",
            "aida",
            "auditors",
            "adam",
            "administrators");

    class Furnished implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            var settings = new HashMap<>(TestDatabase.create().properties());
            try {
                var folder = Files.createTempDirectory("handback-house");
                var password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
                settings.put("handback.data-dir", folder.toString());
                settings.put("handback.models", "classpath:engine-test/*");
                int number = 0;
                for (var id : List.copyOf(PEOPLE.keySet())) {
                    var person = "handback.people[" + number++ + "].";
                    settings.put(person + "id", id);
                    settings.put(person + "name", id + " Tester");
                    settings.put(person + "email", id + "@client.example");
                    settings.put(person + "groups", PEOPLE.get(id));
                    settings.put(person + "password-file", password.toString());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("house", settings));
            context.addBeanFactoryPostProcessor(beans -> {
                // room sources brings the real one
                if (beans.getBeanNamesForType(LocatorCheck.class, true, false).length == 0) {
                    beans.registerSingleton("locatorCheck", (LocatorCheck) (connection, locator) -> Optional.empty());
                }
            });
        }
    }

    @TestConfiguration
    class Beans {
        @Bean
        TinyExit tinyExit(JdbcClient jdbc) {
            return new TinyExit(jdbc);
        }
    }
}
