package dev.handback;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;

/** The rooms below the process, wired as in the application but without engine and web: starts in a second or two. */
public final class TestRooms implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    public TestRooms(TestDatabase database, Path dataDir, Map<String, Object> settings) {
        var properties = new LinkedHashMap<String, Object>(database.properties());
        properties.put("handback.data-dir", dataDir.toString());
        properties.put("handback.vault.keep-free", "1MB");
        properties.put("spring.main.banner-mode", "off");
        properties.putAll(settings);
        var arguments = properties.entrySet().stream()
                .map(p -> "--" + p.getKey() + "=" + p.getValue())
                .toArray(String[]::new);
        context = new SpringApplicationBuilder(Rooms.class)
                .web(WebApplicationType.NONE)
                .run(arguments);
    }

    public <T> T get(Class<T> bean) {
        return context.getBean(bean);
    }

    /** Does something as this person, as a request of theirs would. */
    public static <T> T as(String person, Supplier<T> work) {
        SecurityContextHolder.getContext()
                .setAuthentication(
                        UsernamePasswordAuthenticationToken.authenticated(person, null, AuthorityUtils.NO_AUTHORITIES));
        try {
            return work.get();
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    public static void doing(String person, Runnable work) {
        TestRooms.<Boolean>as(person, () -> {
            work.run();
            return true;
        });
    }

    @Override
    public void close() {
        context.close();
    }

    // no @Configuration: the application's own scan, which sees test classes too, would find it and take its settings
    // from here
    @ComponentScan({
        "dev.handback.people",
        "dev.handback.custody",
        "dev.handback.vault",
        "dev.handback.exits",
        "dev.handback.sources",
        "dev.handback.assets",
        "dev.handback.retrieval",
        "dev.handback.destruction",
        "dev.handback.certificates"
    })
    @ConfigurationPropertiesScan("dev.handback")
    @Import({ActorInTransaction.class, DatabaseAccess.class})
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        TransactionManagerCustomizationAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class
    })
    static class Rooms {}
}
