package dev.handback.sources;

import static dev.handback.sources.HostOnLoopback.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.sources.HolderList.Said;
import dev.handback.sources.HolderPlace.Kind;
import dev.handback.sources.SourceRefused.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubListingTest {
    static final String TOKEN = "ghp_a-token_of-ours";
    private static final String ORGANISATION = "/api/v3/orgs/acme";
    private static final String REPOSITORIES = "/api/v3/orgs/acme/repos";

    @TempDir
    Path folder;

    private final HostOnLoopback host = new HostOnLoopback();
    private final HostOnLoopback elsewhere = new HostOnLoopback();
    private @Nullable Path token;

    @BeforeEach
    void organisation() throws IOException {
        token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        host.at(ORGANISATION, organisation(3, "2"));
    }

    @AfterEach
    void close() {
        host.close();
        elsewhere.close();
    }

    @Test
    void listsEveryPageWithWhatTheHostSaysOfEach() {
        host.at(
                REPOSITORIES + "?per_page=100",
                "[" + repository("code", "\"private\":true,\"visibility\":\"internal\",\"size\":12") + ","
                        + repository("old", "\"archived\":true,\"fork\":true,\"size\":0,\"has_wiki\":true") + "]",
                "Link",
                "<" + host.url() + "/api/v3/organizations/7/repos?per_page=100&page=2>; rel=\"next\"",
                "X-OAuth-Scopes",
                "repo, read:org");
        host.at(
                "/api/v3/organizations/7/repos?per_page=100&page=2",
                "[" + repository("third", "\"disabled\":true,\"size\":1") + "]");

        var list = list();

        assertThat(list.places())
                .extracting(HolderPlace::locator)
                .containsExactly(at("code.git"), at("old.git"), at("old.wiki.git"), at("third.git"));
        assertThat(list.places()).allMatch(HolderPlace::within);
        assertThat(list.places().get(0).marks()).containsExactly("internal");
        assertThat(list.places().get(0).bytes()).isEqualTo(12 * 1024L);
        assertThat(list.places().get(1).marks()).containsExactly("public", "archived", "fork", "size 0, perhaps empty");
        assertThat(list.places().get(2).kind()).isEqualTo(Kind.WIKI);
        assertThat(list.places().get(3).marks()).containsExactly("public", "disabled");
        assertThat(host.asked)
                .hasSize(3)
                .allMatch(asked -> asked.startsWith("GET ") && asked.endsWith("Bearer " + TOKEN));
    }

    @Test
    void saysWhatTheTokenCannotSee() {
        host.at(
                REPOSITORIES,
                "[" + repository("one", "") + "," + repository("two", "\"private\":true,\"visibility\":\"private\"")
                        + "]",
                "X-OAuth-Scopes",
                "public_repo",
                "X-GitHub-SSO",
                "partial-results; organizations=21955855");

        assertThat(list().said())
                .contains(
                        new Said(
                                "LISTED_FEWER",
                                "acme has 3 public repositories by its own count, of which 1 are listed to this credential"),
                        new Said(
                                "LISTED_FEWER",
                                "acme has 2 private repositories by its own count, of which 1 are listed to this credential"),
                        new Said("HIDDEN_STAYS_UNSEEN", "what is hidden from this credential cannot be seen"))
                .extracting(Said::code)
                .contains("SSO_PARTIAL", "SCOPE_TOO_NARROW");
    }

    @Test
    void saysThatAPrivateCountIsNotTold() {
        host.at(ORGANISATION, organisation(0, "null")).at(REPOSITORIES, "[]");

        var list = list();

        assertThat(list.places()).isEmpty();
        assertThat(list.said())
                .extracting(Said::code)
                .containsExactly("COUNT_NOT_TOLD", "SCOPES_NOT_TOLD", "HIDDEN_STAYS_UNSEEN");
    }

    @Test
    void asksAPersonWhereThereIsNoOrganisation() {
        host.at(ORGANISATION, status(404, "{}"))
                .at("/api/v3/users/acme", "{\"login\":\"acme\",\"type\":\"User\",\"public_repos\":1}")
                .at("/api/v3/users/acme/repos", "[" + repository("mine", "") + "]");

        var list = list();

        assertThat(list.places()).extracting(HolderPlace::locator).containsExactly(at("mine.git"));
        assertThat(list.said()).extracting(Said::code).contains("PUBLIC_ONLY");
    }

    @Test
    void keepsNamesThatWeRefuseAndSaysWhatLiesElsewhere() {
        var hostile = "https://evil.example/<script>alert(1)</script>";
        host.at(
                REPOSITORIES,
                "[{\"clone_url\":\"" + hostile + "\",\"visibility\":\"public\"},"
                        + "{\"clone_url\":\"https://evil.example/acme/x.git\",\"visibility\":\"public\"},"
                        + repository("-rf", "") + "]");

        var places = list().places();

        assertThat(places).hasSize(3).noneMatch(HolderPlace::within);
        assertThat(places).filteredOn(place -> place.refused() != null).hasSize(2);
        assertThat(places).extracting(HolderPlace::locator).contains(hostile, "https://evil.example/acme/x.git");
    }

    @Test
    void saysThatTheUrlsAreSpeltWithOtherCapitals() {
        host.at(REPOSITORIES, "[" + repository("x", "").replace("/acme/", "/Acme/") + "]");

        var list = list();

        assertThat(list.places()).noneMatch(HolderPlace::within);
        assertThat(list.said()).extracting(Said::code).contains("URLS_SPELT_OTHERWISE");
    }

    @Test
    void endsWithWhatStopsItFromOurSide() {
        host.at(REPOSITORIES, "[" + repository("x", "") + "]");
        var stay = new IllegalStateException("a stay was declared");

        assertThatThrownBy(() -> HolderListing.list(vendor(), hostOf(), new EgressPolicy(), limits(50, 20), n -> {
                    throw stay;
                }))
                .isSameAs(stay);
    }

    @Test
    void takesThousands() {
        for (int page = 1; page <= 30; page++) {
            int number = page;
            var rows = IntStream.range(0, 100)
                    .mapToObj(i -> repository("r-%02d-%02d".formatted(number, i), "\"size\":1"))
                    .collect(Collectors.joining(",", "[", "]"));
            var address = REPOSITORIES + "?per_page=100" + (page == 1 ? "" : "&page=" + page);
            var next = "<" + host.url() + REPOSITORIES + "?per_page=100&page=" + (page + 1) + ">; rel=\"next\"";
            if (page < 30) host.at(address, rows, "Link", next);
            else host.at(address, rows);
        }
        var told = new ArrayList<Integer>();

        var list = HolderListing.list(vendor(), hostOf(), new EgressPolicy(), limits(10_000, 200), told::add);

        assertThat(list.places()).hasSize(3_000);
        assertThat(told).hasSize(3_000).endsWith(3_000);
    }

    @Test
    void letsNoNextPageLeadTheCredentialToAnotherOrigin() {
        elsewhere.at("/api/v3/orgs/acme/repos", "[]");
        host.at(
                REPOSITORIES,
                "[" + repository("one", "") + "]",
                "Link",
                "<" + elsewhere.url() + REPOSITORIES + "?page=2&secret=1>; rel=\"next\"");

        assertThatThrownBy(this::list).isInstanceOfSatisfying(SourceRefused.class, refused -> {
            assertThat(refused.code()).isEqualTo("OTHER_HOST_REFUSED");
            assertThat(refused.detail()).contains(elsewhere.url()).doesNotContain("secret=1");
        });
        assertThat(elsewhere.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/logout", "/api/v3/../../logout", "/api/v3x/repos", "/api/v3/%2e%2e/%2e%2e/logout?x"})
    void letsNoNextPageLeadToAnotherAddressOfTheSameOrigin(String next) {
        host.at(REPOSITORIES, "[" + repository("one", "") + "]", "Link", "<" + host.url() + next + ">; rel=\"next\"");

        assertThatThrownBy(this::list).isInstanceOf(SourceRefused.class);
        assertThat(host.asked).noneMatch(asked -> asked.contains("logout") || asked.contains("v3x"));
    }

    @Test
    void endsPagesThatGoOnForEver() {
        host.at(
                REPOSITORIES,
                "[" + repository("one", "") + "]",
                "Link",
                "<" + host.url() + REPOSITORIES + "?page=2>; rel=\"next\"");

        assertThatThrownBy(this::list).isInstanceOfSatisfying(SourceRefused.class, refused -> assertThat(refused.code())
                .isEqualTo("ANSWER_TOO_LONG"));
        assertThat(host.asked).hasSize(20);
    }

    @Test
    void takesNoEmptyPageForTheEndWhereANextOneIsNamed() {
        host.at(REPOSITORIES, "[]", "Link", "<" + host.url() + REPOSITORIES + "?page=2>; rel=\"next\"");

        assertThatThrownBy(this::list).hasMessageContaining("an empty page that names a next one");
    }

    @Test
    void refusesAListLongerThanItsLimitInsteadOfCuttingIt() {
        host.at(
                REPOSITORIES,
                IntStream.range(0, 51)
                        .mapToObj(i -> repository("r" + i, ""))
                        .collect(Collectors.joining(",", "[", "]")));

        assertThatThrownBy(this::list).hasMessageContaining("more than 50 places");
    }

    @Test
    void refusesAPageWithoutEnd() {
        host.at(REPOSITORIES, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var part = " ".repeat(1 << 20).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            for (int i = 0; i < 200; i++) exchange.getResponseBody().write(part);
        });

        assertThatThrownBy(this::list).hasMessageContaining("bytes in one page");
    }

    @Test
    void followsNoRedirect() {
        host.at(ORGANISATION, status(302, "", "Location", elsewhere.url() + ORGANISATION + "?token=abc"));

        assertThatThrownBy(this::list).isInstanceOfSatisfying(SourceRefused.class, refused -> {
            assertThat(refused.code()).isEqualTo("REDIRECT_REFUSED");
            assertThat(refused.detail()).doesNotContain("token=abc");
        });
        assertThat(elsewhere.asked).isEmpty();
        assertThat(host.asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>Log in</html>",
                "{\"message\":\"hello\"}",
                "[{\"clone_url\":7}",
                "[{\"name\":\"no address\"}]",
                "[null]",
                "",
                "[{\"clone_url\":[\"ghp_a-token_of-ours\"]}]"
            })
    void refusesWhatIsNoList(String answer) {
        host.at(REPOSITORIES, answer);

        assertThatThrownBy(this::list).isInstanceOfSatisfying(SourceRefused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.BROKEN);
            assertThat(refused.code()).isEqualTo("ANSWER_UNREADABLE");
            assertThat(refused.detail()).doesNotContain(TOKEN).doesNotContain("Log in");
        });
    }

    @Test
    void tellsRefusalsApart() {
        assertThat(answered(401)).isEqualTo("FORBIDDEN HTTP_401");
        assertThat(answered(403)).isEqualTo("FORBIDDEN HTTP_403");
        assertThat(answered(
                        403, "X-GitHub-SSO", "required; url=https://github.com/orgs/acme/sso?authorization_request=A"))
                .isEqualTo("FORBIDDEN SSO_REQUIRED");
        assertThat(answered(404)).isEqualTo("GONE HTTP_404");
        assertThat(answered(503)).isEqualTo("UNREACHABLE HTTP_503");
        assertThat(answered(304)).isEqualTo("BROKEN ANSWER_UNREADABLE");
        assertThat(answered(202)).isEqualTo("BROKEN ANSWER_UNREADABLE");
    }

    @Test
    void saysWhenALimitOfRequestsEnds() {
        assertThat(answered(429, "Retry-After", "90")).isEqualTo("UNREACHABLE RATE_LIMITED");
        assertThat(answered(403, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "1795000000"))
                .isEqualTo("UNREACHABLE RATE_LIMITED");
        assertThatThrownBy(this::list).hasMessageContaining("ask again after 2026-11-18T");
        assertThat(answered(429, "Retry-After", "soon", "X-RateLimit-Reset", "99999999999999999999"))
                .isEqualTo("UNREACHABLE RATE_LIMITED");
        assertThatThrownBy(this::list).hasMessageContaining("ask again later");
        assertThat(host.asked).hasSize(5);
    }

    @Test
    void cutsOffWhoFallsSilent() {
        host.at(ORGANISATION, exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatThrownBy(this::list)
                .isInstanceOfSatisfying(SourceRefused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.UNREACHABLE));
    }

    @Test
    void speaksToNobodyWhoseAddressIsRefused() {
        var entry = ConnectionFixture.vendor("https://github.com/acme", token);
        var policy = new EgressPolicy(
                name -> new java.net.InetAddress[] {java.net.InetAddress.getByName("169.254.169.254")});
        var hosts = RepositoryHostFixture.of(entry, "GITHUB");

        assertThatThrownBy(() -> HolderListing.list(
                        entry.require("vendor"), hosts.of("vendor"), policy, limits(50, 20), n -> {}))
                .isInstanceOfSatisfying(SourceRefused.class, refused -> assertThat(refused.code())
                        .isEqualTo("ADDRESS_REFUSED"));
    }

    @Test
    void asksNothingWithoutAnOwnerOrAHost() {
        var noOwner = ConnectionFixture.vendor(host.url(), token);
        assertThatThrownBy(() -> HolderListing.list(
                        noOwner.require("vendor"),
                        RepositoryHostFixture.of(noOwner, "GITHUB").of("vendor"),
                        new EgressPolicy(),
                        limits(50, 20),
                        n -> {}))
                .hasMessageContaining("names no organisation or group");
        assertThatThrownBy(() ->
                        HolderListing.list(vendor(), Optional.empty(), new EgressPolicy(), limits(50, 20), n -> {}))
                .hasMessageContaining("set its host");
        assertThat(host.asked).isEmpty();
    }

    @Test
    void saysThatNobodyAsked() {
        host.at(REPOSITORIES, "[]");
        token = null;

        assertThat(list().said()).extracting(Said::code).contains("ASKED_AS_NOBODY");
        assertThat(host.asked).allMatch(asked -> asked.endsWith(" null"));
    }

    private String answered(int status, String... heads) {
        host.at(ORGANISATION, status(status, "{\"message\":\"no\"}", heads));
        try {
            return String.valueOf(list());
        } catch (SourceRefused e) {
            return e.reason() + " " + e.code();
        }
    }

    private HolderList list() {
        return HolderListing.list(vendor(), hostOf(), new EgressPolicy(), limits(50, 20), n -> {});
    }

    private Connection vendor() {
        return ConnectionFixture.vendor(host.url() + "/acme", token).require("vendor");
    }

    private Optional<RepositoryHost> hostOf() {
        return RepositoryHostFixture.of(ConnectionFixture.vendor(host.url() + "/acme", token), "GITHUB")
                .of("vendor");
    }

    static ListingLimits limits(int places, int requests) {
        var second = Duration.ofSeconds(1);
        return new ListingLimits(
                new RemoteLimits(second, second, Duration.ofSeconds(60), 1, 1),
                new StoreLimits(second, second, 1),
                places,
                requests);
    }

    private String at(String name) {
        return host.url() + "/acme/" + name;
    }

    private String repository(String name, String more) {
        return "{\"name\":\"%s\",\"full_name\":\"acme/%s\",\"clone_url\":\"%s\",\"visibility\":\"public\",\"has_wiki\":false%s}"
                .formatted(name, name, at(name + ".git"), more.isEmpty() ? "" : "," + more);
    }

    private static String organisation(int open, String hidden) {
        return "{\"login\":\"acme\",\"type\":\"Organization\",\"public_repos\":%d,\"total_private_repos\":%s}"
                .formatted(open, hidden);
    }
}
