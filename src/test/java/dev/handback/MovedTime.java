package dev.handback;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A clock that runs and that a journey puts forward for everything at once: Java, the engine with its timers, and the
 * database's guards. After {@link VendorAndClient}, whose database it takes; one context at a time, since the engine has one
 * clock for a whole JVM.
 */
public final class MovedTime extends Clock implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private volatile Duration ahead = Duration.ZERO;
    private volatile @Nullable TestDatabase database;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        database = context.getBeanFactory().getBean("database", TestDatabase.class);
        shift();
        ((GenericApplicationContext) context)
                .registerBean("moved-time", Clock.class, () -> this, bean -> bean.setPrimary(true));
        context.getBeanFactory().registerSingleton("time", this);
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("time", Map.of("handback.work.rounds", "500ms")));
        context.addApplicationListener(event -> {
            if (event instanceof ContextClosedEvent) {
                ClockUtil.reset();
            }
        });
    }

    void pass(Duration time) {
        ahead = ahead.plus(time);
        shift();
        ClockUtil.offset(ahead.toMillis());
    }

    private void shift() {
        JdbcClient.create(Objects.requireNonNull(database).owner())
                .sql("""
                        create or replace function handback.now() returns timestamptz language sql volatile parallel safe
                        as 'select clock_timestamp() + interval ''%d seconds'''""".formatted(ahead.toSeconds()))
                .update();
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.offset(Clock.system(zone), ahead);
    }
}
