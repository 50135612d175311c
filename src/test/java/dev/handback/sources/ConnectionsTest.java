package dev.handback.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ConnectionsTest {

    private final ApplicationContextRunner settings =
            new ApplicationContextRunner().withUserConfiguration(Connections.class);

    @Test
    void readsConnectionsFromSettings(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("token"), "canary-secret\n");
        settings.withPropertyValues(
                        "handback.connections.vendor-git.kind=git",
                        "handback.connections.vendor-git.urls=https://git.vendor.example/team",
                        "handback.connections.vendor-git.username=handback",
                        "handback.connections.vendor-git.password-file=" + secret)
                .run(context -> {
                    Connection connection = context.getBean(Connections.class).require("vendor-git");

                    assertThat(connection.seenAs()).isEqualTo("handback");
                    assertThat(connection.allowHttp()).isFalse();
                    assertThat(connection.allowPrivateAddresses()).isFalse();
                    assertThat(connection.basicAuthorization()).isPresent();
                    assertThat(connection.toString()).doesNotContain("canary-secret");
                });
    }

    @Test
    void stopsAtTheStartWhenAFolderIsNotOneToPlaceIn(@TempDir Path folder) {
        var folders = settings.withPropertyValues(
                "handback.connections.home.kind=folder", "handback.connections.home.folder=" + folder);
        folders.withPropertyValues("handback.connections.home.place=true").run(context -> {
            var home = context.getBean(Connections.class).require("home");
            assertThat(home.covers(Locator.parse("folder:contracts/acme"))).isTrue();
            assertThat(home.covers(Locator.parse("https://git.client.example/a.git")))
                    .isFalse();
        });
        folders.run(context -> assertThat(context.getStartupFailure())
                .rootCause()
                .hasMessageContaining("expected place: true and no urls"));
        folders.withPropertyValues(
                        "handback.connections.home.place=true", "handback.connections.home.folder=srv/relative")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("an absolute path"));
        settings.withPropertyValues(
                        "handback.connections.home.kind=git",
                        "handback.connections.home.urls=https://git.client.example",
                        "handback.connections.home.folder=" + folder)
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("none for others"));
        settings.withPropertyValues(
                        "handback.connections.home.kind=git", "handback.connections.home.urls=folder:contracts")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("no folder: for kind git"));
    }

    @Test
    void stopsAtTheStartWhenAUrlIsNoLocator() {
        settings.withPropertyValues(
                        "handback.connections.vendor.kind=git",
                        "handback.connections.vendor.urls=https://user:canary-secret@vendor.example")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("names a user")
                        .message()
                        .doesNotContain("canary-secret"));
    }

    @Test
    void stopsAtTheStartWhenAConnectionReachesNothing() {
        settings.withPropertyValues("handback.connections.vendor.kind=git")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void stopsAtTheStartWhenSshHasNoKeyOrNoPinnedHosts() {
        settings.withPropertyValues(
                        "handback.connections.vendor.kind=git",
                        "handback.connections.vendor.urls=ssh://git@vendor.example/team")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("private-key-file and known-hosts-file"));
        settings.withPropertyValues(
                        "handback.connections.vendor.kind=git",
                        "handback.connections.vendor.urls=ssh://git@vendor.example/team",
                        "handback.connections.vendor.private-key-file=/run/secrets/key")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("need each other"));
    }

    @Test
    void stopsAtTheStartWhenAControlLiesWhereTheConnectionMayNotAsk() {
        settings.withPropertyValues(
                        "handback.connections.vendor.kind=git",
                        "handback.connections.vendor.urls=https://git.vendor.example/team",
                        "handback.connections.vendor.controls=https://git.vendor.example/other/stays.git")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("controls: expected repositories below the urls")
                        .hasMessageContaining("https://git.vendor.example/other/stays.git"));
    }

    @Test
    void letsAnAddressOfOneAccountCoverNoOtherAccount() {
        var team = Locator.parse("ssh://git@vendor.example/team");

        assertThat(team.covers(Locator.parse("ssh://git@vendor.example/team/a.git")))
                .isTrue();
        assertThat(team.covers(Locator.parse("ssh://root@vendor.example/team/a.git")))
                .isFalse();
        assertThat(Locator.parse("ssh://vendor.example/team").covers(Locator.parse("ssh://a@vendor.example/team/a")))
                .isTrue();
    }

    @Test
    void namesTheSettingOfAnUnknownConnection() {
        settings.run(context -> assertThatThrownBy(
                        () -> context.getBean(Connections.class).require("nobody"))
                .isInstanceOf(SourceRefused.class)
                .hasMessageContaining("handback.connections.nobody"));
    }
}
