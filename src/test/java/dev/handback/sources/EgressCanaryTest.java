package dev.handback.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.http.client.methods.HttpGet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;

/**
 * A canary listens on this machine. However somebody spells its address, and whichever client is sent there, it must see no
 * connection, though the operator's own settings name just that address; only private addresses are not allowed.
 */
class EgressCanaryTest {
    private static final RemoteLimits LIMITS =
            new RemoteLimits(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(5), 100_000, 100);
    private static final StoreLimits STORE = new StoreLimits(Duration.ofSeconds(2), Duration.ofSeconds(2), 1);

    /** Names, and what their name server answers. */
    private static final Map<String, List<String>> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("localhost", List.of("127.0.0.1"));
        NAMES.put("canary.vendor.example", List.of("127.0.0.1"));
        NAMES.put("six.vendor.example", List.of("::1"));
        NAMES.put("private.vendor.example", List.of("10.1.2.3"));
        NAMES.put("metadata.google.internal", List.of("169.254.169.254"));
        NAMES.put("mixed.vendor.example", List.of("8.8.8.8", "127.0.0.1"));
        NAMES.put("mapped.vendor.example", List.of("::ffff:127.0.0.1"));
        NAMES.put("nat64.vendor.example", List.of("64:ff9b::7f00:1"));
        NAMES.put("xn--cnary-pqa.example", List.of("127.0.0.1"));
        NAMES.put("127.0.0.1.nip.example", List.of("127.0.0.1"));
        NAMES.put("zero.vendor.example", List.of("0.0.0.0"));
    }

    private static final List<String> SPELLINGS = List.of(
            // four decimal parts, and every way in which libraries read something else as such
            "127.0.0.1",
            "127.0.0.2",
            "127.255.255.254",
            "127.1",
            "127.0.1",
            "2130706433",
            "017700000001",
            "0177.0.0.1",
            "0177.0.0.01",
            "0x7f.0.0.1",
            "0x7f000001",
            "0x7f.1",
            "0X7F.0x0.0.1",
            "127.0.0.01",
            "00127.0.0.1",
            "127.0.0.1.",
            "127.000.000.001",
            "127.0.0.0x1",
            "6442450945",
            "4294967297.",
            "0.0.0.0",
            "0",
            "0x0",
            "00000",
            // private, link-local, metadata, reserved, multicast
            "10.0.0.1",
            "172.16.0.1",
            "192.168.0.1",
            "100.64.0.1",
            "169.254.169.254",
            "2852039166",
            "0xa9fea9fe",
            "169.254.170.2",
            "168.63.129.16",
            "100.100.100.200",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            // IPv6, with the forms that carry an IPv4 address, and zones
            "[::1]",
            "[0:0:0:0:0:0:0:1]",
            "[0000::0001]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[0:0:0:0:0:ffff:127.0.0.1]",
            "[::127.0.0.1]",
            "[64:ff9b::127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[64:ff9b:1::7f00:1]",
            "[2002:7f00:1::1]",
            "[2002:7f00:0001::]",
            "[fe80::1]",
            "[fe80::1%25lo]",
            "[::1%25lo]",
            "[::1%lo]",
            "[fc00::1]",
            "[fd00:ec2::254]",
            "[::ffff:169.254.169.254]",
            "[ff02::1]",
            "::1",
            "[::1",
            "[127.0.0.1]",
            // names: this machine's own, those whose name server points here, puny code, dots, letters that look alike
            "localhost",
            "LOCALHOST",
            "LocalHost",
            "localhost.",
            "canary.vendor.example",
            "CANARY.vendor.example",
            "canary.vendor.example.",
            "six.vendor.example",
            "private.vendor.example",
            "metadata.google.internal",
            "mixed.vendor.example",
            "mapped.vendor.example",
            "nat64.vendor.example",
            "xn--cnary-pqa.example",
            "127.0.0.1.nip.example",
            "zero.vendor.example",
            "c\u00e1nary.example",
            "\u2460\u2461\u2466.0.0.1",
            "\uff11\uff12\uff17.0.0.1",
            "127\u30020\u30020\u30021",
            "127.0.0.1%00.vendor.example",
            "loc%61lhost",
            // somebody before the host, and what parsers disagree about
            "vendor.example@127.0.0.1",
            "user:s3same@localhost",
            "127.0.0.1#@vendor.example",
            "127.0.0.1\\@vendor.example",
            "vendor.example:80@127.0.0.1",
            "127.0.0.1?vendor.example",
            "[::1]@vendor.example",
            " 127.0.0.1",
            "127.0.0.1\t",
            "127.0.0.1\r\nHost: vendor.example",
            "-oProxyCommand=x",
            "127.0.0.1,vendor.example",
            "//127.0.0.1");

    private static final AtomicInteger SEEN = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static ServerSocket canary;

    /** One way out of the house. */
    private interface Client {
        void go(String host, boolean allowPrivate, EgressPolicy policy) throws Exception;
    }

    private static final Map<String, Client> CLIENTS = new LinkedHashMap<>();

    static {
        CLIENTS.put("git over http", EgressCanaryTest::gitOverHttp);
        CLIENTS.put("git over ssh", EgressCanaryTest::gitOverSsh);
        CLIENTS.put("Git LFS", EgressCanaryTest::lfs);
        CLIENTS.put("S3", EgressCanaryTest::s3);
        CLIENTS.put("company login", EgressCanaryTest::companyLogin);
    }

    @BeforeAll
    static void listen() throws Exception {
        canary = new ServerSocket();
        canary.bind(new InetSocketAddress("::", 0)); // both families
        var thread = new Thread(EgressCanaryTest::accept, "canary");
        thread.setDaemon(true);
        thread.start();
        Files.writeString(folder.resolve("secret"), "canary-secret");
        Files.createFile(folder.resolve("known_hosts"));
        var keygen = new ProcessBuilder(
                        "ssh-keygen",
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-f",
                        folder.resolve("key").toString())
                .start();
        assertThat(keygen.waitFor()).isZero();
    }

    @AfterAll
    static void close() throws IOException {
        canary.close();
    }

    private static void accept() {
        while (!canary.isClosed()) {
            try (var visitor = canary.accept()) {
                SEEN.incrementAndGet();
                visitor.getOutputStream()
                        .write("HTTP/1.1 500 no\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            } catch (IOException gone) {
                // the visitor hung up, or the test is over
            }
        }
    }

    @Test
    void noSpellingLeadsAnyClientToThisMachine() {
        assertThat(new LinkedHashSet<>(SPELLINGS)).hasSize(96);
        SEEN.set(0);
        var accepted = new ArrayList<String>();
        int tried = 0;
        for (var client : CLIENTS.entrySet()) {
            for (var spelling : SPELLINGS) {
                tried++;
                try {
                    client.getValue().go(spelling, false, policy());
                    accepted.add(client.getKey() + " to " + spelling);
                } catch (SourceRefused refused) {
                    if (!Set.of(SourceRefused.Reason.POLICY, SourceRefused.Reason.UNREACHABLE)
                            .contains(refused.reason())) {
                        accepted.add(client.getKey() + " to " + spelling + ": " + refused);
                    }
                    assertThat(refused.detail()).doesNotContain("s3same", "\r", "\n");
                } catch (IllegalArgumentException noAddress) {
                    // no parser takes it for one
                } catch (Exception other) {
                    accepted.add(client.getKey() + " to " + spelling + ": " + other);
                }
            }
        }

        assertThat(accepted).isEmpty();
        assertThat(SEEN).as("connections the canary saw in %s tries", tried).hasValue(0);
        assertThat(tried).isEqualTo(SPELLINGS.size() * CLIENTS.size());
    }

    @Test
    void theCanarySeesEachClientThatIsAllowedToComeHere() {
        for (var client : CLIENTS.entrySet()) {
            SEEN.set(0);
            try {
                client.getValue().go("127.0.0.1", true, policy());
            } catch (Exception answered) {
                // it answers nonsense; that it was asked is the point
            }
            assertThat(SEEN.get()).as(client.getKey()).isPositive();
        }
    }

    /** Between check and connect the name server changes its mind: the second answer must never be heard. */
    @Test
    void aNameThatIsBoundAnewBetweenCheckAndConnectLeadsNowhereElse() throws Exception {
        try (var onlyHere = new ServerSocket()) {
            onlyHere.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.9"), canary.getLocalPort() + 1));
            for (var client : CLIENTS.entrySet()) {
                if (client.getKey().equals("company login")) {
                    continue; // https: the name never gets that far; pinned by the same policy's list
                }
                var answers = new ArrayDeque<>(List.of("127.0.0.8"));
                var policy = new EgressPolicy(host ->
                        new InetAddress[] {InetAddress.getByName(answers.isEmpty() ? "127.0.0.9" : answers.pop())});
                SEEN.set(0);
                try {
                    client.getValue().go("rebound.vendor.example", true, policy);
                } catch (Exception refused) {
                    // the canary's answer is nonsense
                }
                assertThat(answers).as(client.getKey() + " asked").isEmpty();
                onlyHere.setSoTimeout(50);
                assertThat(org.assertj.core.api.Assertions.catchThrowable(onlyHere::accept))
                        .as(client.getKey())
                        .isInstanceOf(java.net.SocketTimeoutException.class);
            }
        }
    }

    // ---- clients, each as the application uses it

    private static void gitOverHttp(String host, boolean allowPrivate, EgressPolicy policy) {
        var locator = Locator.parse("http://" + host + ":" + canary.getLocalPort() + "/a.git");
        try (var remote = GitRemote.open(git(locator, allowPrivate), locator, policy, LIMITS)) {
            remote.advertised();
        }
    }

    private static void gitOverSsh(String host, boolean allowPrivate, EgressPolicy policy) {
        var locator = Locator.parse("ssh://git@" + host + ":" + canary.getLocalPort() + "/a.git");
        try (var remote = GitRemote.open(git(locator, allowPrivate), locator, policy, LIMITS)) {
            remote.advertised();
        }
    }

    private static void lfs(String host, boolean allowPrivate, EgressPolicy policy) throws IOException {
        var locator = Locator.parse("http://" + host + ":" + canary.getLocalPort() + "/a.git");
        try (var origins = new LfsOrigins(git(locator, allowPrivate), locator, policy, LIMITS);
                var answer = origins.own().send(new HttpGet(locator.toString()), true)) {
            assertThat(answer.getStatusLine().getStatusCode()).isEqualTo(500);
        }
    }

    private static void s3(String host, boolean allowPrivate, EgressPolicy policy) {
        var endpoint = Locator.parse("http://" + host + ":" + canary.getLocalPort());
        var secret = folder.resolve("secret");
        var access = new S3Access(endpoint, "us-east-1", true, false, secret, secret, null, null, false);
        var connection = new Connection(
                "vendor", Connection.Kind.S3, List.of(), null, null, true, allowPrivate, access, null, false, null);
        try (var remote = S3Remote.open(connection, Locator.parse("s3://documents"), policy, STORE)) {
            remote.versions(null, 10);
        }
    }

    private static void companyLogin(String host, boolean allowPrivate, EgressPolicy policy) throws IOException {
        var plain = host.toLowerCase(Locale.ROOT);
        // http is for loopback alone, and only where it is spelt plainly: then the address itself must be refused
        for (var scheme : List.of("https", "http")) {
            var address = URI.create(scheme + "://" + host + ":" + canary.getLocalPort() + "/x");
            var hosts = new NamedHosts(policy, "handback.oidc", Set.of(plain), allowPrivate);
            try {
                hosts.createRequest(address, HttpMethod.GET).execute();
            } catch (SourceRefused refused) {
                if (scheme.equals("http")) throw refused;
            }
        }
    }

    private static Connection git(Locator named, boolean allowPrivate) {
        var ssh = new SshAccess(folder.resolve("key"), null, folder.resolve("known_hosts"));
        return new Connection(
                "vendor", Connection.Kind.GIT, List.of(named), "git", null, true, allowPrivate, null, ssh, false, null);
    }

    private static EgressPolicy policy() {
        return new EgressPolicy(host -> {
            var answer = NAMES.get(host);
            if (answer == null) throw new UnknownHostException(host);
            var addresses = new InetAddress[answer.size()];
            for (int i = 0; i < addresses.length; i++) addresses[i] = InetAddress.getByName(answer.get(i));
            return addresses;
        });
    }
}
