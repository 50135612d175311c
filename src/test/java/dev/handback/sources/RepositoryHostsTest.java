package dev.handback.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepositoryHostsTest {

    @ParameterizedTest
    @CsvSource({
        "https://github.com/acme, '', https://api.github.com",
        "https://github.com/acme, GITHUB, https://api.github.com",
        "https://gitlab.com/acme/team, '', https://gitlab.com/api/v4",
        "https://git.acme.example/acme, GITHUB, https://git.acme.example/api/v3",
        "https://git.acme.example:8443/acme, GITLAB, https://git.acme.example:8443/api/v4",
    })
    void knowsWhereAHostIsAskedForItsList(String url, String kind, String api) {
        var host = RepositoryHostFixture.of(ConnectionFixture.vendor(url, null), kind)
                .of("vendor");

        assertThat(host).map(RepositoryHost::api).map(Locator::toString).contains(api);
    }

    @Test
    void takesAnInterfaceThatLiesElsewhere() {
        var vendor = ConnectionFixture.vendor("https://git.acme.example/git/acme", null);

        assertThat(RepositoryHostFixture.of(vendor, "GITLAB", "https://git.acme.example/git/api/v4")
                        .of("vendor"))
                .map(host -> host.api().toString())
                .contains("https://git.acme.example/git/api/v4");
    }

    @Test
    void leavesAnotherGitServerAlone() {
        var vendor = ConnectionFixture.vendor("https://git.vendor.example/team", null);

        assertThat(RepositoryHostFixture.of(vendor, "").of("vendor")).isEmpty();
        assertThat(RepositoryHostFixture.of(vendor, "").of("unknown")).isEmpty();
    }

    @Test
    void takesNoNameThatOnlyLooksLikeOne() {
        for (var url : List.of("https://github.com.evil.example/acme", "https://notgithub.com/acme"))
            assertThat(RepositoryHostFixture.of(ConnectionFixture.vendor(url, null), "")
                            .of("vendor"))
                    .isEmpty();
    }

    @Test
    void refusesSettingsThatCannotBe() {
        var plain = ConnectionFixture.vendor("https://git.vendor.example/team", null);
        var two = ConnectionFixture.vendor(List.of("https://github.com/acme", "https://git.vendor.example/acme"), null);

        assertThatThrownBy(() -> RepositoryHostFixture.of(plain, "", "https://git.vendor.example/api"))
                .hasMessageContaining("handback.connections.vendor: api: needs host");
        assertThatThrownBy(() -> RepositoryHostFixture.of(two, "GITHUB")).hasMessageContaining("found several");
        assertThat(RepositoryHostFixture.of(two, "").of("vendor")).isEmpty();
        assertThatThrownBy(() -> RepositoryHostFixture.of(plain, "GITHUB", "ssh://git@git.vendor.example/api"))
                .hasMessageContaining("expected https://host/path");
        assertThatThrownBy(() -> RepositoryHostFixture.of(plain, "GITHUB", "https://u:p@git.vendor.example/api"))
                .hasMessageContaining("credentials");
    }
}
