package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;

/**
 * A repository at the client's own git host, which is the only thing we ever write to, and only over a connection that
 * says so. Refs are created, never moved and never deleted: the host is told that each must not exist yet.
 */
public final class GitDestination implements AutoCloseable {

    private final Locator locator;
    private final RemoteLimits limits;
    private final GitWire wire;

    private GitDestination(Locator locator, RemoteLimits limits, GitWire wire) {
        this.locator = locator;
        this.limits = limits;
        this.wire = wire;
    }

    /** @throws SourceRefused also when the connection is not one to place over; connects to nothing yet */
    public static GitDestination open(
            Connection connection, Locator locator, EgressPolicy policy, RemoteLimits limits) {
        requirePlacing(connection);
        return new GitDestination(locator, limits, GitRemote.wire(connection, locator, policy, limits, null));
    }

    static void requirePlacing(Connection connection) {
        if (!connection.place())
            throw SourceRefused.policy(
                    "CONNECTION_PLACES_NOTHING",
                    "connection " + connection.name()
                            + " is not one to place over; set place: true only for your own host");
    }

    /** What the host shows now. */
    public Advertisement listed() {
        try (GitTalk talk = wire.talk("git-upload-pack")) {
            return new RefQuery(locator, limits).ask(talk);
        } catch (IOException | RuntimeException e) {
            throw wire.explain(e, locator);
        }
    }

    /** What the host would not have: its own words, made printable, without our credential. */
    public record NotTaken(String ref, String why) {}

    /**
     * Sends the objects and creates the refs.
     *
     * @param refs full names and ids
     * @return what the host did not take; what it says it took is to be seen in a new listing
     */
    public List<NotTaken> push(Repository from, Map<String, String> refs, ProgressMonitor monitor) {
        try (Transport transport = wire.transport(from)) {
            transport.setPushThin(false);
            var updates = new ArrayList<RemoteRefUpdate>();
            for (var ref : refs.entrySet()) {
                ObjectId id = ObjectId.fromString(ref.getValue());
                updates.add(new RemoteRefUpdate(from, id.name(), id, ref.getKey(), false, null, ObjectId.zeroId()));
            }
            var told = transport.push(wire.unspoken(monitor), updates);
            return told.getRemoteUpdates().stream()
                    .filter(update -> update.getStatus() != RemoteRefUpdate.Status.OK)
                    .map(update -> new NotTaken(update.getRemoteName(), update.getStatus() + words(update)))
                    .toList();
        } catch (IOException | RuntimeException e) {
            throw wire.explain(e, locator);
        }
    }

    // before it is shortened, which could cut our credential in two
    private String words(RemoteRefUpdate update) {
        return update.getMessage() == null ? "" : " " + Printable.of(wire.unspoken(update.getMessage()));
    }

    @Override
    public void close() {
        wire.close();
    }

    static SourceRefused notForRetrieval(Connection connection) {
        return new SourceRefused(
                Reason.POLICY,
                "CONNECTION_PLACES_ONLY",
                "connection " + connection.name() + " is one to place over; nothing is retrieved over it");
    }
}
