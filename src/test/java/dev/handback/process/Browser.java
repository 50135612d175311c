package dev.handback.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What one person sends: keeps cookies, follows nothing, sends the tokens that our pages and Tasklist send. */
class Browser {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final String ENGINE = "/camunda/api/engine/engine/default";
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final String base;

    Browser(int port) {
        base = "http://localhost:" + port;
    }

    static Browser of(String person, int port) {
        var browser = new Browser(port);
        browser.login(person, RunningHouse.PASSWORD);
        return browser;
    }

    HttpResponse<String> login(String id, String password) {
        return form("/login", "/login", "username=" + encoded(id) + "&password=" + encoded(password));
    }

    /** Sends a form of our own page, with the token that the page holds. */
    HttpResponse<String> form(String page, String action, String fields) {
        var token = TOKEN.matcher(get(page).body());
        var csrf = token.find() ? "&_csrf=" + encoded(token.group(1)) : "";
        return send(HttpRequest.newBuilder(URI.create(base + action))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields + csrf)));
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)));
    }

    /** A command without anything in it, with the token that this session was given. */
    HttpResponse<String> command(String method, String path) {
        var token = TOKEN.matcher(get("/password").body());
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-CSRF-TOKEN", token.find() ? token.group(1) : "")
                .method(method, BodyPublishers.ofString("")));
    }

    HttpResponse<String> engineGet(String path) {
        return get(ENGINE + path);
    }

    HttpResponse<String> enginePost(String path, String json) {
        return camunda("POST", ENGINE + path, json);
    }

    /** As Tasklist sends it: the token of Camunda's cookie in a header. */
    HttpResponse<String> camunda(String method, String path, String json) {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .header("X-XSRF-TOKEN", cookie("XSRF-TOKEN"))
                .method(method, BodyPublishers.ofString(json)));
    }

    String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
