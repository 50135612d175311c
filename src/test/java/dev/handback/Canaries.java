package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import dev.handback.demo.GitHost;
import dev.handback.demo.S3Host;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Adds to the settings of the journeys a secret of ours in every place where one is configured, and listens to the log. */
class Canaries implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    static final GreenMail MAIL = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
    static final StringBuffer LOG = new StringBuffer();
    private static final Map<String, String> SECRETS = new LinkedHashMap<>();

    static {
        // the signs that encodings treat differently
        for (var place : List.of(
                "git-password",
                "git-wrong-password",
                "echoed-password",
                "ssh-passphrase",
                "database-password",
                "smtp-password",
                "oidc-client-secret",
                "typed-as-id",
                "typed-password",
                "person-password")) {
            SECRETS.put(place, "C4n\"ry+&/= " + place + " ~%\u00e9");
        }
        // what travels in a header or on a command line has no quotes and no letters beyond ASCII
        for (var place : List.of("s3-wrong-secret-key", "seal-password", "userinfo-password")) {
            SECRETS.put(place, "C4n4ry-of-" + place + "-7Q");
        }
        SECRETS.put("s3-secret-key", S3Host.SECRET_KEY);
        for (var person : List.of("olga", "erin", "lea", "leo", "adam", "ada")) {
            SECRETS.put("password of " + person, VendorAndClient.password(person));
        }
    }

    static String secret(String place) {
        return Objects.requireNonNull(SECRETS.get(place));
    }

    /** Every secret by the place it was planted in. */
    static Map<String, String> secrets() {
        return Map.copyOf(SECRETS);
    }

    /** One that came to be only now. */
    static void add(String place, String secret) {
        SECRETS.put(place, secret);
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        var beans = context.getBeanFactory();
        try (var free = new ServerSocket(0)) {
            var home = Files.createTempDirectory("secrets");
            var vendor = (GitHost) beans.getSingleton("vendor");
            vendor.protect("team/website", "client-exit", secret("git-password"));
            var provider = new TestProvider(secret("oidc-client-secret"));
            beans.registerSingleton("provider", provider);
            beans.registerSingleton("secretsHome", home);
            var settings = new LinkedHashMap<String, Object>();
            settings.put("server.port", free.getLocalPort());
            settings.put("spring.datasource.password", secret("database-password"));
            git("vendor-team", vendor.origin() + "/team", home, "git-password", settings);
            git("git-wrong", vendor.origin() + "/team", home, "git-wrong-password", settings);
            var echoing = new EchoingHost();
            beans.registerSingleton("echoing", echoing);
            for (var way : EchoingHost.WAYS) {
                git("echo-" + way, echoing.origin() + "/" + way, home, "echoed-password", settings);
            }
            wrongStore(home, ((S3Host) beans.getSingleton("store")).endpoint(), settings);
            ssh(home, settings);
            seal(home, settings);
            mail(home, settings);
            oidc(home, provider, free.getLocalPort(), settings);
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("canaries", settings));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        listen();
    }

    private static void git(String name, String url, Path home, String place, Map<String, Object> settings)
            throws IOException {
        VendorAndClient.connection(name, url, Path.of(file(home, place)), settings);
    }

    private static void wrongStore(Path home, String endpoint, Map<String, Object> settings) throws IOException {
        var key = "handback.connections.s3-wrong.";
        settings.put(key + "kind", "s3");
        settings.put(key + "endpoint", endpoint);
        settings.put(key + "access-key-file", VendorAndClient.secret(home, "access", S3Host.ACCESS_KEY));
        settings.put(key + "secret-key-file", file(home, "s3-wrong-secret-key"));
        settings.put(key + "allow-http", true);
        settings.put(key + "allow-private-addresses", true);
    }

    /** A key that another passphrase opens. */
    private static void ssh(Path home, Map<String, Object> settings) throws IOException, InterruptedException {
        var file = home.resolve("id");
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "the right one", "-f", file.toString());
        add("ssh-key", Files.readAllLines(file).get(2));
        var key = "handback.connections.vendor-ssh.";
        settings.put(key + "kind", "git");
        settings.put(key + "urls[0]", "ssh://git@127.0.0.1:1/team");
        settings.put(key + "private-key-file", file);
        settings.put(key + "passphrase-file", file(home, "ssh-passphrase"));
        settings.put(key + "known-hosts-file", Files.createFile(home.resolve("known")));
        settings.put(key + "allow-private-addresses", true);
    }

    private static void seal(Path home, Map<String, Object> settings) throws IOException, InterruptedException {
        var store = home.resolve("seal.p12").toString();
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var key = "-alias seal -keyalg EC -groupname secp256r1 -validity 30 -storetype PKCS12".split(" ");
        var command = new java.util.ArrayList<>(List.of(keytool, "-genkeypair", "-keystore", store));
        command.addAll(List.of(key));
        command.addAll(List.of("-storepass", secret("seal-password"), "-dname", "CN=Client Ltd"));
        run(command.toArray(String[]::new));
        settings.put("handback.signing.keystore", store);
        settings.put("handback.signing.password-file", file(home, "seal-password"));
    }

    private static void mail(Path home, Map<String, Object> settings) throws IOException {
        MAIL.setUser("handback@client.example", "handback", secret("smtp-password"));
        MAIL.start();
        settings.put("handback.work.rounds", "500ms");
        settings.put("handback.mail.host", "127.0.0.1");
        settings.put("handback.mail.port", MAIL.getSmtp().getPort());
        settings.put("handback.mail.encryption", "NONE");
        settings.put("handback.mail.from", "handback@client.example");
        settings.put("handback.mail.username", "handback");
        settings.put("handback.mail.password-file", file(home, "smtp-password"));
        settings.put("handback.mail.base-url", "https://handback.client.example");
        settings.put("handback.mail.digest-hour", 0);
    }

    private static void oidc(Path home, TestProvider provider, int port, Map<String, Object> settings)
            throws IOException {
        settings.put("handback.oidc.issuer", provider.issuer());
        settings.put("handback.oidc.client-id", TestProvider.CLIENT);
        settings.put("handback.oidc.client-secret-file", file(home, "oidc-client-secret"));
        settings.put("handback.oidc.base-url", "http://127.0.0.1:" + port);
        settings.put("handback.oidc.allow-private-addresses", true);
        settings.put("handback.oidc.groups.legal[0]", "hb-legal");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static String file(Path home, String place) throws IOException {
        return VendorAndClient.secret(home, place, secret(place)).toString();
    }

    /** All that is logged, from now on, with every cause. */
    private static void listen() {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var appender = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                LOG.append(event.getFormattedMessage()).append('\n');
                if (event.getThrowableProxy() != null) {
                    LOG.append(ThrowableProxyUtil.asString(event.getThrowableProxy()))
                            .append('\n');
                }
            }
        };
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
    }
}
