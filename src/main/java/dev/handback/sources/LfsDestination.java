package dev.handback.sources;

import dev.handback.sources.LfsEnd.NotHere;
import dev.handback.sources.LfsPatience.Answered;
import dev.handback.sources.SourceRefused.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.http.client.entity.EntityBuilder;
import org.apache.http.client.methods.HttpEntityEnclosingRequestBase;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.methods.HttpPut;
import org.apache.http.entity.ContentType;
import org.apache.http.entity.InputStreamEntity;
import org.jspecify.annotations.Nullable;

/**
 * The Git LFS server beside a repository at the client's own host. Objects are named by their digest: what it has is not
 * brought again, and nothing of other content can be written over. Where an object is brought is the server's word, so each
 * address passes the connection's policy, and our credential goes to the repository's own origin only.
 */
public final class LfsDestination implements AutoCloseable {

    private final Locator server;
    private final LfsOrigins origins;
    private final LfsPatience patience;
    private final LfsServer asked;
    private final ExecutorService uploads;

    private LfsDestination(Locator server, LfsOrigins origins, LfsPatience patience, Clock clock) {
        this.server = server;
        this.origins = origins;
        this.patience = patience;
        this.asked = new LfsServer(server, origins.own(), patience, clock);
        this.uploads = Executors.newFixedThreadPool(patience.parallel(), task -> {
            var thread = new Thread(task, "lfs-upload");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Checks the policy and reads the connection's secret; connects to nothing yet. To be used by the opening thread alone,
     * whose interruption cuts it off.
     *
     * @throws SourceRefused also when the connection is not one to place over, or the repository is reached over ssh
     */
    public static LfsDestination open(
            Connection connection,
            Locator repository,
            EgressPolicy policy,
            RemoteLimits limits,
            LfsPatience patience,
            Clock clock) {
        GitDestination.requirePlacing(connection);
        if (repository.scheme() == Locator.Scheme.SSH)
            throw new SourceRefused(
                    Reason.UNSUPPORTED,
                    "LFS_NOT_PLACED_OVER_SSH",
                    "LFS objects are placed over https only, " + repository
                            + " is reached over ssh; name the destination's https address and connection");
        Locator server = LfsServer.beside(repository);
        return new LfsDestination(server, new LfsOrigins(connection, server, policy, limits), patience, clock);
    }

    /**
     * Brings what the server says it lacks, several at once.
     *
     * @param wanted at most {@link LfsRemote#BATCH}
     * @param bytes opens an object's bytes, as often as they must be sent
     * @return what it did not take, and why
     * @throws SourceRefused when the server answers for none of them, or refuses our own credential
     */
    public Map<LfsObject, NotHere> bring(Collection<LfsObject> wanted, Function<LfsObject, InputStream> bytes) {
        try {
            var running = new LinkedHashMap<LfsObject, Future<@Nullable NotHere>>();
            asked.uploads(wanted)
                    .forEach((object, offer) -> running.put(object, uploads.submit(() -> bring(object, offer, bytes))));
            return ended(running);
        } catch (SourceRefused e) {
            throw origins.own().unspoken().in(e);
        }
    }

    private Map<LfsObject, NotHere> ended(Map<LfsObject, Future<@Nullable NotHere>> running) {
        var not = new LinkedHashMap<LfsObject, NotHere>();
        running.forEach((object, future) -> {
            NotHere why = result(future);
            if (why != null) not.put(object, unspoken(why));
        });
        return not;
    }

    private static @Nullable NotHere result(Future<@Nullable NotHere> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceRefused(Reason.OURS, "STOPPED", "the placing was stopped");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) throw known;
            throw new IllegalStateException("uploading LFS objects failed", e.getCause());
        }
    }

    /**
     * Asks anew, as somebody who wants to fetch them.
     *
     * @return what it does not offer with the right size, and what it says instead
     */
    public Map<LfsObject, NotHere> lacking(Collection<LfsObject> wanted) {
        try {
            var lacking = new LinkedHashMap<LfsObject, NotHere>();
            asked.offers(wanted).forEach((object, offer) -> {
                if (offer instanceof LfsOffer.Refused refused) lacking.put(object, unspoken(refused.why()));
            });
            return lacking;
        } catch (SourceRefused e) {
            throw origins.own().unspoken().in(e);
        }
    }

    private NotHere unspoken(NotHere why) {
        return new NotHere(why.code(), origins.own().unspoken().in(why.actual()));
    }

    private @Nullable NotHere bring(LfsObject object, LfsUpload offer, Function<LfsObject, InputStream> bytes) {
        NotHere end = once(object, offer, bytes);
        // signed addresses answer 403 when their time has passed, which a long queue makes likely: ask for another
        if (end == null || !end.code().equals("LFS_OBJECT_FORBIDDEN") || !(offer instanceof LfsUpload.To)) return end;
        LfsUpload again = asked.uploads(List.of(object)).get(object);
        return again == null ? end : once(object, again, bytes);
    }

    private @Nullable NotHere once(LfsObject object, LfsUpload offer, Function<LfsObject, InputStream> bytes) {
        if (offer instanceof LfsUpload.Refused refused) return refused.why();
        if (!(offer instanceof LfsUpload.To to)) return null;
        if (to.upload().expired())
            return new NotHere("LFS_OBJECT_FORBIDDEN", "the offer ended before it could be used");
        NotHere end = send(to.upload(), () -> {
            var put = new HttpPut(to.upload().uri());
            put.setEntity(
                    new InputStreamEntity(bytes.apply(object), object.size(), ContentType.APPLICATION_OCTET_STREAM));
            return put;
        });
        LfsAction verify = to.verify();
        if (end != null || verify == null) return end;
        return send(verify, () -> {
            var post = new HttpPost(verify.uri());
            post.setEntity(EntityBuilder.create()
                    .setBinary(LfsBatch.verification(object))
                    .setContentType(ContentType.create(LfsBatch.MEDIA_TYPE))
                    .build());
            return post;
        });
    }

    private interface Request {
        HttpEntityEnclosingRequestBase made();
    }

    private @Nullable NotHere send(LfsAction action, Request request) {
        boolean identified = origins.isOwn(action.at()) && !action.authorized();
        try {
            PinnedHttp http = origins.of(action.at());
            patience.insist(action.at(), http, () -> sent(http, action, request.made(), identified));
            return null;
        } catch (Answered e) {
            if (e.status() == 401 && identified) throw asked.refused(e.status(), "write");
            return new NotHere(LfsBatch.code(e.status()), action.at() + " answered " + e.status());
        } catch (SourceRefused e) {
            boolean everyObject = e.reason() == Reason.OURS || origins.own().refusal() != null;
            if (everyObject) throw e;
            return new NotHere(e.reason() == Reason.POLICY ? "LFS_HREF_REFUSED" : "LFS_OBJECT_UNREACHABLE", e.detail());
        }
    }

    private static int sent(
            PinnedHttp http, LfsAction action, HttpEntityEnclosingRequestBase request, boolean identified)
            throws IOException {
        var entity = request.getEntity();
        action.headers().forEach(request::setHeader);
        try (var bytes = entity.getContent();
                var answer = http.send(request, identified)) {
            int status = answer.getStatusLine().getStatusCode();
            if (status < 200 || status > 299) throw new Answered(status, LfsDownload.retryAfter(answer));
            return status;
        }
    }

    /** Cuts off what still runs and waits for its end: nothing is sent after this. */
    @Override
    public void close() {
        uploads.shutdownNow();
        origins.close();
        try {
            if (!uploads.awaitTermination(1, TimeUnit.MINUTES))
                throw new IllegalStateException("uploads to " + server + " do not end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
