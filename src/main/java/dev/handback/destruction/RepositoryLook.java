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
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Asks a git server for its refs. "Not found" is said by many servers to whoever may not see: it counts as absence only where
 * the same credential is shown something beside it at the same time, which strangers are not shown.
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

    /** @param beside other repositories in the same place, asked only when this one is not found */
    Seen at(Connection connection, Locator locator, Supplier<List<Locator>> beside, Transcript transcript) {
        try {
            return there(refs(connection, locator, transcript));
        } catch (SourceRefused e) {
            if (THERE.contains(e.code())) return new Seen.There(e.code(), e.detail(), List.of());
            return e.reason() == Reason.GONE
                    ? gone(connection, locator, beside.get(), transcript, e)
                    : Seen.Unclear.of(e);
        }
    }

    private Advertisement refs(Connection connection, Locator locator, Transcript transcript) {
        try (var remote = GitRemote.open(connection, locator, policy, settings.git(), transcript)) {
            return remote.advertised();
        }
    }

    private Seen gone(
            Connection connection,
            Locator locator,
            List<Locator> beside,
            Transcript transcript,
            SourceRefused withCredential) {
        boolean ssh = locator.scheme() == Locator.Scheme.SSH;
        if (!ssh && !connection.identified())
            return new Seen.Unclear(
                    "GONE_OR_HIDDEN",
                    withCredential.detail()
                            + "; asked without a credential, which is told the same of a repository that"
                            + " was hidden from strangers; expected: a connection with a credential");
        return ssh
                ? control(connection, beside, transcript).over(locator, withCredential.detail())
                : hiddenOrGone(connection, locator, beside, transcript, withCredential.detail());
    }

    private Seen hiddenOrGone(
            Connection connection, Locator locator, List<Locator> beside, Transcript transcript, String says) {
        try {
            var open = there(refs(connection.anonymous(), locator, transcript));
            return new Seen.There("ANSWERS_ANYBODY", "it is hidden from us and " + open.says(), open.observed());
        } catch (SourceRefused without) {
            return control(connection, beside, transcript)
                    .over(locator, says + "; without the credential: " + without.detail());
        }
    }

    private PlaceControl control(Connection connection, List<Locator> beside, Transcript transcript) {
        return PlaceControl.of(beside, new PlaceControl.Asked() {
            @Override
            public Optional<SourceRefused> asUs(Locator locator) {
                return refused(connection, locator, transcript);
            }

            @Override
            public Optional<SourceRefused> asAStranger(Locator locator) {
                return refused(connection.anonymous(), locator, transcript);
            }
        });
    }

    private Optional<SourceRefused> refused(Connection connection, Locator locator, Transcript transcript) {
        try {
            refs(connection, locator, transcript);
            return Optional.empty();
        } catch (SourceRefused e) {
            return THERE.contains(e.code()) ? Optional.empty() : Optional.of(e);
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
