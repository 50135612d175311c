package dev.handback;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * An OpenID Connect provider on loopback: code flow with PKCE, a session of its own, RS256, logging out. It is strict as real
 * ones are; what it tells in ID tokens, and how it signs them, a test may spoil.
 */
final class TestProvider implements AutoCloseable {
    static final String CLIENT = "handback";
    static final String AUDIENCE = "https://handback.client.example/api";

    /** How an ID token is signed. */
    enum Signing {
        RS256,
        NONE,
        HS256_WITH_THE_PUBLIC_KEY,
        ANOTHER_KEY
    }

    record Account(String subject, String username, String name, String email, List<String> groups) {}

    private record Session(String subject, Instant at) {}

    private record Code(Map<String, String> request, Session session) {}

    private final HttpServer server;
    private final RSAKey key = key("one");
    private final RSAKey other = key("one");
    private final String secret;
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private volatile Consumer<JWTClaimsSet.Builder> twist = claims -> {};
    private volatile Signing signing = Signing.RS256;
    private volatile boolean down;
    private volatile boolean asksAgain = true;

    TestProvider(String secret) {
        this.secret = secret;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "provider");
            thread.setDaemon(true);
            return thread;
        }));
        serve("/.well-known/openid-configuration", exchange -> json(exchange, 200, description()));
        serve(
                "/jwks",
                exchange -> json(exchange, 200, new JWKSet(key).toPublicJWKSet().toString()));
        serve("/authorize", this::authorize);
        serve("/token", this::token);
        serve("/logout", this::logout);
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void knows(String subject, String username, String name, String... groups) {
        accounts.put(subject, new Account(subject, username, name, username + "@client.example", List.of(groups)));
    }

    /** As a program gets one for this account, signed as this provider signs just now. */
    String accessToken(String subject, Consumer<JWTClaimsSet.Builder> twist) {
        var now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(subject)
                .audience(List.of("another-api", AUDIENCE))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .claim("client_id", "a-program")
                .claim("groups", Objects.requireNonNull(accounts.get(subject)).groups());
        twist.accept(claims);
        try {
            return signed(claims.build());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Until {@link #honest}. */
    void spoil(Consumer<JWTClaimsSet.Builder> claims) {
        twist = claims;
    }

    void sign(Signing how) {
        signing = how;
    }

    void down(boolean out) {
        down = out;
    }

    /** Whether it heeds prompt=login and max_age. */
    void asksAgain(boolean heeds) {
        asksAgain = heeds;
    }

    void honest() {
        twist = claims -> {};
        signing = Signing.RS256;
        down = false;
        asksAgain = true;
    }

    /** Every token and code it gave out, to be found nowhere. */
    List<String> tokens() {
        return List.copyOf(tokens);
    }

    private String description() {
        return """
                {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token","jwks_uri":"%1$s/jwks",
                 "end_session_endpoint":"%1$s/logout","response_types_supported":["code"],"subject_types_supported":["public"],
                 "id_token_signing_alg_values_supported":["RS256"],"scopes_supported":["openid","profile","email"]}
                """.formatted(issuer());
    }

    private void authorize(HttpExchange exchange) throws IOException {
        var asked = parameters(exchange.getRequestURI().getRawQuery());
        if (!CLIENT.equals(asked.get("client_id"))
                || !"code".equals(asked.get("response_type"))
                || !"S256".equals(asked.get("code_challenge_method"))
                || asked.get("code_challenge") == null
                || asked.get("state") == null
                || asked.get("nonce") == null) {
            page(exchange, 400, "not asked as it should be");
            return;
        }
        if (exchange.getRequestMethod().equals("POST")) {
            var posted = parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            var session = new Session(posted.getOrDefault("subject", ""), Instant.now());
            var cookie = UUID.randomUUID().toString();
            sessions.put(cookie, session);
            exchange.getResponseHeaders().add("Set-Cookie", "provider=" + cookie + "; HttpOnly; Path=/");
            back(exchange, asked, session);
            return;
        }
        var known = sessions.get(cookie(exchange));
        boolean again = "login".equals(asked.get("prompt")) || "0".equals(asked.get("max_age"));
        if (known != null && !(again && asksAgain)) {
            back(exchange, asked, known);
            return;
        }
        page(
                exchange,
                200,
                accounts.values().stream()
                        .map(account -> "<form method=post action='"
                                + exchange.getRequestURI().toString().replace("'", "")
                                + "'><button name=subject value='" + account.subject() + "'>I am " + account.name()
                                + "</button></form>")
                        .collect(Collectors.joining()));
    }

    private void back(HttpExchange exchange, Map<String, String> asked, Session session) throws IOException {
        var code = UUID.randomUUID().toString();
        tokens.add(code);
        codes.put(code, new Code(asked, session));
        redirect(
                exchange,
                asked.get("redirect_uri") + "?code=" + code + "&state="
                        + URLEncoder.encode(asked.get("state"), StandardCharsets.UTF_8));
    }

    private void token(HttpExchange exchange) throws IOException {
        var posted = parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        var credentials = Base64.getEncoder()
                .encodeToString((CLIENT + ":" + URLEncoder.encode(secret, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8));
        if (!("Basic " + credentials).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            json(exchange, 401, "{\"error\":\"invalid_client\"}");
            return;
        }
        var code = codes.remove(String.valueOf(posted.get("code")));
        if (code == null
                || !code.request().getOrDefault("redirect_uri", "").equals(posted.get("redirect_uri"))
                || !code.request()
                        .getOrDefault("code_challenge", "")
                        .equals(challenge(posted.getOrDefault("code_verifier", "")))) {
            json(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        var idToken = idToken(code);
        var access = UUID.randomUUID().toString();
        tokens.add(idToken);
        tokens.add(access);
        json(
                exchange,
                200,
                "{\"access_token\":\"" + access + "\",\"token_type\":\"Bearer\",\"expires_in\":60,\"id_token\":\""
                        + idToken + "\"}");
    }

    private String idToken(Code code) {
        var account = Objects.requireNonNull(accounts.get(code.session().subject()));
        var now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(account.subject())
                .audience(CLIENT)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .claim("nonce", code.request().get("nonce"))
                .claim("auth_time", code.session().at().getEpochSecond())
                .claim("preferred_username", account.username())
                .claim("name", account.name())
                .claim("email", account.email())
                .claim("groups", account.groups());
        twist.accept(claims);
        try {
            return signed(claims.build());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String signed(JWTClaimsSet claims) throws JOSEException {
        if (signing == Signing.NONE) {
            return new PlainJWT(claims).serialize();
        }
        boolean mac = signing == Signing.HS256_WITH_THE_PUBLIC_KEY;
        var header = new JWSHeader.Builder(mac ? JWSAlgorithm.HS256 : JWSAlgorithm.RS256)
                .keyID(key.getKeyID())
                .build();
        var jwt = new SignedJWT(header, claims);
        if (mac) {
            jwt.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
        } else {
            jwt.sign(new RSASSASigner(signing == Signing.ANOTHER_KEY ? other : key));
        }
        return jwt.serialize();
    }

    private void logout(HttpExchange exchange) throws IOException {
        sessions.remove(cookie(exchange));
        redirect(
                exchange,
                parameters(exchange.getRequestURI().getRawQuery()).getOrDefault("post_logout_redirect_uri", ""));
    }

    private interface Answering {
        void answer(HttpExchange exchange) throws IOException;
    }

    private void serve(String path, Answering answering) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (down) {
                    page(exchange, 503, "out");
                } else {
                    answering.answer(exchange);
                }
            }
        });
    }

    private static String cookie(HttpExchange exchange) {
        var header = String.valueOf(exchange.getRequestHeaders().get("Cookie"));
        int at = header.indexOf("provider=");
        return at < 0 ? "" : header.substring(at + 9).split("[;,\\]]", 2)[0].strip();
    }

    private static String challenge(String verifier) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.valueOf(verifier).getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> parameters(String query) {
        var parameters = new HashMap<String, String>();
        for (var one : query.split("&")) {
            var parts = one.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().add("Location", URI.create(to).toString());
        exchange.sendResponseHeaders(302, -1);
    }

    private static void page(HttpExchange exchange, int status, String body) throws IOException {
        answer(
                exchange,
                status,
                "text/html; charset=utf-8",
                "<!doctype html><title>Provider</title><link rel=icon href='data:,'>" + body);
    }

    private static void json(HttpExchange exchange, int status, String body) throws IOException {
        answer(exchange, status, "application/json", body);
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
