package dev.handback.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestClock;
import dev.handback.people.LoginByCompany;
import dev.handback.people.LoginRefused;
import dev.handback.people.OidcSettings;
import dev.handback.sources.EgressPolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The company's provider when it is out, hangs, drips, or describes itself as somebody else. */
class CompanyProviderTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n";

    private interface Answering {
        void to(OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket server = listening();
    private final AtomicInteger asked = new AtomicInteger();
    /** Lets a provider go that hangs or drips, once its test has ended. */
    private final CountDownLatch over = new CountDownLatch(1);

    private volatile Answering answering = out -> out.write((OK + description()).getBytes(US_ASCII));
    private final TestClock clock = new TestClock(Instant.parse("2026-11-01T00:00:00Z"));
    private final CompanyProvider provider = new CompanyProvider(settings(), new EgressPolicy(), clock);

    @BeforeEach
    void listen() {
        var thread = new Thread(this::serve, "provider");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stop() throws IOException {
        over.countDown();
        server.close();
    }

    @Test
    void readsItOnceAnHour() {
        assertThat(found()).isTrue();
        assertThat(found()).isTrue();
        assertThat(asked).hasValue(1);

        clock.pass(Duration.ofMinutes(61));
        assertThat(found()).isTrue();
        assertThat(asked).hasValue(2);
    }

    @Test
    void leavesOneThatFailedAloneForAWhileAndThenAsksAgain() {
        var well = answering;
        answering = out -> out.write("HTTP/1.1 503 Out\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
        for (int i = 0; i < 20; i++) {
            assertThat(found()).isFalse();
        }
        assertThat(asked).hasValue(1);

        answering = well;
        assertThat(found()).as("still left alone").isFalse();
        clock.pass(Duration.ofSeconds(16));
        assertThat(found()).isTrue();
        assertThat(asked).hasValue(2);
    }

    @Test
    @Timeout(60)
    void costsOneRequestItsPatienceWhenItHangsAndNotAll() {
        answering = out -> over.await(60, SECONDS);
        var first = CompletableFuture.supplyAsync(this::found);
        while (asked.get() == 0) Thread.onSpinWait();
        long begun = System.nanoTime();
        var more = List.of(
                CompletableFuture.supplyAsync(this::found),
                CompletableFuture.supplyAsync(this::found),
                CompletableFuture.supplyAsync(this::found));

        assertThat(more).allSatisfy(one -> assertThat(one.join()).isFalse());
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
        assertThat(first.join()).isFalse();
        begun = System.nanoTime();
        assertThat(found()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        assertThat(asked).hasValue(1);
    }

    @Test
    @Timeout(60)
    void cutsOffAnAnswerThatDripsForEver() {
        answering = out -> {
            out.write(OK.getBytes(US_ASCII));
            do {
                out.write("          ".repeat(50).getBytes(US_ASCII));
                out.flush();
            } while (!over.await(500, MILLISECONDS)); // a drop now and then, so that no read ever waits long
        };

        assertThat(found()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"one line for ever", "lines for ever"})
    @Timeout(60)
    void cutsOffAHeadThatNeverEnds(String how) {
        answering = out -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
            var piece = (how.startsWith("one") ? "x" : "X-More: x\r\n")
                    .repeat(10_000)
                    .getBytes(US_ASCII);
            while (true) {
                out.write(piece);
            }
        };
        long used = Runtime.getRuntime().totalMemory();

        assertThat(found()).isFalse();
        assertThat(Runtime.getRuntime().totalMemory() - used).isLessThan(200L << 20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "issuer https://evil.example",
                "issuer http://127.0.0.1",
                "authorization_endpoint https://evil.example/authorize",
                "token_endpoint https://evil.example/token",
                "token_endpoint https://169.254.169.254/token",
                "token_endpoint file:///etc/passwd",
                "jwks_uri https://127.0.0.1.evil.example/jwks",
                "jwks_uri https://127.0.0.1@evil.example/jwks",
                "userinfo_endpoint https://evil.example/userinfo",
                "end_session_endpoint https://evil.example/logout"
            })
    void refusesADescriptionOfSomebodyElseOrThatLeadsElsewhere(String twist) {
        var parts = twist.split(" ", 2);
        answering = out -> out.write((OK
                        + description()
                                .replaceFirst(
                                        "\"" + parts[0] + "\":\"[^\"]*\"",
                                        "\"%s\":\"%s\"".formatted(parts[0], parts[1])))
                .getBytes(US_ASCII));
        assertThat(description()).contains("\"" + parts[0] + "\"");

        assertThatThrownBy(() -> provider.findByRegistrationId(LoginByCompany.PROVIDER))
                .isInstanceOf(LoginRefused.class)
                .hasMessageContaining("description cannot be used");
        assertThat(provider.logout()).isEmpty();
    }

    private boolean found() {
        try {
            return provider.findByRegistrationId(LoginByCompany.PROVIDER) != null;
        } catch (LoginRefused out) {
            assertThat(out.why()).isEqualTo(LoginRefused.Why.UNREACHABLE);
            return false;
        }
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                var thread = new Thread(() -> answer(socket), "provider-answer");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            socket.getInputStream().read(new byte[8192]);
            asked.incrementAndGet();
            answering.to(socket.getOutputStream());
        } catch (IOException | InterruptedException gone) {
            // who asked has hung up, which some tests are about
        }
    }

    private String issuer() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private String description() {
        var at = issuer();
        return """
                {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token","jwks_uri":"%1$s/jwks",\
                "userinfo_endpoint":"%1$s/userinfo","end_session_endpoint":"%1$s/logout","subject_types_supported":["public"],\
                "response_types_supported":["code"],"id_token_signing_alg_values_supported":["RS256"]}""".formatted(at);
    }

    private OidcSettings settings() {
        return new OidcSettings(
                issuer(),
                "handback",
                null,
                "secret",
                "http://127.0.0.1:1",
                "the login",
                List.of("openid"),
                "groups",
                Map.of("legal", List.of("hb-legal")),
                List.of(),
                true,
                true,
                List.of("adam"),
                "",
                Duration.ofSeconds(10));
    }

    private static ServerSocket listening() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
