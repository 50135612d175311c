package dev.handback.verify;

import dev.handback.custody.LedgerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** As much of the application as it takes to read the database: no engine, no pages, no migration. */
@ComponentScan(
        basePackages = "dev.handback",
        useDefaultFilters = false,
        includeFilters = @Filter(type = FilterType.REGEX, pattern = "dev\\.handback\\.DatabaseAccess"))
@ImportAutoConfiguration(DataSourceAutoConfiguration.class)
@EnableConfigurationProperties(LedgerSettings.class)
class LedgerAccess {
    private static final int PORT_LINE = 3;

    static ConfigurableApplicationContext open(String... settings) {
        return new SpringApplicationBuilder(LedgerAccess.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .properties("logging.level.root=off")
                .listeners((ApplicationListener<ApplicationEnvironmentPreparedEvent>)
                        event -> preferRunning(event.getEnvironment()))
                .run(settings);
    }

    /** A running instance holds the folder of its embedded database; then its server is read, not a second one started. */
    private static void preferRunning(ConfigurableEnvironment environment) {
        if (environment.getProperty("spring.datasource.url", "").isBlank()) {
            var database = Path.of(environment.getRequiredProperty("handback.data-dir"))
                    .resolve("database");
            if (!Files.exists(database.resolve("cluster"))) {
                throw new IllegalStateException("there is no embedded database in " + database
                        + ": name its folder by --handback.data-dir=..., or your own by --spring.datasource.url=...");
            }
            var port = runningPort(database.resolve("cluster/postmaster.pid"));
            if (port > 0) {
                environment
                        .getPropertySources()
                        .addFirst(new MapPropertySource(
                                "running instance",
                                Map.of(
                                        "spring.datasource.url",
                                        "jdbc:postgresql://127.0.0.1:" + port + "/handback",
                                        "spring.datasource.username",
                                        "handback_app",
                                        "spring.datasource.password",
                                        read(database.resolve("handback_app.password"))
                                                .strip())));
            }
        }
    }

    private static int runningPort(Path pidFile) {
        if (!Files.exists(pidFile)) {
            return 0;
        }
        var port = Integer.parseInt(
                read(pidFile).lines().skip(PORT_LINE).findFirst().orElse("0").strip());
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getPort();
        } catch (IOException e) {
            return 0; // the file is stale: nothing listens there
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
