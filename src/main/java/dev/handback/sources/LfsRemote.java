package dev.handback.sources;

import dev.handback.sources.LfsEnd.Here;
import dev.handback.sources.LfsEnd.NotHere;
import dev.handback.sources.LfsPatience.Answered;
import dev.handback.sources.SourceRefused.Reason;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The Git LFS server beside a repository: batch API, basic transfer, downloads only. Where an object lies is the
 * server's word, so each address it names passes the connection's policy, and our credential goes to the repository's
 * own origin only.
 */
public final class LfsRemote implements AutoCloseable {

    /** As many objects are asked for at once. */
    public static final int BATCH = 100;

    private final Locator server;
    private final LfsOrigins origins;
    private final LfsPatience patience;
    private final LfsServer asked;
    private final ExecutorService downloads;

    private record Ended(LfsObject object, LfsEnd end) {}

    private LfsRemote(Locator server, LfsOrigins origins, LfsPatience patience, Clock clock) {
        this.server = server;
        this.origins = origins;
        this.patience = patience;
        this.asked = new LfsServer(server, origins.own(), patience, clock);
        this.downloads = Executors.newFixedThreadPool(patience.parallel(), task -> {
            var thread = new Thread(task, "lfs-download");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Checks the policy and reads the connection's secret; connects to nothing yet. To be used by the opening thread
     * alone, whose interruption cuts it off.
     *
     * @param repository over http or https, ssh is refused; its LFS server is the one that git-lfs would ask without further settings
     */
    public static LfsRemote open(
            Connection connection,
            Locator repository,
            EgressPolicy policy,
            RemoteLimits limits,
            LfsPatience patience,
            Clock clock) {
        if (repository.scheme() == Locator.Scheme.SSH)
            throw new SourceRefused(
                    Reason.UNSUPPORTED,
                    "LFS_NOT_OVER_SSH",
                    "LFS objects are fetched over https only, " + repository
                            + " was reached over ssh; correct the row to an https connection and address, and retrieve it again");
        Locator server = LfsServer.beside(repository);
        return new LfsRemote(server, new LfsOrigins(connection, server, policy, limits), patience, clock);
    }

    /**
     * Fetches objects into the folder, each into a file named by its oid, several at once, and tells how each ended in the
     * order in which they end. After a refusal this remote is to be closed.
     *
     * @param wanted at most {@link #BATCH}
     * @param keep takes over a file that came; called by several threads
     * @param ended called by the calling thread only, and after {@code keep}
     * @throws SourceRefused when the server answers for none of them; reason FORBIDDEN when our own credential is refused
     */
    public void fetch(
            Collection<LfsObject> wanted, Path folder, Consumer<Path> keep, BiConsumer<LfsObject, LfsEnd> ended) {
        Unspoken unspoken = origins.own().unspoken();
        try {
            fetchAll(wanted, folder, keep, (object, end) -> ended.accept(object, unspoken.in(end)));
        } catch (SourceRefused e) {
            throw unspoken.in(e);
        }
    }

    private void fetchAll(
            Collection<LfsObject> wanted, Path folder, Consumer<Path> keep, BiConsumer<LfsObject, LfsEnd> ended) {
        var running = new ExecutorCompletionService<Ended>(downloads);
        Map<LfsObject, LfsOffer> offers = asked.offers(wanted);
        offers.forEach((object, offer) -> running.submit(() -> {
            LfsEnd end = fetch(object, offer, folder);
            if (end instanceof Here here) keep.accept(here.file());
            return new Ended(object, end);
        }));
        for (int left = offers.size(); left > 0; left--) {
            Ended next = next(running);
            ended.accept(next.object(), next.end());
        }
    }

    private static Ended next(CompletionService<Ended> running) {
        try {
            return running.take().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceRefused(Reason.OURS, "STOPPED", "the retrieval was stopped");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) throw known;
            throw new IllegalStateException("downloading LFS objects failed", e.getCause());
        }
    }

    private LfsEnd fetch(LfsObject object, LfsOffer offer, Path folder) {
        if (offer instanceof LfsOffer.Refused refused) return refused.why();
        var expired = new NotHere("LFS_OBJECT_FORBIDDEN", "the offer ended before it could be used");
        LfsEnd end = download(object, ((LfsOffer.Download) offer).from(), folder, expired);
        // signed addresses answer 403 when their time has passed, which a long queue makes likely: ask for another
        if (!(end instanceof NotHere no) || !no.code().equals("LFS_OBJECT_FORBIDDEN")) return end;
        @Nullable LfsOffer again = asked.offers(List.of(object)).get(object);
        if (again instanceof LfsOffer.Refused refused) return refused.why();
        return again instanceof LfsOffer.Download renewed ? download(object, renewed.from(), folder, expired) : end;
    }

    private LfsEnd download(LfsObject object, LfsAction from, Path folder, LfsEnd expired) {
        if (from.expired()) return expired;
        boolean identified = origins.isOwn(from.at()) && !from.authorized();
        try {
            PinnedHttp http = origins.of(from.at());
            var download = new LfsDownload(object, from, folder);
            LfsEnd end = patience.insist(from.at(), http, () -> download.over(http, identified));
            // what a bad line changed comes right the second time; what the holder changed does not
            return end instanceof Here ? end : patience.insist(from.at(), http, () -> download.over(http, identified));
        } catch (Answered e) {
            if (e.status() == 401 && identified) throw asked.refused(e.status(), "read");
            return new NotHere(LfsBatch.code(e.status()), from.at() + " answered " + e.status());
        } catch (SourceRefused e) {
            boolean everyObject = e.reason() == Reason.OURS || origins.own().refusal() != null;
            if (everyObject) throw e;
            return new NotHere(e.reason() == Reason.POLICY ? "LFS_HREF_REFUSED" : "LFS_OBJECT_UNREACHABLE", e.detail());
        }
    }

    /** Cuts off what still runs and waits for its end: nobody writes into the folder after this. */
    @Override
    public void close() {
        downloads.shutdownNow();
        origins.close();
        try {
            // their reads have broken with the connections above
            if (!downloads.awaitTermination(1, TimeUnit.MINUTES))
                throw new IllegalStateException("downloads from " + server + " do not end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
