package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.handback.TestProvider.Signing;
import dev.handback.certificates.Certificates;
import dev.handback.demo.GitHost;
import dev.handback.people.People;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestConstructor;

/** Logging in at the company's own provider, and proving there anew who signs; with a provider that a test may spoil. */
@SpringBootTest(classes = Application.class, webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
@ContextConfiguration(initializers = {VendorAndClient.class, CompanyLoginIT.WithProvider.class})
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompanyLoginIT {
    static final String SECRET = "kL9-client+secret/of=handback";

    /** Our end at a port that is known before, since the way back is a setting. */
    static class WithProvider implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            var provider = new TestProvider(SECRET);
            try (var free = new ServerSocket(0)) {
                var settings = new LinkedHashMap<String, Object>();
                settings.put("server.port", free.getLocalPort());
                settings.put("handback.oidc.issuer", provider.issuer());
                settings.put("handback.oidc.client-id", TestProvider.CLIENT);
                settings.put(
                        "handback.oidc.client-secret-file",
                        VendorAndClient.secret(Files.createTempDirectory("oidc"), "client", SECRET)
                                .toString());
                settings.put("handback.oidc.base-url", "http://127.0.0.1:" + free.getLocalPort());
                settings.put("handback.oidc.name", "Client's login");
                settings.put("handback.oidc.audience", TestProvider.AUDIENCE);
                settings.put("handback.oidc.allow-private-addresses", true);
                settings.put("handback.oidc.groups.legal[0]", "hb-legal");
                settings.put("handback.oidc.groups.operations[0]", "hb-operations");
                settings.put("handback.oidc.groups.operations[1]", "old-operations");
                context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("oidc", settings));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            context.getBeanFactory().registerSingleton("provider", provider);
        }
    }

    private final String origin;
    private final Walk walk;
    private final TestProvider provider;
    private final People people;
    private final Certificates certificates;
    private final JdbcClient superuser;
    private final TestDatabase database;
    private String number;
    private String other;

    CompanyLoginIT(
            Environment environment,
            GitHost vendor,
            TestProvider provider,
            People people,
            Certificates certificates,
            TestDatabase database) {
        this.origin = String.valueOf(environment.getProperty("handback.oidc.base-url"));
        this.walk = new Walk(environment.getRequiredProperty("server.port", Integer.class), vendor);
        this.provider = provider;
        this.people = people;
        this.certificates = certificates;
        this.database = database;
        this.superuser = JdbcClient.create(database.superuser());
    }

    @BeforeAll
    void aCertificateWaits() {
        provider.knows("s-laura", "laura", "Laura Lex", "hb-legal", "everybody");
        provider.knows("s-oskar", "oskar", "Oskar Ops", "old-operations", "hb-operations");
        provider.knows("s-nobody", "nora", "Nora Nobody", "everybody");
        number = drawnUp();
        other = drawnUp();
    }

    @BeforeEach
    void honest() {
        provider.honest();
    }

    @Test
    void letsSomebodyInWithTheGroupsOfTheClaim() {
        var oskar = loggedIn("s-oskar");

        assertThat(oskar.get("/").statusCode()).isEqualTo(200);
        assertThat(people.find("oskar")).hasValueSatisfying(person -> {
            assertThat(person.groups()).containsExactly("operations");
            assertThat(person.name()).isEqualTo("Oskar Ops");
            assertThat(person.identity()).isEqualTo(provider.issuer() + "#s-oskar");
        });
        assertThat(people.logsInAtCompany("oskar")).isTrue();
        assertThat(oskar.get("/camunda/api/engine/engine/default/filter").statusCode())
                .isEqualTo(200);
        assertThat(memberships("oskar")).containsExactly("system:");
    }

    @Test
    void readsTheGroupsAnewAtEachLogin() {
        provider.knows("s-moves", "moves", "Mo Moves", "hb-legal");
        var before = loggedIn("s-moves");
        provider.knows("s-moves", "moves", "Mo Moves", "hb-operations");

        var after = loggedIn("s-moves");

        assertThat(people.find("moves").orElseThrow().groups()).containsExactly("operations");
        assertThat(after.get("/").statusCode()).isEqualTo(200);
        assertThat(Visitor.location(before.get("/")))
                .as("a session outlives its rights")
                .endsWith("/login");
    }

    @Test
    void letsNobodyInWhoIsInNoGroupOfOursAndGivesNoAccount() {
        assertThat(refusal(comeBack(new Visitor(origin), "s-nobody"))).isEqualTo("NO_GROUP");
        assertThat(people.find("nora")).isEmpty();
    }

    @Test
    void takesTheGroupsFromWhoHasNoneAnyMore() {
        provider.knows("s-leaves", "leaves", "Lee Leaves", "hb-legal");
        loggedIn("s-leaves");
        provider.spoil(claims -> claims.claim("groups", null));

        assertThat(refusal(comeBack(new Visitor(origin), "s-leaves"))).isEqualTo("NO_GROUP");
        assertThat(people.find("leaves").orElseThrow().groups()).isEmpty();
    }

    @Test
    void keepsOutWhomAnAdministratorShutOutWhateverTheProviderTells() {
        provider.knows("s-shut", "shut", "Sid Shut", "hb-legal");
        var sid = loggedIn("s-shut");
        var adam = new Visitor(origin);
        adam.form("/login", "/login", "username=adam&password=" + Visitor.encoded(VendorAndClient.password("adam")));
        adam.form("/people", "/people/shut/groups", "x=y");
        assertThat(people.find("shut").orElseThrow().groups()).isEmpty();

        assertThat(Visitor.location(sid.get("/"))).endsWith("/login");
        assertThat(refusal(comeBack(new Visitor(origin), "s-shut"))).isEqualTo("NO_GROUP");
        adam.form("/people", "/people/shut/groups", "groups=legal");
        assertThat(loggedIn("s-shut").get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void givesNobodyTheAccountOfSomebodyElse() {
        provider.knows("s-other-lea", "lea", "Another Lea", "hb-legal");
        loggedIn("s-other-lea");

        var other = account("s-other-lea");
        assertThat(other).matches("lea-[0-9a-f]{6,14}");
        // whose address is an account's identity already is the same human being: four eyes count one
        assertThat(people.find(other).orElseThrow().identity()).isEqualTo("lea@client.example");
        assertThat(people.find("lea").orElseThrow().name()).isEqualTo("Lea");
    }

    @Test
    void makesNoPasswordForWhoLogsInAtTheProvider() {
        provider.knows("s-way", "way", "Wanda Way", "hb-legal");
        loggedIn("s-way");
        var adam = new Visitor(origin);
        adam.form("/login", "/login", "username=adam&password=" + Visitor.encoded(VendorAndClient.password("adam")));

        var answer = adam.form("/people?edit=way", "/people/way/password", "x=y");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("would walk round");
        assertThat(count("select count(*) from handback.password where person = 'way'"))
                .isZero();
        assertThatThrownBy(() -> JdbcClient.create(database.app())
                        .sql("insert into handback.password (person, hash, must_change) values ('way', 'x', false)")
                        .update())
                .hasMessageContaining("nobody has two");
    }

    static Stream<Arguments> spoiltClaims() {
        return Stream.of(
                spoilt("another nonce", claims -> claims.claim("nonce", "another")),
                spoilt("no nonce", claims -> claims.claim("nonce", null)),
                spoilt("another audience", claims -> claims.audience("another client")),
                spoilt(
                        "several audiences, not authorized for us",
                        claims -> claims.audience(List.of("another", TestProvider.CLIENT))),
                spoilt("another issuer", claims -> claims.issuer("https://evil.example")),
                spoilt("expired", claims -> claims.expirationTime(
                                Date.from(Instant.now().minusSeconds(120)))
                        .issueTime(Date.from(Instant.now().minusSeconds(180)))),
                spoilt("never expires", claims -> claims.expirationTime(null)),
                spoilt(
                        "of the future",
                        claims -> claims.notBeforeTime(Date.from(Instant.now().plusSeconds(3600)))),
                spoilt("no subject", claims -> claims.subject(null)));
    }

    private static Arguments spoilt(String name, Consumer<JWTClaimsSet.Builder> how) {
        return Arguments.of(name, how);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoiltClaims")
    void believesNoIdTokenThatDoesNotHold(String name, Consumer<JWTClaimsSet.Builder> how) {
        provider.spoil(how);
        var visitor = new Visitor(origin);

        assertThat(refusal(comeBack(visitor, "s-laura"))).isEqualTo("INVALID");
        assertThat(visitor.get("/").statusCode()).isEqualTo(302);
    }

    @ParameterizedTest
    @EnumSource(
            value = Signing.class,
            names = {"NONE", "HS256_WITH_THE_PUBLIC_KEY", "ANOTHER_KEY"})
    void believesNoIdTokenThatTheProviderDidNotSign(Signing signing) {
        provider.sign(signing);
        var visitor = new Visitor(origin);

        assertThat(refusal(comeBack(visitor, "s-laura"))).isEqualTo("INVALID");
        assertThat(visitor.get("/").statusCode()).isEqualTo(302);
    }

    @Test
    void takesNoWayBackThatThisBrowserDidNotBegin() {
        var mallory = new Visitor(origin);
        var victim = new Visitor(origin);

        var back = wayBack(mallory, "s-oskar");

        assertThat(refusal(victim.get(back))).as("login CSRF").isEqualTo("NOT_ASKED");
        assertThat(refusal(mallory.get(back.replaceAll("&state=.*", ""))))
                .as("no state")
                .isEqualTo("NOT_ASKED");
        assertThat(refusal(mallory.get(back + "x"))).as("another state").isEqualTo("NOT_ASKED");
        assertThat(victim.get("/").statusCode()).isEqualTo(302);
    }

    @Test
    void takesNoCodeTwice() {
        var visitor = new Visitor(origin);
        var back = wayBack(visitor, "s-oskar");
        assertThat(visitor.get(back).statusCode()).isEqualTo(302);

        assertThat(refusal(visitor.get(back))).isEqualTo("NOT_ASKED");

        // and where the state would be good, the provider's code is not: it was used
        var again = new Visitor(origin);
        var state = TestProvider.parameters(wayBack(again, "s-oskar").split("\\?", 2)[1])
                .getOrDefault("state", "");
        var used = TestProvider.parameters(back.split("\\?", 2)[1]).get("code");
        assertThat(refusal(again.get("/login/oauth2/code/company?code=" + used + "&state=" + Visitor.encoded(state))))
                .isEqualTo("INVALID");
    }

    @Test
    void saysWhenThePersonGaveUpAtTheProvider() {
        var visitor = new Visitor(origin);
        var back =
                wayBack(visitor, "s-oskar").replaceFirst("code=[^&]+", "error=access_denied&error_description=%3Cb%3E");

        var page = visitor.get(back);
        assertThat(refusal(page)).isEqualTo("BY_PROVIDER");
        assertThat(visitor.get(Visitor.location(page)).body())
                .contains("you gave up there")
                .doesNotContain("<b>");
    }

    @Test
    void sendsPeopleToTheSameAddressWhateverTheRequestSays() {
        var there = Visitor.location(
                new Visitor(origin.replace("127.0.0.1", "localhost")).get("/oauth2/authorization/company"));

        assertThat(TestProvider.parameters(there.split("\\?", 2)[1]))
                .containsEntry("redirect_uri", origin + "/login/oauth2/code/company")
                .containsEntry("code_challenge_method", "S256")
                .containsKeys("state", "nonce", "code_challenge");
    }

    @Test
    void makesANewSessionAtTheLogin() {
        var visitor = new Visitor(origin);
        var back = wayBack(visitor, "s-oskar");
        var before = visitor.cookie("JSESSIONID");
        visitor.get(back);

        assertThat(before).isNotEmpty();
        assertThat(visitor.cookie("JSESSIONID")).isNotEmpty().isNotEqualTo(before);
        assertThat(visitor.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void isAPageWhenTheProviderIsOutAndAdministratorsStillGetIn() {
        provider.down(true);
        var visitor = new Visitor(origin);

        var page = visitor.get("/login/refused?why=UNREACHABLE");
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).contains("cannot be reached now").doesNotContain("Exception");
        provider.honest();
        var back = wayBack(visitor, "s-oskar");
        provider.down(true);
        assertThat(refusal(visitor.get(back))).isEqualTo("UNREACHABLE");
        var adam = new Visitor(origin);
        adam.form("/login", "/login", "username=adam&password=" + Visitor.encoded(VendorAndClient.password("adam")));
        assertThat(adam.get("/people").statusCode()).isEqualTo(200);
    }

    @Test
    void loggingOutEndsTheProvidersSessionToo() {
        var oskar = loggedIn("s-oskar");

        var there = Visitor.location(oskar.form("/", "/logout", "x=y"));

        assertThat(there).startsWith(provider.issuer() + "/logout?client_id=handback&post_logout_redirect_uri=");
        assertThat(Visitor.location(oskar.get(there))).isEqualTo(origin + "/login?logout");
        assertThat(Visitor.location(oskar.get("/"))).endsWith("/login");
        assertThat(oskar.get(Visitor.location(oskar.get("/oauth2/authorization/company")))
                        .body())
                .contains("I am Oskar Ops");
    }

    @Test
    void letsFormsLeadToTheProviderAndNowhereElse() {
        assertThat(new Visitor(origin).get("/login").headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).endsWith("form-action 'self' " + provider.issuer()));
    }

    // ---- proving anew, for one document

    @Test
    void signsOnlyWithAFreshProofForThisDocument() {
        var laura = loggedIn("s-laura");
        assertThat(laura.get(signPage()).body())
                .contains("You have no password here", "Log in again to sign this document")
                .doesNotContain("name=\"password\"");

        assertThat(sign(laura, number, "").body()).contains("once more, for this document");
        assertThat(Visitor.location(comeBackAgain(laura, number, "s-laura"))).endsWith(signPage());

        var proof = proof(laura, number);
        assertThat(laura.get("/certificates/" + other + "/sign").body()).contains("You have no password here");
        assertThat(sign(laura, other, proof).body())
                .as("a proof of another document")
                .contains("used up, too old or of");
        assertThat(sign(laura, number, proof).body()).as("used up by that").contains("used up, too old or of");
        assertThat(certificates.find(number).state()).isEqualTo("DRAWN_UP");
        assertThat(certificates.find(other).state()).isEqualTo("DRAWN_UP");
    }

    @Test
    void takesNoProofOfSomebodyElse() {
        var laura = loggedIn("s-laura");
        comeBackAgain(laura, number, "s-laura");
        var proof = proof(laura, number);
        provider.knows("s-lars", "lars", "Lars Lex", "hb-legal");
        var lars = loggedIn("s-lars");

        assertThat(sign(lars, number, proof).body()).contains("used up, too old or of");
        assertThat(certificates.find(number).state()).isEqualTo("DRAWN_UP");
    }

    @Test
    void refusesAnotherPersonWhoLogsInForTheSignerAndKeepsTheSession() {
        var laura = loggedIn("s-laura");

        var refused = comeBackAgain(laura, number, "s-oskar");

        assertThat(refusal(refused)).isEqualTo("SOMEBODY_ELSE");
        assertThat(laura.get(Visitor.location(refused)).body()).contains("You are still logged in here");
        assertThat(laura.get(signPage()).body()).contains("Laura Lex", "You have no password here");
    }

    @Test
    void refusesALoginThatIsNotFreshAndOneThatDoesNotSayWhenItWas() {
        var laura = loggedIn("s-laura");

        provider.spoil(claims ->
                claims.claim("auth_time", Instant.now().minusSeconds(90).getEpochSecond()));
        assertThat(refusal(comeBackAgain(laura, number, "s-laura"))).isEqualTo("NOT_FRESH");
        provider.spoil(claims ->
                claims.claim("auth_time", Instant.now().plusSeconds(90).getEpochSecond()));
        assertThat(refusal(comeBackAgain(laura, number, "s-laura"))).isEqualTo("NOT_FRESH");
        provider.spoil(claims -> claims.claim("auth_time", null));
        var untold = comeBackAgain(laura, number, "s-laura");
        assertThat(refusal(untold)).isEqualTo("NO_TIME");
        assertThat(laura.get(Visitor.location(untold)).body()).contains("auth_time");
        assertThat(laura.get(signPage()).body()).contains("You have no password here");
    }

    @Test
    void refusesAProviderThatDoesNotAskAgain() {
        var laura = loggedIn("s-laura");
        provider.asksAgain(false);

        var there = Visitor.location(prove(laura, number));
        assertThat(TestProvider.parameters(there.split("\\?", 2)[1]))
                .containsEntry("prompt", "login")
                .containsEntry("max_age", "0");
        // its own session answers at once, within our skew: the time it tells is the login's, so nothing was proved
        assertThat(refusal(laura.get(Visitor.location(laura.get(there))))).isEqualTo("NOT_FRESH");
    }

    @Test
    void provesNothingForAnotherDocumentThanTheOneShown() {
        var laura = loggedIn("s-laura");

        var answer = laura.form(signPage(), "/certificates/" + number + "/prove", "sha256=" + "0".repeat(64));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(laura.post("/certificates/" + number + "/prove", "sha256=x").statusCode())
                .as("without the page's token")
                .isEqualTo(403);
    }

    @Test
    void givesAnOrderToDestroyOnlyWithAFreshProofForThisOrder() {
        var destruction = new DestructionWalk(walk, Clock.systemUTC());
        var register = walk.register("vendor-team", "team/website").replace(",RETURN,", ",RETURN_THEN_DESTROY,");
        var exit = walk.authorise(walk.desk("olga").open(Walk.facts(), register), "vendor-team");
        walk.outcome(exit, "website");
        destruction.returned(exit, "INTERIM", "website");
        var order = destruction.drawnUp(exit, "website");
        var page = "/orders/" + order;
        var oskar = loggedIn("s-oskar");
        var shown = destruction.get(exit, page + "/intent");
        var fields = "sha256=" + shown.path("sha256").asText() + "&intent="
                + Visitor.encoded(shown.path("intent").asText()) + "&password=";
        assertThat(oskar.get(page).body()).contains("Log in again").doesNotContain("name=\"password\"");
        assertThat(oskar.form(page, page + "/give", fields).body()).contains("once more, for this document");

        // a proof for a certificate is none for an order, and is used up by the attempt
        var laura = loggedIn("s-laura");
        comeBackAgain(laura, number, "s-laura");
        assertThat(oskar.form(page, page + "/give", fields + proof(laura, number))
                        .body())
                .contains("used up, too old or of");
        assertThat(destruction.state(exit, "website")).isEqualTo("CLEARED");

        var second = Instant.now().getEpochSecond();
        await().until(() -> Instant.now().getEpochSecond() > second);
        var there = Visitor.location(oskar.form(
                page, page + "/prove", "sha256=" + shown.path("sha256").asText()));
        assertThat(Visitor.location(oskar.get(logInThere(oskar, there, "s-oskar"))))
                .endsWith(page);
        var proof = oskar.get(page).body().replaceFirst("(?s).*name=\"password\" value=\"([^\"]+)\".*", "$1");
        oskar.form(page, page + "/give", fields + proof);

        assertThat(destruction.state(exit, "website")).isEqualTo("ORDERED");
        assertThat(destruction.get(exit, "/orders").toString()).contains("oskar");
        assertThat(oskar.form(page, page + "/give", fields + proof).body())
                .as("used up")
                .doesNotContain("is given and");
    }

    @Test
    void aProgramBringsAnAccessTokenOfSomebodyWhoIsKnown() {
        loggedIn("s-oskar");
        var token = provider.accessToken("s-oskar", claims -> {});

        assertThat(rest(token, "/api/exits").statusCode()).isEqualTo(200);
        assertThat(rest(token, "/api/tasks").statusCode()).isEqualTo(200);
        var opened = send(request(token, "/api/exits").POST(BodyPublishers.ofString("{}")));
        assertThat(opened.statusCode()).as("no session, so no token of a page").isNotEqualTo(403);
        assertThat(opened.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(rest(token, "/").statusCode()).as("opens REST alone").isEqualTo(302);
        assertThat(rest(token, "/camunda/api/engine/engine/default/filter").statusCode())
                .isEqualTo(401);
    }

    static Stream<Arguments> spoiltTokens() {
        return Stream.of(
                spoilt("for another audience", claims -> claims.audience("another-api")),
                spoilt("an ID token", claims -> claims.audience(TestProvider.CLIENT)),
                spoilt("an ID token for both", claims -> claims.claim("nonce", "n")),
                spoilt("of another issuer", claims -> claims.issuer("https://evil.example")),
                spoilt(
                        "expired",
                        claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(120)))),
                spoilt("never expires", claims -> claims.expirationTime(null)),
                spoilt(
                        "of the future",
                        claims -> claims.notBeforeTime(Date.from(Instant.now().plusSeconds(3600)))),
                spoilt("without a subject", claims -> claims.subject(null)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoiltTokens")
    void believesNoAccessTokenThatDoesNotHold(String name, Consumer<JWTClaimsSet.Builder> how) {
        loggedIn("s-oskar");

        var answer = rest(provider.accessToken("s-oskar", how), "/api/exits");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("the access token does not hold", "/api/exits");
    }

    @ParameterizedTest
    @EnumSource(
            value = Signing.class,
            names = {"NONE", "HS256_WITH_THE_PUBLIC_KEY", "ANOTHER_KEY"})
    void believesNoAccessTokenThatTheProviderDidNotSign(Signing signing) {
        loggedIn("s-oskar");
        provider.sign(signing);

        assertThat(rest(provider.accessToken("s-oskar", claims -> {}), "/api/exits")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void anAccessTokenMakesNobodyAndGivesNoGroup() {
        provider.knows("s-never", "never", "Nina Never", "hb-legal");
        var unknown = rest(provider.accessToken("s-never", claims -> {}), "/api/exits");
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).contains("log in on the pages once");
        assertThat(people.find("never")).isEmpty();

        provider.knows("s-fewer", "fewer", "Fe Fewer", "hb-legal");
        loggedIn("s-fewer");
        var fewer = rest(provider.accessToken("s-fewer", claims -> claims.claim("groups", null)), "/api/exits");
        assertThat(fewer.statusCode()).isEqualTo(401);
        assertThat(fewer.body()).contains("does not lead into every group of fewer");
        var more =
                provider.accessToken("s-fewer", claims -> claims.claim("groups", List.of("hb-legal", "hb-operations")));
        assertThat(rest(more, "/api/exits").statusCode()).isEqualTo(200);
        assertThat(people.find("fewer").orElseThrow().groups()).containsExactly("legal");
    }

    @Test
    void nobodySignsByAnAccessTokenAlone() {
        loggedIn("s-laura");
        var token = provider.accessToken("s-laura", claims -> {});
        var shown = walk.desk("lea").get("/api/certificates/" + number).orFail().body();

        var answer = send(request(token, "/api/certificates/" + number + "/sign")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"sha256\":\"%s\",\"intent\":\"%s\",\"password\":\"\"}"
                        .formatted(
                                shown.path("sha256").asText(),
                                shown.path("intent").asText()))));

        assertThat(answer.statusCode()).isBetween(400, 499);
        assertThat(certificates.find(number).state()).isEqualTo("DRAWN_UP");
    }

    @Test
    void keepsNoTokenInTheDatabase() {
        loggedIn("s-oskar");
        assertThat(provider.tokens()).isNotEmpty();
        var dump = String.join("\n", DumpedDatabase.of(database).values());
        assertThat(dump).contains("s-oskar");
        for (var token : provider.tokens()) {
            assertThat(dump).doesNotContain(token);
        }
        assertThat(dump).doesNotContain(SECRET);
    }

    @Test
    void signsInABrowserFromTasklist() {
        var certificate = drawnUp();
        try (var browser = new Browser(origin)) {
            var laura = browser.windowByCompany("I am Laura Lex");
            browser.take(laura, "Sign certificate " + certificate);
            browser.follow(laura, "Read and sign");
            browser.isAccessible(laura);
            browser.picture(laura, "prove");
            button(laura, "Log in again to sign this document");
            button(laura, "I am Laura Lex");
            laura.waitForURL(url -> url.endsWith("/sign"));
            browser.isAccessible(laura);
            laura.locator("input[name=meant]").check();
            button(laura, "Sign this document");
            laura.getByText("Signed and sealed.").first().waitFor();
            button(laura, "Log out");
            laura.getByText("You are logged out").waitFor();
            assertThat(browser.complaints()).isEmpty();
        }
        assertThat(certificates.find(certificate)).satisfies(signed -> {
            assertThat(signed.state()).isEqualTo("SIGNED");
            assertThat(signed.signedBy()).isEqualTo("laura");
        });
    }

    private static void button(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .first()
                .click();
    }

    // ---- steps

    private String drawnUp() {
        var exit = walk.authorised("vendor-team", "team/website");
        walk.outcome(exit, "website");
        walk.check("emil", exit, "website");
        return walk.drawnUp(exit, "INTERIM", "website");
    }

    private String signPage() {
        return "/certificates/" + number + "/sign";
    }

    private Visitor loggedIn(String subject) {
        var visitor = new Visitor(origin);
        var page = comeBack(visitor, subject);
        assertThat(Visitor.location(page)).doesNotContain("refused");
        return visitor;
    }

    private HttpResponse<String> comeBack(Visitor visitor, String subject) {
        return visitor.get(wayBack(visitor, subject));
    }

    private String wayBack(Visitor visitor, String subject) {
        return logInThere(visitor, Visitor.location(visitor.get("/oauth2/authorization/company")), subject);
    }

    private static String logInThere(Visitor visitor, String there, String subject) {
        return Visitor.location(visitor.post(there, "subject=" + subject));
    }

    private HttpResponse<String> prove(Visitor visitor, String certificate) {
        return visitor.form(
                "/certificates/" + certificate + "/sign",
                "/certificates/" + certificate + "/prove",
                "sha256=" + certificates.find(certificate).pdfSha256());
    }

    private HttpResponse<String> comeBackAgain(Visitor visitor, String certificate, String subject) {
        // auth_time counts whole seconds: the next login is told to be later only in the next one
        var second = Instant.now().getEpochSecond();
        await().until(() -> Instant.now().getEpochSecond() > second);
        return visitor.get(logInThere(visitor, Visitor.location(prove(visitor, certificate)), subject));
    }

    private static String proof(Visitor visitor, String certificate) {
        var page = visitor.get("/certificates/" + certificate + "/sign").body();
        assertThat(page).contains("You have just logged in again, for this document.");
        return page.replaceFirst("(?s).*name=\"password\" value=\"([^\"]+)\".*", "$1");
    }

    private HttpResponse<String> sign(Visitor visitor, String certificate, String proof) {
        var shown = walk.desk("lea")
                .get("/api/certificates/" + certificate)
                .orFail()
                .body();
        return visitor.form(
                "/certificates/" + certificate + "/sign",
                "/certificates/" + certificate + "/sign",
                "meant=yes&sha256=" + shown.path("sha256").asText() + "&intent="
                        + Visitor.encoded(shown.path("intent").asText()) + "&password=" + proof);
    }

    private static String refusal(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(302);
        return Visitor.location(response).replaceFirst(".*/login/refused[?]why=", "");
    }

    private HttpResponse<String> rest(String token, String path) {
        return send(request(token, path));
    }

    private HttpRequest.Builder request(String token, String path) {
        return HttpRequest.newBuilder(URI.create(origin + path)).header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String account(String subject) {
        return superuser
                .sql("select person from handback.person_subject where subject = ?")
                .param(subject)
                .query(String.class)
                .single();
    }

    private List<String> memberships(String person) {
        return superuser
                .sql("select distinct left(actor, 7) from handback.membership_change where person = ?")
                .param(person)
                .query(String.class)
                .list();
    }

    private int count(String sql) {
        return superuser.sql(sql).query(Integer.class).single();
    }
}
