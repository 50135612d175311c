package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * A git repository at its holder, over smart HTTP or SSH. The list of refs is read by our own code as raw bytes, since
 * JGit decodes ref names; the objects are received by JGit.
 */
public final class GitRemote implements GitOffer, AutoCloseable {

    static {
        HermeticGit.install();
    }

    private final Locator locator;
    private final RemoteLimits limits;
    private final GitWire wire;

    private GitRemote(Locator locator, RemoteLimits limits, GitWire wire) {
        this.locator = locator;
        this.limits = limits;
        this.wire = wire;
    }

    /**
     * Checks the policy and reads the connection's secret; connects to nothing yet. To be used by the opening thread
     * alone, whose interruption cuts it off.
     */
    public static GitRemote open(Connection connection, Locator locator, EgressPolicy policy, RemoteLimits limits) {
        return opened(connection, locator, policy, limits, null);
    }

    /** The same, with all that is asked and answered written down. */
    public static GitRemote open(
            Connection connection, Locator locator, EgressPolicy policy, RemoteLimits limits, Transcript transcript) {
        return opened(connection, locator, policy, limits, transcript);
    }

    private static GitRemote opened(
            Connection connection,
            Locator locator,
            EgressPolicy policy,
            RemoteLimits limits,
            @Nullable Transcript transcript) {
        if (connection.kind() != Connection.Kind.GIT)
            throw SourceRefused.policy(
                    "CONNECTION_KIND",
                    "connection " + connection.name() + " is of kind " + connection.kind() + ", not git");
        if (connection.place()) throw GitDestination.notForRetrieval(connection);
        return new GitRemote(locator, limits, wire(connection, locator, policy, limits, transcript));
    }

    static GitWire wire(
            Connection connection,
            Locator locator,
            EgressPolicy policy,
            RemoteLimits limits,
            @Nullable Transcript transcript) {
        switch (locator.scheme()) {
            case HTTP, HTTPS -> {
                String authorization = connection.basicAuthorization().orElse(null);
                return new HttpWire(
                        locator, new PinnedHttp(policy.admit(connection, locator), authorization, limits, transcript));
            }
            case SSH -> {
                return SshWire.open(connection, policy.admit(connection, locator), limits, transcript);
            }
            default ->
                throw new SourceRefused(
                        Reason.UNSUPPORTED,
                        "NO_GIT_LOCATOR",
                        locator + " is no git repository's address; use https or ssh");
        }
    }

    @Override
    public Advertisement advertised() {
        try (GitTalk talk = wire.talk("git-upload-pack")) {
            return new RefQuery(locator, limits).ask(talk);
        } catch (IOException | RuntimeException e) {
            throw wire.explain(e, locator);
        }
    }

    @Override
    public void fetch(Repository into, Collection<String> wanted, ObjectChecker checker, ProgressMonitor monitor) {
        try {
            receive(into, wanted, checker, monitor);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            throw wire.explain(e, locator);
        }
    }

    private void receive(Repository into, Collection<String> wanted, ObjectChecker checker, ProgressMonitor monitor)
            throws IOException {
        List<Ref> refs = wanted.stream()
                .distinct()
                .map(id -> (Ref)
                        new ObjectIdRef.Unpeeled(Ref.Storage.NETWORK, "refs/wanted/" + id, ObjectId.fromString(id)))
                .toList();
        try (Transport transport = wire.transport(into)) {
            transport.setObjectChecker(checker);
            transport.setFetchThin(false);
            // the refs are known already: this prefix asks for none of them a second time
            try (var fetch = transport.openFetch(List.of(), "refs/wanted/")) {
                fetch.fetch(wire.unspoken(monitor), refs, Set.of());
            }
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}
