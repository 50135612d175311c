package dev.handback.sources;

import static dev.handback.sources.HostOnLoopback.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.handback.sources.HolderList.Said;
import dev.handback.sources.HolderPlace.Kind;
import dev.handback.sources.SourceRefused.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitLabListingTest {
    private static final String TOKEN = "glpat-a-token_of-ours";
    private static final String GROUP = "/api/v4/groups/acme%2Fteam";
    private static final String PROJECTS = "/api/v4/groups/42/projects";
    private static final String FIRST =
            PROJECTS + "?include_subgroups=true&with_shared=false&order_by=id&sort=asc&per_page=100";

    @TempDir
    Path folder;

    private final HostOnLoopback host = new HostOnLoopback();
    private final HostOnLoopback elsewhere = new HostOnLoopback();
    private Path token = Path.of("");

    @BeforeEach
    void group() throws IOException {
        token = Files.writeString(folder.resolve("token"), TOKEN);
        host.at(GROUP, "{\"id\":42,\"full_path\":\"acme/team\"}");
    }

    @AfterEach
    void close() {
        host.close();
        elsewhere.close();
    }

    @Test
    void listsTheGroupAndItsSubgroupsPageByPage() {
        host.at(
                        FIRST,
                        "["
                                + project(
                                        "code",
                                        "\"visibility\":\"private\",\"lfs_enabled\":true,\"wiki_access_level\":\"enabled\"")
                                + "]",
                        "Link",
                        "<" + host.url() + FIRST + "&page=1>; rel=\"first\", <" + host.url() + FIRST
                                + "&page=2>; rel=\"next\"",
                        "X-Total",
                        "2")
                .at(
                        FIRST + "&page=2",
                        "["
                                + project(
                                        "sub/old",
                                        "\"visibility\":\"internal\",\"archived\":true,\"empty_repo\":true,\"forked_from_project\":{},"
                                                + "\"repository_access_level\":\"disabled\",\"marked_for_deletion_on\":\"2026-12-01\",\"wiki_access_level\":\"disabled\"")
                                + "]");
        host.at("/api/v4/personal_access_tokens/self", "{\"user_id\":7,\"scopes\":[\"read_api\",\"read_repository\"]}")
                .at("/api/v4/groups/42/members/all/7", "{\"access_level\":50}");

        var list = list();

        assertThat(list.places())
                .extracting(HolderPlace::locator)
                .containsExactly(at("code.git"), at("code.wiki.git"), at("sub/old.git"));
        assertThat(list.places()).allMatch(HolderPlace::within);
        assertThat(list.places().get(0).marks()).containsExactly("private", "Git LFS allowed");
        assertThat(list.places().get(1).kind()).isEqualTo(Kind.WIKI);
        assertThat(list.places().get(2).marks())
                .containsExactly(
                        "internal", "archived", "fork", "empty", "repository switched off", "marked for deletion");
        assertThat(list.said())
                .containsExactly(
                        new Said("TOKEN_SCOPES", "the token has the scopes read_api, read_repository"),
                        new Said("MEMBERSHIP", "our account is an owner of acme/team"),
                        new Said("HIDDEN_STAYS_UNSEEN", "what is hidden from this credential cannot be seen"));
        assertThat(host.asked).hasSize(5).allMatch(asked -> asked.endsWith("Bearer " + TOKEN));
    }

    @Test
    void saysWhatTheTokenCannotSee() {
        host.at(FIRST, "[" + project("code", "") + "]", "X-Total", "5");
        host.at("/api/v4/personal_access_tokens/self", "{\"user_id\":7,\"scopes\":[\"read_api\"]}")
                .at("/api/v4/groups/42/members/all/7", "{\"access_level\":20}");

        assertThat(list().said())
                .extracting(Said::code)
                .containsExactly("LISTED_FEWER", "TOKEN_SCOPES", "MEMBERSHIP", "HIDDEN_STAYS_UNSEEN");
        assertThat(list().said())
                .extracting(Said::detail)
                .anyMatch(said -> said.contains("access level 20 in acme/team"));
    }

    @Test
    void goesOnWhereTheHostSaysNothingAboutTheToken() {
        host.at(FIRST, "[]").at("/api/v4/personal_access_tokens/self", status(403, "{}"));

        assertThat(list().said())
                .extracting(Said::code)
                .containsExactly("SCOPES_NOT_TOLD", "MEMBERSHIP_NOT_TOLD", "HIDDEN_STAYS_UNSEEN");
    }

    @Test
    void asksForTheProjectOrThePersonWhereThereIsNoGroup() {
        host.at(GROUP, status(404, "{}"))
                .at("/api/v4/projects/acme%2Fteam", project("", "").replace("team/.git", "team.git"));
        assertThat(list().places()).extracting(HolderPlace::locator).containsExactly(host.url() + "/acme/team.git");

        var person = ConnectionFixture.vendor(host.url() + "/erin", token);
        host.at("/api/v4/users?username=erin", "[{\"id\":9}]")
                .at("/api/v4/users/9/projects", "[" + project("x", "").replace("acme/team", "erin") + "]");
        assertThat(list(person).places()).extracting(HolderPlace::locator).containsExactly(host.url() + "/erin/x.git");
    }

    @Test
    void saysThatThereIsNoneOfThatName() {
        host.at(GROUP, status(404, "{}")).at("/api/v4/users", "[]");

        assertThatThrownBy(this::list)
                .isInstanceOfSatisfying(SourceRefused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.GONE));
    }

    @Test
    void letsNoNextPageLeadTheCredentialElsewhere() {
        for (var next : new String[] {
            elsewhere.url() + FIRST, host.url() + "/users/sign_out", "/api/v4/relative", "\u0001 no address"
        }) {
            host.at(FIRST, "[]", "Link", "<" + next + ">; rel=\"next\"");
            assertThatThrownBy(this::list).isInstanceOf(SourceRefused.class);
        }
        assertThat(elsewhere.asked).isEmpty();
        assertThat(host.asked).noneMatch(asked -> asked.contains("sign_out") || asked.contains("relative"));
    }

    @Test
    void isNotHeldUpByAddressesThatAreLong() {
        var slashes = "/".repeat(2_000_000);
        host.at(
                FIRST,
                "[{\"http_url_to_repo\":\"https://x" + slashes + "x\",\"wiki_access_level\":\"enabled\"}]",
                "Link",
                "<>;".repeat(2_000));

        assertThat(assertTimeout(Duration.ofSeconds(10), () -> list()).places())
                .isNotEmpty()
                .allMatch(place -> place.refused() != null && place.locator().length() < 400);
    }

    @Test
    void endsPagesThatGoOnForEver() {
        host.at(PROJECTS, "[]", "Link", "<" + host.url() + PROJECTS + "?page=2>; rel=\"next\"");

        assertThatThrownBy(this::list).hasMessageContaining("still more pages");
        assertThat(host.asked).hasSize(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>Sign in</html>",
                "{\"message\":\"hello\"}",
                "[{\"http_url_to_repo\":null}]",
                "[1]",
                "[[[[",
                ""
            })
    void refusesWhatIsNoList(String answer) {
        host.at(FIRST, answer);

        assertThatThrownBy(this::list).isInstanceOfSatisfying(SourceRefused.class, refused -> {
            assertThat(refused.code()).isEqualTo("ANSWER_UNREADABLE");
            assertThat(refused.detail()).doesNotContain("Sign in").doesNotContain(TOKEN);
        });
    }

    @Test
    void saysWhenALimitOfRequestsEnds() {
        host.at(FIRST, status(429, "Retry later", "Retry-After", "60", "RateLimit-Remaining", "0"));

        assertThatThrownBy(this::list).isInstanceOfSatisfying(SourceRefused.class, refused -> {
            assertThat(refused.code()).isEqualTo("RATE_LIMITED");
            assertThat(refused.detail()).contains("ask again in 60 seconds");
        });
    }

    @Test
    void repeatsNoCredentialThatTheHostEchoes() {
        host.at(FIRST, status(302, "", "Location", host.url() + "/echo/" + TOKEN));

        assertThatThrownBy(this::list)
                .isInstanceOfSatisfying(SourceRefused.class, refused -> assertThat(refused.detail())
                        .contains("[our credential]")
                        .doesNotContain(TOKEN));
    }

    private HolderList list() {
        return list(ConnectionFixture.vendor(host.url() + "/acme/team", token));
    }

    private static HolderList list(Connections vendor) {
        return HolderListing.list(
                vendor.require("vendor"),
                RepositoryHostFixture.of(vendor, "GITLAB").of("vendor"),
                new EgressPolicy(),
                GitHubListingTest.limits(50, 20),
                n -> {});
    }

    private String at(String name) {
        return host.url() + "/acme/team/" + name;
    }

    private String project(String name, String more) {
        return "{\"id\":1,\"http_url_to_repo\":\"%s\"%s}"
                .formatted(at(name + ".git"), more.isEmpty() ? "" : "," + more);
    }
}
