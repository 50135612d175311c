package dev.handback.sources;

import dev.handback.sources.LfsPatience.Answered;
import dev.handback.sources.SourceRefused.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.ByteArrayEntity;

/** The batch API of the Git LFS server beside a repository: what it says may be fetched, and what brought. */
final class LfsServer {
    private static final int LONGEST_ANSWER = 16 << 20;

    private final Locator server;
    private final PinnedHttp own;
    private final LfsPatience patience;
    private final LfsBatch batch;

    LfsServer(Locator server, PinnedHttp own, LfsPatience patience, Clock clock) {
        this.server = server;
        this.own = own;
        this.patience = patience;
        this.batch = new LfsBatch(clock);
    }

    /** The one that git-lfs would ask without further settings. */
    static Locator beside(Locator repository) {
        String dotGit = repository.path().endsWith(".git") ? "" : ".git";
        return Locator.parse(repository + dotGit + "/info/lfs");
    }

    /** @throws SourceRefused when it answers for none of them */
    Map<LfsObject, LfsOffer> offers(Collection<LfsObject> wanted) {
        return batch.offers(ask("download", "read", wanted), wanted, server);
    }

    /** @throws SourceRefused when it answers for none of them */
    Map<LfsObject, LfsUpload> uploads(Collection<LfsObject> wanted) {
        return batch.uploads(ask("upload", "write", wanted), wanted, server);
    }

    private byte[] ask(String operation, String right, Collection<LfsObject> wanted) {
        try {
            return patience.insist(server, own, () -> post(operation, wanted));
        } catch (Answered e) {
            throw refused(e.status(), right);
        }
    }

    private byte[] post(String operation, Collection<LfsObject> wanted) throws IOException {
        var post = new HttpPost(URI.create(server + "/objects/batch"));
        post.setHeader("Accept", LfsBatch.MEDIA_TYPE);
        post.setHeader("Content-Type", LfsBatch.MEDIA_TYPE);
        post.setEntity(new ByteArrayEntity(LfsBatch.request(operation, wanted)));
        try (var answer = own.send(post, true)) {
            LfsDownload.requireSuccess(answer);
            byte[] body = own.body(answer).readNBytes(LONGEST_ANSWER + 1);
            if (body.length > LONGEST_ANSWER)
                throw SourceRefused.policy(
                        "LFS_ANSWER_TOO_LARGE", server + " answered with more than " + LONGEST_ANSWER + " bytes");
            return body;
        }
    }

    /** @param right what our credential may then not do */
    SourceRefused refused(int status, String right) {
        String who = server + " answered " + status;
        if (status == 401 || status == 403)
            return new SourceRefused(
                    Reason.FORBIDDEN, "LFS_HTTP_" + status, who + "; the credential may not " + right + " LFS objects");
        if (status >= 300 && status < 400)
            return SourceRefused.policy("REDIRECT_REFUSED", who + "; redirects are not followed");
        if (new Answered(status, null).passing())
            return new SourceRefused(Reason.UNREACHABLE, "LFS_HTTP_" + status, who + "; retry later");
        return new SourceRefused(
                Reason.GONE, "LFS_NOT_OFFERED", who + "; it has no LFS objects for this repository, or hides them");
    }
}
