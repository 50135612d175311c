package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.SystemActor;
import dev.handback.people.NewPerson;
import dev.handback.people.People;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@RunningHouse
class LoginIT {
    // a holder's one-time link needs no account: a wrong secret is told nothing but that there is no such page
    private static final List<String> OPEN = List.of("/holder/{secret}", "/login", "/error");

    @LocalServerPort
    int port;

    @Autowired
    People people;

    @Autowired
    List<RequestMappingHandlerMapping> mappings;

    @Test
    void loggingOutInTasklistEndsTheOneSession() {
        var erin = Browser.of("erin", port);
        assertThat(erin.get("/camunda/app/tasklist/default/").statusCode()).isEqualTo(200);
        assertThat(erin.get("/password").statusCode()).isEqualTo(200);

        var logout = erin.camunda("POST", "/camunda/api/admin/auth/user/default/logout", "");

        assertThat(logout.statusCode()).isEqualTo(204);
        assertThat(erin.get("/password").statusCode()).isEqualTo(302);
        assertThat(erin.engineGet("/filter").statusCode()).isEqualTo(401);
    }

    @Test
    void loggingOutOnOurPageEndsTasklistToo() {
        var erin = Browser.of("erin", port);
        assertThat(erin.engineGet("/filter").statusCode()).isEqualTo(200);

        erin.form("/password", "/logout", "x=y");

        assertThat(erin.engineGet("/filter").statusCode()).isEqualTo(401);
    }

    @Test
    void anotherGroupEndsTheSession() {
        add("gone");
        people.setPassword("gone", RunningHouse.PASSWORD);
        var gone = Browser.of("gone", port);
        assertThat(gone.get("/password").statusCode()).isEqualTo(200);

        SystemActor.run("test", () -> people.changeGroups("gone", Set.of()));

        assertThat(gone.get("/password").headers().firstValue("Location").orElse(""))
                .endsWith("/login");
        assertThat(gone.engineGet("/filter").statusCode()).isEqualTo(401);
    }

    @Test
    void anotherPasswordEndsEverySessionButTheOneThatChangedIt() {
        add("twice");
        people.setPassword("twice", RunningHouse.PASSWORD);
        var here = Browser.of("twice", port);
        var elsewhere = Browser.of("twice", port);
        assertThat(elsewhere.engineGet("/filter").statusCode()).isEqualTo(200);

        var current = URLEncoder.encode(RunningHouse.PASSWORD, StandardCharsets.UTF_8);
        here.form("/password", "/password", "current=" + current + "&fresh=long+enough+words&again=long+enough+words");

        assertThat(here.get("/password").statusCode()).isEqualTo(200);
        assertThat(here.engineGet("/filter").statusCode()).isEqualTo(200);
        assertThat(elsewhere.get("/password").headers().firstValue("Location").orElse(""))
                .endsWith("/login");
        assertThat(elsewhere.engineGet("/filter").statusCode()).isEqualTo(401);
    }

    @Test
    void aOneTimeSecretOpensNothingButThePasswordPage() {
        var secret = add("new");
        var fresh = new Browser(port);
        fresh.login("new", secret);

        assertThat(fresh.get("/camunda/app/tasklist/default/")
                        .headers()
                        .firstValue("Location")
                        .orElse(""))
                .endsWith("/password");
        assertThat(fresh.engineGet("/filter").statusCode()).isEqualTo(403);
        assertThat(fresh.form("/password", "/password", "current=" + secret + "&fresh=short&again=short")
                        .body())
                .contains("Choose one of 12");
        fresh.form("/password", "/password", "current=" + secret + "&fresh=long+enough+words&again=long+enough+words");
        assertThat(fresh.engineGet("/filter").statusCode()).isEqualTo(200);
        assertThat(people.mustChangePassword("new")).isFalse();
    }

