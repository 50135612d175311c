package dev.handback.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our own git host that repeats our credential wherever it may say something while we place there. */
class EchoingDestinationTest {
    private static final String SECRET = "t0k&n+of/ours 12\"\u00e9";
    private static final String TOKEN = Base64.getEncoder().encodeToString(("handback:" + SECRET).getBytes(UTF_8));
    private static final RemoteLimits LIMITS =
            new RemoteLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(30), 10_000, 100);
    private static final String INSTEAD = "[our credential]";

    private final HttpServer server;
    private final Path folder;
    private final InMemoryRepository repository = new InMemoryRepository(new DfsRepositoryDescription("held"));
    private String offer = "";
    private boolean bare;
    private String answer = "";
    private int status = 200;
    private int echoes;

    EchoingDestinationTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        repository.close();
    }

    /** As it came, read out, and in the spellings of addresses, JSON and HTML. */
    static List<String> spellings() {
        return List.of(
                "Basic " + TOKEN,
                TOKEN.replace("=", ""),
                "handback:" + SECRET,
                "https://handback:" + URLEncoder.encode(SECRET, UTF_8) + "@home/",
                URLEncoder.encode(SECRET, UTF_8).replace("+", "%20"),
                "{\"was\":\"" + SECRET.replace("\"", "\\\"") + "\"}",
                SECRET.replace("&", "&amp;").replace("\"", "&quot;"));
    }

    static Stream<String> saidLate() {
        return spellings().stream().map(said -> "x".repeat(250) + said);
    }

    @ParameterizedTest
    @MethodSource({"spellings", "saidLate"})
    void saysWithoutItWhyARefWasNotTaken(String said) throws IOException {
        answer = report("unpack ok\n", "ng refs/heads/main no access for " + said + "\n");

        var refused = push(NullProgressMonitor.INSTANCE);

        assertThat(refused).singleElement().satisfies(ref -> {
            assertThat(ref.ref()).isEqualTo("refs/heads/main");
            assertThat(ref.why()).startsWith("REJECTED_OTHER_REASON no access for ");
            assertDiscreet(ref.why());
        });
        assertThat(echoes).isPositive();
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void saysWithoutItWhyNothingWasUnpacked(String said) {
        answer = report("unpack no access for " + said + "\n", "ng refs/heads/main unpacker error\n");

        assertRefused("no access for");
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void saysWithoutItWhatCameOnTheBandOfErrors(String said) {
        answer = packet("\u0003no access for " + said) + "0000";

        assertRefused("no access for");
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void saysWithoutItWhyThereIsNoListing(String said) {
        offer = packet("ERR no access for " + said);

        assertRefused("no access for");
        assertThatThrownBy(() -> open(GitDestination::listed))
                .isInstanceOfSatisfying(SourceRefused.class, refused -> assertDiscreet(refused.detail()));
    }

    @Test
    void saysWithoutItsBeginningWhatIsNoAnswerOfGit() {
        offer = SECRET + " has no access";
        bare = true;

        assertThatThrownBy(() -> push(NullProgressMonitor.INSTANCE))
                .isInstanceOfSatisfying(SourceRefused.class, refused -> assertDiscreet(refused.detail()));
    }

    @Test
    void namesNoWorkOfTheHostAfterIt() throws IOException {
        answer = packet("\u0002Looking at " + TOKEN.replace("=", "") + ": 100% (7/7), done.\n")
                + report("unpack ok\n", "ok refs/heads/main\n");
        var titles = new ArrayList<String>();

        var refused = push(new EmptyProgressMonitor() {
            @Override
            public void beginTask(String title, int totalWork) {
                titles.add(title);
            }
        });

        assertThat(refused).isEmpty();
        assertThat(titles).anyMatch(title -> title.contains("Looking at"));
        titles.stream().filter(title -> title.contains("Looking at")).forEach(EchoingDestinationTest::assertDiscreet);
    }

    @Test
    void saysWithoutItWhatAStatusMeans() {
        status = 403;
        answer = "no access for " + TOKEN;

        assertThatThrownBy(() -> push(NullProgressMonitor.INSTANCE))
                .isInstanceOfSatisfying(
                        SourceRefused.class,
                        refused -> assertThat(refused.detail()).contains("403").doesNotContain(TOKEN, SECRET));
    }

    private void assertRefused(String why) {
        assertThatThrownBy(() -> push(NullProgressMonitor.INSTANCE))
                .isInstanceOfSatisfying(SourceRefused.class, refused -> {
                    assertThat(refused.detail()).contains(why);
                    assertDiscreet(refused.detail());
                });
        assertThat(echoes).isPositive();
    }

    private static void assertDiscreet(String told) {
        assertThat(told)
                .contains(INSTEAD.substring(0, 4))
                .doesNotContain(TOKEN.substring(0, 12), "t0k", "ours 12", "ours+12", "ours%2012");
    }

    private List<GitDestination.NotTaken> push(ProgressMonitor monitor) throws IOException {
        ObjectId commit;
        try (var inserter = repository.newObjectInserter()) {
            var builder = new CommitBuilder();
            builder.setTreeId(inserter.insert(new TreeFormatter()));
            builder.setAuthor(new PersonIdent("erin", "erin@client.example", Instant.EPOCH, ZoneOffset.UTC));
            builder.setCommitter(builder.getAuthor());
            builder.setMessage("held");
            commit = inserter.insert(builder);
            inserter.flush();
        }
        return open(home -> home.push(repository, Map.of("refs/heads/main", commit.name()), monitor));
    }

    private <T> T open(Function<GitDestination, T> work) throws IOException {
        var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/home.git";
        var password = Files.writeString(folder.resolve("password"), SECRET + "\n");
        var connection = ConnectionFixture.home(url, password, true).require("home");
        try (var home = GitDestination.open(connection, Locator.parse(url), new EgressPolicy(), LIMITS)) {
            return work.apply(home);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            if (("Basic " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                echoes++; // it knows what it repeats
            }
            boolean asked = exchange.getRequestMethod().equals("GET");
            var service = asked ? exchange.getRequestURI().getQuery().replace("service=", "") : "git-receive-pack";
            exchange.getResponseHeaders()
                    .add("Content-Type", "application/x-" + service + (asked ? "-advertisement" : "-result"));
            var body = (asked ? offered(service) : answer).getBytes(UTF_8);
            exchange.sendResponseHeaders(asked ? 200 : status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String offered(String service) {
        if (bare) return offer;
        var refs = packet("0".repeat(40) + " capabilities^{}\0report-status side-band-64k agent=echo\n") + "0000";
        return packet("# service=" + service + "\n") + "0000" + (offer.isEmpty() ? refs : offer);
    }

    private static String report(String... lines) {
        var inner = new StringBuilder();
        for (var line : lines) inner.append(packet(line));
        return packet("\u0001" + inner + "0000") + "0000";
    }

    private static String packet(String line) {
        return "%04x%s".formatted(line.getBytes(UTF_8).length + 4, line);
    }
}
