package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;

/** Connects to one of the checked addresses and logs in with the one key. */
record SshLogin(SshClient client, EgressPolicy.Destination destination, String user, KeyPair key, RemoteLimits limits) {

    /** @throws SourceRefused when nobody answers, or we are not let in */
    ClientSession open() throws IOException {
        ClientSession connected = connected();
        connected.addPublicKeyIdentity(key);
        try {
            connected.auth().verify(limits.stall());
            return connected;
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        } catch (SshException e) {
            throw failed(e);
        }
    }

    private ClientSession connected() throws IOException {
        IOException last = null;
        for (InetAddress address : destination.addresses()) {
            // an address that remembers its name could be resolved a second time
            var at = new InetSocketAddress(
                    InetAddress.getByAddress(address.getAddress()),
                    destination.locator().portOrDefault());
            try {
                return client.connect(user, at).verify(limits.connect()).getSession();
            } catch (InterruptedIOException e) {
                throw interrupted(e);
            } catch (IOException e) {
                last = e;
            }
        }
        throw new SourceRefused(
                Reason.UNREACHABLE,
                last != null && last.getCause() instanceof TimeoutException ? "TIMEOUT" : "CONNECTION_REFUSED",
                destination.locator() + " did not answer: "
                        + (last == null ? "no address" : Printable.of(last.toString())));
    }

    private SourceRefused failed(SshException failure) {
        if (failure.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE)
            return new SourceRefused(
                    Reason.FORBIDDEN,
                    "SSH_KEY_REFUSED",
                    destination.locator() + " does not accept " + SshIdentity.fingerprint(key.getPublic())
                            + " for user " + user);
        boolean silent = failure.getCause() instanceof TimeoutException;
        return new SourceRefused(
                Reason.UNREACHABLE,
                silent ? "TIMEOUT" : "SSH_LOGIN_FAILED",
                destination.locator() + " did not come to a login: "
                        + Printable.of(String.valueOf(failure.getMessage())));
    }

    /** The library forgets that the thread was interrupted; the retrieval must know. */
    static InterruptedIOException interrupted(InterruptedIOException e) {
        if (e.getCause() instanceof InterruptedException) Thread.currentThread().interrupt();
        return e;
    }
}
