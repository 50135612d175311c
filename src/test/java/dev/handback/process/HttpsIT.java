package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Behind a proxy that speaks https to browsers, and http to us: {@code handback.https} says so, no header of a request. */
@RunningHouse
@TestPropertySource(properties = "handback.https=true")
@DirtiesContext
class HttpsIT {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    @LocalServerPort
    int port;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void everyAnswerOfOursAndOfTasklistKeepsBrowsersOnHttps() throws Exception {
        var session = loggedIn("adam");
        for (var path : List.of(
                "/",
                "/login",
                "/login?error",
                "/password",
                "/people",
                "/nothing",
                "/runbooks",
                "/api/exits",
                "/v3/api-docs",
                "/holder/nothing",
                "/error",
                "/css/handback.css",
                "/actuator/health",
                "/camunda/app/tasklist/default/",
                "/camunda/api/engine/engine/default/task")) {
            assertThat(get(path, session).headers().firstValue("Strict-Transport-Security"))
                    .as(path)
                    .hasValueSatisfying(policy -> assertThat(policy).startsWith("max-age=31536000"));
        }
    }

    @Test
    void noCookieTravelsInTheClearOrIsReadByAScriptOrSentByAnotherSite() throws Exception {
        var cookies = new ArrayList<>(get("/login", "").headers().allValues("Set-Cookie"));
        var session = loggedIn("erin");
        cookies.add(session);
        cookies.addAll(get("/camunda/app/tasklist/default/", session).headers().allValues("Set-Cookie"));

        assertThat(cookies).anyMatch(cookie -> cookie.startsWith("XSRF-TOKEN=")).hasSizeGreaterThan(2);
        assertThat(cookies).allSatisfy(cookie -> {
            assertThat(cookie).contains("Secure").containsAnyOf("SameSite=Lax", "SameSite=Strict");
            // Camunda's token against forged requests is meant to be read by Tasklist's own script
            if (!cookie.startsWith("XSRF-TOKEN=")) {
                assertThat(cookie).contains("HttpOnly");
            }
        });
    }

    @Test
    void noHeaderOfARequestMovesUs() throws Exception {
        var answer = http.send(
                HttpRequest.newBuilder(at("/"))
                        .header("X-Forwarded-Host", "evil.example")
                        .header("X-Forwarded-Proto", "http")
                        .header("Forwarded", "host=evil.example")
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).doesNotContain("evil"));
    }

    /** The session's cookie as it was set; nothing here sends it by itself, since the address is http. */
    private String loggedIn(String person) throws Exception {
        var page = get("/login", "");
        var before = page.headers().firstValue("Set-Cookie").orElseThrow();
        var token = TOKEN.matcher(page.body());
        assertThat(token.find()).isTrue();
        var answer = http.send(
                HttpRequest.newBuilder(at("/login"))
                        .header("Cookie", before.split(";")[0])
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("username=" + person + "&password="
                                + encoded(RunningHouse.PASSWORD) + "&_csrf=" + encoded(token.group(1))))
                        .build(),
                BodyHandlers.ofString());
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("JSESSIONID="))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> get(String path, String cookie) throws Exception {
        return http.send(
                HttpRequest.newBuilder(at(path))
                        .header("Cookie", cookie.split(";")[0] + ";")
                        .build(),
                BodyHandlers.ofString());
    }

    private URI at(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
