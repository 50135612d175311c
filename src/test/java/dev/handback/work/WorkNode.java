package dev.handback.work;

import com.github.kagkarlsson.scheduler.boot.autoconfigure.DbSchedulerAutoConfiguration;
import dev.handback.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A node with nothing but room work, started with the shipped settings and a heartbeat that suits a test. */
final class WorkNode implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private WorkNode(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static WorkNode start(String name, TestDatabase database, Step<?>... steps) {
        return start(name, database.properties(), List.of(steps));
    }

    static WorkNode start(String name, Map<String, Object> database, List<Step<?>> steps) {
        var settings = new HashMap<>(database);
        settings.put("handback.node", name);
        settings.put("handback.work.retry-after", "200ms");
        settings.put("db-scheduler.heartbeat-interval", "1s");
        settings.put("db-scheduler.polling-interval", "200ms");
        settings.put("spring.main.banner-mode", "off");
        var application = new SpringApplication(Room.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.addInitializers(context -> {
            for (int i = 0; i < steps.size(); i++) {
                var step = steps.get(i);
                ((GenericApplicationContext) context).registerBean("step-" + i, Step.class, () -> step);
            }
        });
        var arguments = settings.entrySet().stream().map(e -> "--" + e.getKey() + "=" + e.getValue());
        return new WorkNode(application.run(arguments.toArray(String[]::new)));
    }

    LongWork work() {
        return context.getBean(LongWork.class);
    }

    TransactionTemplate transaction() {
        return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    }

    void file(String step, String key) {
        transaction().executeWithoutResult(status -> work().file(step, key, Map.of("asset", "repo-1")));
    }

    WorkStatus status(String key) {
        return work().status(key).get(0);
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        TransactionManagerCustomizationAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        DbSchedulerAutoConfiguration.class
    })
    @ComponentScan(
            basePackages = "dev.handback",
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = {
                                "dev\\.handback\\.work\\.(LongWork|WorkTable|Worker|WorkQueue)",
                                "dev\\.handback\\.(ActorInTransaction|DatabaseAccess)"
                            }))
    static class Room {}
}
