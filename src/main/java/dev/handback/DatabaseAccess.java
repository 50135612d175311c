package dev.handback;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.boot.autoconfigure.flyway.FlywayConnectionDetails;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Which database this application uses: the one of {@code spring.datasource.url}, else the embedded one. */
@Configuration(proxyBeanMethods = false)
class DatabaseAccess {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Spring Boot asks these beans, not properties, where to connect; the server stops after all who use it. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(NoDatabaseNamed.class)
    static class Embedded {
        @Bean
        EmbeddedDatabase embeddedDatabase(Environment settings) {
            refuseOpenAddress(settings.getProperty("server.address", ""));
            return EmbeddedDatabase.start(Path.of(settings.getRequiredProperty("handback.data-dir")));
        }

        @Bean
        JdbcConnectionDetails applicationLogin(EmbeddedDatabase database) {
            return new ApplicationLogin(database);
        }

        @Bean
        FlywayConnectionDetails migrationLogin(EmbeddedDatabase database) {
            return new MigrationLogin(database);
        }

        /** Whoever serves others needs a database that others look after. */
        private static void refuseOpenAddress(String address) {
            if (address.isBlank() || !isLoopback(address)) {
                throw new EmbeddedDatabaseRefused(
                        "the embedded PostgreSQL serves this machine alone, but server.address is '%s'; set it to 127.0.0.1, or set spring.datasource.url to your own PostgreSQL"
                                .formatted(address));
            }
        }

        private static boolean isLoopback(String address) {
            try {
                return InetAddress.getByName(address).isLoopbackAddress();
            } catch (UnknownHostException e) {
                return false;
            }
        }
    }

    /** Two types, for Spring Boot asks for each by type. */
    private record ApplicationLogin(EmbeddedDatabase database) implements JdbcConnectionDetails {
        @Override
        public String getJdbcUrl() {
            return database.url();
        }

        @Override
        public String getUsername() {
            return EmbeddedDatabase.APP;
        }

        @Override
        public String getPassword() {
            return database.password(EmbeddedDatabase.APP);
        }
    }

    private record MigrationLogin(EmbeddedDatabase database) implements FlywayConnectionDetails {
        @Override
        public String getJdbcUrl() {
            return database.url();
        }

        @Override
        public String getUsername() {
            return EmbeddedDatabase.OWNER;
        }

        @Override
        public String getPassword() {
            return database.password(EmbeddedDatabase.OWNER);
        }
    }

    static class NoDatabaseNamed implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata where) {
            return !StringUtils.hasText(context.getEnvironment().getProperty("spring.datasource.url"));
        }
    }
}
