package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.eclipse.jgit.transport.GitProtocolConstants;
import org.jspecify.annotations.Nullable;

/** A git command that runs at the other side of an SSH session, as JGit wants it: in the shape of a process. */
final class SshCommand extends Process {

    private static final EnumSet<ClientChannelEvent> ENDED =
            EnumSet.of(ClientChannelEvent.CLOSED, ClientChannelEvent.EXIT_STATUS, ClientChannelEvent.EXIT_SIGNAL);

    private final ClientSession session;
    private final ChannelExec channel;
    private final SshWire wire;
    private final Words words = new Words();
    private final InputStream in;
    private final OutputStream out;

    SshCommand(ClientSession session, String command, SshWire wire, Duration patience) throws IOException {
        this.session = session;
        this.wire = wire;
        this.channel = session.createExecChannel(command);
        channel.setEnv(GitProtocolConstants.PROTOCOL_ENVIRONMENT_VARIABLE, "version=2");
        channel.setErr(words);
        channel.open().verify(patience);
        this.in = new Said(channel.getInvertedOut());
        this.out = new Told(channel.getInvertedIn());
    }

    /** What the server writes beside the protocol; the first of it is enough for a message, and all of it is drained. */
    private static final class Words extends OutputStream {
        private final ByteArrayOutputStream first = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int b) {
            if (first.size() < 1024) first.write(b);
        }

        @Override
        public synchronized String toString() {
            return Printable.of(first.toString(StandardCharsets.UTF_8).strip());
        }
    }

    private final class Said extends FilterInputStream {
        private boolean any;

        Said(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            wire.waits(true);
            try {
                int read = super.read(bytes, offset, length);
                if (read < 0) ended(any);
                any |= read > 0;
                return read;
            } catch (InterruptedIOException e) {
                throw SshLogin.interrupted(e);
            } finally {
                wire.waits(false);
            }
        }
    }

    private final class Told extends FilterOutputStream {
        Told(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            wire.waits(true);
            try {
                out.write(bytes, offset, length);
            } catch (InterruptedIOException e) {
                throw SshLogin.interrupted(e);
            } finally {
                wire.waits(false);
            }
        }
    }

    /** A command that ends before it said anything tells why beside the protocol, in words of its own. */
    private void ended(boolean any) throws IOException {
        if (!session.isOpen()) throw new SocketException("the connection was closed");
        if (any) return;
        channel.waitFor(ENDED, Duration.ofSeconds(5));
        Integer status = channel.getExitStatus();
        if (status == null || status == 0 && words.toString().isEmpty()) return;
        String who = wire + " ended the git command with status " + status + ": " + words;
        throw wire.refuse(
                status == 126 || status == 127
                        ? new SourceRefused(Reason.UNSUPPORTED, "SSH_NO_GIT", who + "; the account has no git command")
                        : new SourceRefused(
                                Reason.GONE,
                                "SSH_NO_REPOSITORY",
                                who + "; it does not exist, or is hidden from this key"));
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    /** Drained already: nobody can hold the channel up with it. */
    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public int waitFor() {
        waitFor(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        return exitValue();
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) {
        return channel.waitFor(ENDED, unit.toMillis(timeout)).stream().anyMatch(ENDED::contains);
    }

    @Override
    public int exitValue() {
        @Nullable Integer status = channel.getExitStatus();
        if (status == null) throw new IllegalThreadStateException("the command told no status");
        return status;
    }

    @Override
    public void destroy() {
        channel.close(true);
    }
}
