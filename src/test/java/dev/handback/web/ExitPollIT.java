package dev.handback.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.TestExit;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What an open page of an exit asks for by itself is only what moves, and never what takes long to ask. */
@PagesHouse
class ExitPollIT {
    @LocalServerPort
    int port;

    private final HttpClient visitor =
            HttpClient.newBuilder().cookieHandler(new java.net.CookieManager()).build();

    @Test
    void asksForWhatMovesAndSeldomForWhatBlocksUs() throws Exception {
        var exit = new TestExit(PagesHouse.Furnished.DATABASE)
                .register("billing")
                .agree()
                .authorise()
                .id();
        logIn();

        assertThat(get("/exits/" + exit, false))
                .containsOnlyOnce("id=\"live\"")
                .containsOnlyOnce("id=\"short\"")
                .containsOnlyOnce("id=\"blocked\"")
                .contains("id=\"live\"", "id=\"waits\"", "What blocks us", "Ledger head")
                .contains("1 of 1 asset is neither checked nor excepted", "Contract ends")
                .contains("Blocked by:", "Check what was retrieved (1)", "state REGISTERED (billing)");
        assertThat(get("/exits/" + exit, true))
                .contains("id=\"live\"", "id=\"waits\"", "id=\"short\"", "State and dates", "Where the processes wait")
                .doesNotContain("What blocks us", "Ledger head", "<html");
        assertThat(get("/exits/" + exit + "/gates", true))
                .contains("id=\"blocks\"", "id=\"blocked\"", "Sign the final return certificate")
                .doesNotContain("State and dates", "<html");
    }

    @Test
    void tellsAPageThatWasLoggedOutAndIsNowhereToComeBackTo() throws Exception {
        var exit = new TestExit(PagesHouse.Furnished.DATABASE).id();
        var poll = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/exits/" + exit + "/gates"))
                .header("HX-Request", "true")
                .build();

        assertThat(visitor.send(poll, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
        assertThat(logIn().headers().firstValue("Location"))
                .hasValueSatisfying(there -> assertThat(there).doesNotContain("gates"));
    }

    private HttpResponse<Void> logIn() throws Exception {
        var login = visitor.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/login"))
                        .build(),
                BodyHandlers.ofString());
        var token = login.body().replaceFirst("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
        return visitor.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/login"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "username=ada&password=" + PagesHouse.PASSWORD.replace(' ', '+') + "&_csrf=" + token))
                        .build(),
                BodyHandlers.discarding());
    }

    private String get(String path, boolean byItself) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (byItself) request.header("HX-Request", "true");
        HttpResponse<String> answer = visitor.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }
}
