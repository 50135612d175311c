package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession2;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.QuotedString;
import org.jspecify.annotations.Nullable;

/**
 * Git over SSH. It connects to the checked addresses only, shows one key, and goes on only with a host that shows a
 * pinned one. It is cut off when time is up, when the other side is silent for too long, or when its thread is
 * interrupted, which a blocked read would not notice.
 */
final class SshWire implements GitWire {

    private final EgressPolicy.Destination destination;
    private final RemoteLimits limits;
    private final @Nullable Transcript transcript;
    private final SshClient client;
    private final SshLogin login;
    private final ScheduledFuture<?> watch;
    private @Nullable ClientSession session;
    private volatile long waitingSince;
    private volatile @Nullable SourceRefused refusal;

    private SshWire(
            EgressPolicy.Destination destination,
            String user,
            KeyPair key,
            KnownHosts known,
            RemoteLimits limits,
            @Nullable Transcript transcript) {
        this.destination = destination;
        this.limits = limits;
        this.transcript = transcript;
        this.client = OnlyThisKey.client(known, shown -> verify(known, shown));
        this.login = new SshLogin(client, destination, user, key, limits);
        Thread owner = Thread.currentThread();
        long end = System.nanoTime() + limits.wallTime().toNanos();
        this.watch = PinnedHttp.WATCH.scheduleWithFixedDelay(() -> cutOff(owner, end), 500, 500, TimeUnit.MILLISECONDS);
    }

    static SshWire open(
            Connection connection,
            EgressPolicy.Destination destination,
            RemoteLimits limits,
            @Nullable Transcript transcript) {
        Locator locator = destination.locator();
        SshAccess access = connection.sshAccess();
        KeyPair key = SshIdentity.read(connection, access);
        var known = KnownHosts.read(connection, access.knownHostsFile(), locator.host(), locator.portOrDefault());
        return new SshWire(destination, connection.sshUser(locator), key, known, limits, transcript);
    }

    private boolean verify(KnownHosts known, PublicKey shown) {
        known.refusal(shown).ifPresent(this::refuse);
        return refusal == null;
    }

    private void cutOff(Thread owner, long end) {
        long now = System.nanoTime();
        long since = waitingSince;
        if (now - end > 0)
            refuse(SourceRefused.policy(
                    "TIME_LIMIT",
                    "took longer than the wall time of " + limits.wallTime()
                            + "; raise the limit or take it in parts"));
        else if (since != 0 && now - since > limits.stall().toNanos())
            refuse(new SourceRefused(
                    Reason.UNREACHABLE, "TIMEOUT", this + " was silent for longer than " + limits.stall()));
        if (refusal != null || owner.isInterrupted()) client.close(true);
    }

    /** Only waiting counts as silence: what we do with an answer may take as long as it takes. */
    void waits(boolean begins) {
        waitingSince = begins ? System.nanoTime() | 1 : 0;
    }

    /** The first reason is the one. */
    synchronized SourceRefused refuse(SourceRefused why) {
        SourceRefused known = refusal;
        if (known != null) return known;
        refusal = why;
        // of a command that ended, the host's own words; of what we refused, why
        if (transcript != null) transcript.refused("ssh " + this, why);
        return why;
    }

    @Override
    public @Nullable SourceRefused refusal() {
        return refusal;
    }

    @Override
    public GitTalk talk(String service) throws IOException {
        SshCommand command = run(service + " " + quotedPath());
        var heard = new BufferedInputStream(command.getInputStream());
        InputStream said = transcript == null ? heard : transcript.ofTalk("ssh " + this + " " + service, heard);
        return new GitTalk() {
            @Override
            public InputStream opening() {
                return said;
            }

            @Override
            public InputStream answer(byte[] request) throws IOException {
                command.getOutputStream().write(request);
                command.getOutputStream().flush();
                return said;
            }

            @Override
            public void close() throws IOException {
                try {
                    // the polite end: the server need not report a conversation that broke off
                    command.getOutputStream().write("0000".getBytes(StandardCharsets.US_ASCII));
                    command.getOutputStream().flush();
                } catch (IOException e) {
                    if (refusal == null && command.isAlive()) throw e;
                } finally {
                    command.destroy();
                }
            }
        };
    }

    private String quotedPath() {
        String path = uri().getPath();
        return QuotedString.BOURNE.quote(path.startsWith("/~") ? path.substring(1) : path);
    }

    private SshCommand run(String command) throws IOException {
        return new SshCommand(session(), command, this, limits.stall());
    }

    private ClientSession session() throws IOException {
        ClientSession open = session;
        if (open != null && open.isOpen()) return open;
        if (!client.isStarted()) client.start();
        try {
            open = login.open();
        } catch (SourceRefused e) {
            throw refuse(e);
        }
        session = open;
        return open;
    }

    @Override
    public Transport transport(Repository repository) throws IOException {
        var transport = (SshTransport) HermeticGit.ssh().open(uri(), repository, null);
        transport.setSshSessionFactory(new SshSessionFactory() {
            @Override
            public RemoteSession2 getSession(URIish uri, CredentialsProvider provider, FS fs, int tms) {
                return new Commands();
            }

            @Override
            public String getType() {
                return "handback";
            }
        });
        return transport;
    }

    private final class Commands implements RemoteSession2 {
        @Override
        public Process exec(String command, int timeout) throws IOException {
            return run(command);
        }

        @Override
        public Process exec(String command, Map<String, String> environment, int timeout) throws IOException {
            return run(command);
        }

        @Override
        public void disconnect() {
            // the session is used again; close() ends it
        }
    }

    private URIish uri() {
        try {
            return new URIish(destination.locator().toString());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("not canonical: " + destination.locator(), e);
        }
    }

    @Override
    public void close() {
        watch.cancel(false);
        // its waiting for the end would swallow the interruption that brought us here
        boolean interrupted = Thread.interrupted();
        client.stop();
        if (interrupted) Thread.currentThread().interrupt();
    }

    @Override
    public String toString() {
        return destination.locator().toString();
    }
}
