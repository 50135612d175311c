package dev.handback.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Scripts and styles stay in a browser for as long as their content is the same; pages never do. */
@PagesHouse
class StaticFilesIT {
    private static final Pattern FILES = Pattern.compile("(?:href|src)=\"(/(?:css|js|vendor|webjars|images)/[^\"]+)\"");

    @LocalServerPort
    int port;

    @Test
    void areKeptByTheirContentsDigestWhilePagesAreNot() throws Exception {
        var page = get("/login");
        assertThat(cacheControl(page)).contains("no-store");

        var files = FILES.matcher(page.body())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();

        assertThat(files).hasSizeGreaterThan(2).allSatisfy(file -> {
            assertThat(file).matches(".*-[0-9a-f]{32}\\.\\w+");
            var kept = get(file);
            assertThat(kept.statusCode()).isEqualTo(200);
            assertThat(cacheControl(kept)).isEqualTo("max-age=31536000, public");
        });
    }

    @Test
    void answersOfRestAreNotKept() throws Exception {
        assertThat(cacheControl(get("/api/exits"))).contains("no-store");
    }

    private HttpResponse<String> get(String path) throws Exception {
        var pair = Base64.getEncoder().encodeToString(("olga:" + PagesHouse.PASSWORD).getBytes());
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .header("Authorization", "Basic " + pair)
                                .build(),
                        BodyHandlers.ofString());
    }

    private static String cacheControl(HttpResponse<String> answer) {
        return answer.headers().firstValue("Cache-Control").orElse("");
    }
}
