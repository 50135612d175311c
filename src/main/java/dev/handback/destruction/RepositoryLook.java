package dev.handback.destruction;

import dev.handback.sources.AdvertisedRef;
import dev.handback.sources.Advertisement;
import dev.handback.sources.Connection;
import dev.handback.sources.EgressPolicy;
import dev.handback.sources.GitRemote;
import dev.handback.sources.Locator;
import dev.handback.sources.Printable;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import dev.handback.sources.Transcript;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks a git server for its refs. "Not found" is said by many servers to whoever may not see: it counts as absence only
 * where the server shows that it knew our credential, by answering another way without it.
 */
final class RepositoryLook {
    private static final int MOST_NAMED = 20;

    /** Refusals of ours that meet a repository which is there. */
    private static final Set<String> THERE =
            Set.of("OBJECT_FORMAT_UNSUPPORTED", "ADVERTISEMENT_TOO_LARGE", "TOO_MANY_REFS", "REF_NAME_REFUSED");

    private final EgressPolicy policy;
    private final ProbeSettings settings;

    RepositoryLook(EgressPolicy policy, ProbeSettings settings) {
        this.policy = policy;
        this.settings = settings;
    }

    Seen at(Connection connection, Locator locator, Transcript transcript) {
        try {
            return there(refs(connection, locator, transcript));
        } catch (SourceRefused e) {
            if (THERE.contains(e.code())) return new Seen.There(e.code(), e.detail(), List.of());
            return e.reason() == Reason.GONE ? gone(connection, locator, transcript, e) : Seen.Unclear.of(e);
        }
    }

    private Advertisement refs(Connection connection, Locator locator, Transcript transcript) {
        try (var remote = GitRemote.open(connection, locator, policy, settings.git(), transcript)) {
            return remote.advertised();
        }
    }

    private Seen gone(Connection connection, Locator locator, Transcript transcript, SourceRefused withCredential) {
        if (locator.scheme() == Locator.Scheme.SSH)
            // its words come only after the login with our key
            return new Seen.Absent(
                    "REPOSITORY_NOT_FOUND", "the server let our key in; then " + withCredential.detail());
        if (!connection.identified()) return new Seen.Absent("REPOSITORY_NOT_FOUND", withCredential.detail());
        try {
            var open = there(refs(connection.anonymous(), locator, transcript));
            return new Seen.There("ANSWERS_ANYBODY", "it is hidden from us and " + open.says(), open.observed());
        } catch (SourceRefused without) {
            if (without.reason() == Reason.FORBIDDEN)
                return new Seen.Absent(
                        "REPOSITORY_NOT_FOUND",
                        withCredential.detail() + "; the server knew the credential: without it " + without.detail());
            return new Seen.Unclear(
                    "GONE_OR_HIDDEN",
                    withCredential.detail() + "; and without the credential: " + without.detail()
                            + ", so nothing shows that the credential is still known");
        }
    }

    private static Seen.There there(Advertisement offered) {
        if (offered.isEmpty())
            return new Seen.There(
                    "EMPTY_REPOSITORY_ANSWERS",
                    "the repository is there without refs; objects that no ref names can still lie in it",
                    List.of());
        var first = offered.refs().stream()
                .limit(MOST_NAMED)
                .map(ref ->
                        Map.<String, Object>of("ref", Printable.of(AdvertisedRef.text(ref.rawName())), "id", ref.id()))
                .toList();
        return new Seen.There("REFS_ANSWER", offered.refs().size() + " refs answer", first);
    }
}