    @Test
    void guessingIsSlowedDown() {
        add("guess");
        people.setPassword("guess", RunningHouse.PASSWORD);
        for (int i = 0; i < 5; i++) {
            assertThat(new Browser(port)
                            .login("guess", "wrong" + i)
                            .headers()
                            .firstValue("Location")
                            .orElse(""))
                    .endsWith("/login?error");
        }

        assertThat(new Browser(port)
                        .login("guess", RunningHouse.PASSWORD)
                        .headers()
                        .firstValue("Location")
                        .orElse(""))
                .endsWith("/login?error");
    }

    @Test
    void guessingThePasswordOfNowWithSomebodysSessionIsSlowedDown() {
        add("left-open");
        people.setPassword("left-open", RunningHouse.PASSWORD);
        var session = Browser.of("left-open", port);
        for (int i = 0; i < 5; i++) {
            assertThat(change(session, "wrong" + i)).contains("The password of now is wrong.");
        }

        assertThat(change(session, RunningHouse.PASSWORD)).contains("wrong too often");
        assertThat(people.passwordMatches("left-open", RunningHouse.PASSWORD)).isTrue();
        assertThat(Browser.of("left-open", port).get("/password").statusCode())
                .as("logging in is counted apart")
                .isEqualTo(200);
    }

    private static String change(Browser session, String current) {
        var fields = "current=" + URLEncoder.encode(current, StandardCharsets.UTF_8)
                + "&fresh=long+enough+words&again=long+enough+words";
        return session.form("/password", "/password", fields).body();
    }

    @Test
    void restTakesBasicWithoutSessionAndSendsNoChallenge() {
        var wrong = basic("olga", "wrong");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("WWW-Authenticate")).isEmpty();

        var right = basic("olga", RunningHouse.PASSWORD);
        assertThat(right.statusCode()).isNotIn(401, 403);
        assertThat(right.headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void ownPagesCarryStrictHeadersAndCookies() {
        var page = new Browser(port).get("/login");

        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'; script-src 'self'");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax"));
    }

    @Test
    void nothingIsOpenToStrangersButALoginPage() {
        var addresses = new TreeSet<String>(List.of(
                "/",
                "/actuator",
                "/actuator/env",
                "/v3/api-docs",
                "/api/nothing",
                "/nothing",
                "/engine-rest/task",
                "/camunda",
                "/camunda/app/tasklist/default/",
                "/camunda/app/admin/default/setup/",
                "/camunda/lib/deps.js",
                "/camunda/api/engine/engine/default/task",
                "/camunda/api/cockpit/plugin/base/default/incident"));
        mappings.forEach(mapping ->
                mapping.getHandlerMethods().keySet().forEach(info -> addresses.addAll(info.getPatternValues())));

        for (var address : addresses) {
            var path = address.replaceAll("\\{[^}]*}", "x").replace("**", "x");
            var response = new Browser(port).get(path);
            if (!OPEN.contains(address)) {
                assertThat(response.statusCode()).as(path).isIn(302, 401, 403);
                assertThat(response.headers().firstValue("Location").orElse("/login"))
                        .as(path)
                        .endsWith("/login");
            }
        }
        for (var endpoint : List.of(
                "beans",
                "caches",
                "conditions",
                "configprops",
                "env",
                "flyway",
                "heapdump",
                "info",
                "loggers",
                "mappings",
                "metrics",
                "prometheus",
                "sbom",
                "scheduledtasks",
                "sessions",
                "shutdown",
                "threaddump")) {
            // denied to an administrator, too: there is none
            assertThat(Browser.of("adam", port).get("/actuator/" + endpoint).statusCode())
                    .as(endpoint)
                    .isIn(403, 404);
        }
        assertThat(new Browser(port).get("/actuator/health").body())
                .isEqualTo("{\"status\":\"UP\",\"groups\":[\"liveness\",\"readiness\"]}");
    }

    private String add(String id) {
        var newcomer = new NewPerson(id, null, id + " Tester", id + "@client.example", Set.of("legal"), null);
        return SystemActor.call("test", () -> people.add(newcomer));
    }

    private HttpResponse<String> basic(String id, String password) {
        var credentials = Base64.getEncoder().encodeToString((id + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new Browser(port)
                .send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/nothing"))
                        .header("Authorization", "Basic " + credentials));
    }
}
