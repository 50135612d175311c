package dev.handback.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.io.PathUtils;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.keyboard.DefaultKeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.password.AcceptAllPasswordAuthenticator;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that OpenSSH would never be. */
@Timeout(60)
class HostileSshHostTest {

    private static final RemoteLimits LIMITS =
            new RemoteLimits(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(20), 10_000, 100);

    private final Path folder;
    private final SshServer server = SshServer.setUpDefaultServer();
    private final List<PublicKey> offered = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private KeyPair ours;
    private boolean accepts = true;
    private Behaviour behaviour = command -> {};

    /** What the host does when it is asked to run git. */
    @FunctionalInterface
    private interface Behaviour {
        void run(Git command) throws Exception;
    }

    HostileSshHostTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void start() throws Exception {
        KeyPair host = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        ours = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        try (var out = Files.newOutputStream(folder.resolve("key"))) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(ours, "exit", null, out);
        }
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(host));
        server.setPublickeyAuthenticator((user, key, session) -> {
            offered.add(key);
            return accepts;
        });
        server.setCommandFactory((channel, command) -> {
            commands.add(command);
            return new Git();
        });
        server.start();
        Files.writeString(
                folder.resolve("known_hosts"),
                "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(host.getPublic())
                        + "\n[git.vendor.example]:" + server.getPort() + " "
                        + PublicKeyEntry.toString(host.getPublic()) + "\n");
    }

    @AfterEach
    void stop() throws Exception {
        server.close(true).await();
        PathUtils.setUserHomeFolderResolver(null);
    }

    @Test
    void showsNothingButTheConnectionsOwnKeyWhateverLiesAtHome() throws Exception {
        Path home = folder.resolve("home");
        Files.createDirectories(home.resolve(".ssh"));
        try (var out = Files.newOutputStream(home.resolve(".ssh/id_ecdsa"))) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(
                    KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256), "another", null, out);
        }
        Files.writeString(home.resolve(".ssh/config"), "Host *\n  Port 1\n  ProxyJump evil.example\n");
        PathUtils.setUserHomeFolderResolver(() -> home);
        server.setPasswordAuthenticator(AcceptAllPasswordAuthenticator.INSTANCE);
        server.setKeyboardInteractiveAuthenticator(DefaultKeyboardInteractiveAuthenticator.INSTANCE);
        accepts = false;

        var refused = refused(LIMITS);

        assertThat(refused.reason()).isEqualTo(SourceRefused.Reason.FORBIDDEN);
        assertThat(refused.code()).isEqualTo("SSH_KEY_REFUSED");
        assertThat(offered).isNotEmpty().allMatch(key -> KeyUtils.compareKeys(key, ours.getPublic()));
    }

    @Test
    void endsWhenTheHostIsSilent() {
        behaviour = command -> new CountDownLatch(1).await();

        assertThat(refused(LIMITS).code()).isEqualTo("TIMEOUT");
    }

    @Test
    void countsEndlessWordsBesideTheProtocolAsSilence() {
        behaviour = command -> {
            while (true) {
                command.err.write(new byte[30_000]);
                command.err.flush();
            }
        };

        assertThat(refused(LIMITS).code()).isEqualTo("TIMEOUT");
    }

    @Test
    void endsWhenTimeIsUpHoweverTalkativeTheHostIs() {
        var impatient = new RemoteLimits(
                LIMITS.connect(), LIMITS.stall(), Duration.ofSeconds(3), Long.MAX_VALUE, Integer.MAX_VALUE);
        behaviour = command -> {
            for (int i = 0; ; i++) {
                command.say(PacketLines.packet("%040x refs/heads/b%d".formatted(i, i)));
                Thread.sleep(50);
            }
        };

        assertThat(refused(impatient).code()).isEqualTo("TIME_LIMIT");
    }

    @Test
    void refusesAnEndlessListOfRefs() {
        behaviour = command -> {
            for (int i = 0; ; i++) command.say(PacketLines.packet("%040x refs/heads/b%d".formatted(i, i)));
        };

        assertThat(refused(LIMITS).reason()).isEqualTo(SourceRefused.Reason.POLICY);
    }

    @Test
    void callsAConnectionThatIsCutLost() {
        behaviour = command -> {
            command.say("00");
            command.channel.getSession().close(true);
        };

        assertThat(refused(LIMITS).reason()).isEqualTo(SourceRefused.Reason.UNREACHABLE);
    }

    @Test
    void saysThatAnAccountHasNoGit() {
        behaviour = command -> {
            command.err.write(
                    "sh: git-upload-pack: not found\u001b[31m".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            command.err.flush();
            command.exit.onExit(127);
        };

        var refused = refused(LIMITS);
        assertThat(refused.code()).isEqualTo("SSH_NO_GIT");
        assertThat(refused.detail()).contains("git-upload-pack: not found").doesNotContain("\u001b");
    }

    @Test
    void isUnreachableWhereNoSshServerAnswers() throws Exception {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var refused = catchThrowableOfType(SourceRefused.class, () -> ask(silent.getLocalPort(), LIMITS));

            assertThat(refused.reason()).isEqualTo(SourceRefused.Reason.UNREACHABLE);
        }
    }

    @Test
    void heedsAnInterruptionWhileItWaits() throws Exception {
        var asked = new CountDownLatch(1);
        behaviour = command -> {
            asked.countDown();
            new CountDownLatch(1).await();
        };
        var patient = new RemoteLimits(LIMITS.connect(), Duration.ofMinutes(5), Duration.ofMinutes(5), 10_000, 100);
        var interrupted = new CopyOnWriteArrayList<Boolean>();
        var thread = new Thread(() -> {
            if (catchThrowableOfType(SourceRefused.class, () -> ask(server.getPort(), patient)) != null)
                interrupted.add(Thread.currentThread().isInterrupted());
        });
        thread.start();
        asked.await();

        thread.interrupt();

        thread.join(10_000);
        assertThat(interrupted).containsExactly(true);
    }

    @Test
    void asksForANameOnceAndConnectsToThatAnswerOnly() {
        behaviour = command -> command.say("0000");
        var asked = new AtomicInteger();
        var policy = new EgressPolicy(name -> {
            if (asked.incrementAndGet() > 1) throw new AssertionError("asked again");
            return new InetAddress[] {InetAddress.getByAddress(name, new byte[] {127, 0, 0, 1})};
        });

        ask("git.vendor.example", server.getPort(), LIMITS, policy);

        assertThat(asked).hasValue(1);
        assertThat(commands).containsExactly("git-upload-pack '/team/it'\\''s here.git'");
    }

    private SourceRefused refused(RemoteLimits limits) {
        return catchThrowableOfType(SourceRefused.class, () -> ask(server.getPort(), limits));
    }

    private Advertisement ask(int port, RemoteLimits limits) {
        return ask("127.0.0.1", port, limits, new EgressPolicy());
    }

    private Advertisement ask(String host, int port, RemoteLimits limits, EgressPolicy policy) {
        var locator = Locator.parse("ssh://git@" + host + ":" + port + "/team/it's%20here.git");
        var connection = ConnectionFixture.ssh(
                        List.of("ssh://git@" + host + ":" + port),
                        folder.resolve("key"),
                        null,
                        folder.resolve("known_hosts"))
                .require("vendor");
        try (var remote = GitRemote.open(connection, locator, policy, limits)) {
            return remote.advertised();
        }
    }

    @SuppressWarnings("NullAway.Init") // the server sets all of them before it starts the command
    private final class Git implements Command {
        private OutputStream out;
        private OutputStream err;
        private ExitCallback exit;
        private ChannelSession channel;
        private Thread thread;

        void say(String text) throws IOException {
            out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            out.flush();
        }

        @Override
        public void setInputStream(java.io.InputStream in) {}

        @Override
        public void setOutputStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void setErrorStream(OutputStream err) {
            this.err = err;
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment env) {
            this.channel = channel;
            Consumer<Exception> over = e -> exit.onExit(1);
            thread = new Thread(() -> {
                try {
                    behaviour.run(this);
                } catch (Exception e) {
                    over.accept(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void destroy(ChannelSession channel) throws InterruptedException {
            thread.interrupt();
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
    }
}
