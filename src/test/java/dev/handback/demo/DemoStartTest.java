package dev.handback.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.mock.env.MockEnvironment;

class DemoStartTest {
    private final Path data;

    DemoStartTest(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void refusesAnotherDatabase() {
        var settings = settings().withProperty("spring.datasource.url", "jdbc:postgresql://db.client.example/handback");

        assertThatThrownBy(() -> start(settings)).hasMessageContaining("refuses your own database");
    }

    @Test
    void refusesToBeReachable() {
        var settings = settings().withProperty("server.address", "0.0.0.0");

        assertThatThrownBy(() -> start(settings)).hasMessageContaining("refuses server.address '0.0.0.0'");
    }

    @Test
    void setsPeopleAndConnectionsWithSecretsInFilesOnly() throws Exception {
        var settings = settings();

        try (var context = start(settings)) {
            assertThat(context.getBean(DemoVendor.class).git().origin()).startsWith("http://127.0.0.1:");
            assertThat(settings.getProperty("handback.people[7].id")).isEqualTo("adam");
            assertThat(settings.getProperty("handback.connections.vendor-team.kind"))
                    .isEqualTo("git");
            assertThat(settings.getProperty("handback.connections.vendor-documents.endpoint"))
                    .isEqualTo(context.getBean(DemoStore.class).endpoint());
            var file = Path.of(settings.getRequiredProperty("handback.people[0].password-file"));
            assertThat(Files.readString(file).strip()).hasSize(19);
        }
    }

    @Test
    void isAbsentWithoutItsProfile() {
        var settings = settings();
        settings.setActiveProfiles();

        try (var context = start(settings)) {
            assertThat(context.getBeanNamesForType(DemoStart.class)).isEmpty();
            assertThat(context.getBeanNamesForType(BecomeSomebody.class)).isEmpty();
            assertThat(data).isEmptyDirectory();
        }
    }

    private AnnotationConfigApplicationContext start(MockEnvironment settings) {
        var context = new AnnotationConfigApplicationContext();
        context.setEnvironment(settings);
        context.register(DemoStart.class);
        if (settings.getActiveProfiles().length == 0) {
            context.register(BecomeSomebody.class, DemoBanner.class);
        }
        context.refresh();
        return context;
    }

    private MockEnvironment settings() {
        var settings = new MockEnvironment();
        settings.setActiveProfiles(DemoStart.PROFILE);
        return settings.withProperty("handback.data-dir", data.toString()).withProperty("server.address", "127.0.0.1");
    }
}
