package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/** Asks a holder's system for all that it has: the repositories of a GitHub or GitLab, or the buckets of an S3 store. */
public final class HolderListing {
    private HolderListing() {}

    /**
     * Lists to the end or not at all.
     *
     * @param told how many so far; what it throws ends the listing
     * @throws SourceRefused when the system refuses us, is not reached, answers what cannot be read, or endlessly
     */
    public static HolderList list(
            Connection connection,
            Optional<RepositoryHost> host,
            EgressPolicy policy,
            ListingLimits limits,
            IntConsumer told) {
        if (connection.place()) throw GitDestination.notForRetrieval(connection);
        var listed = new Listed(connection, limits.places(), told);
        String asked;
        if (connection.kind() == Connection.Kind.S3) asked = buckets(connection, policy, limits, listed, told);
        else asked = repositories(connection, host.orElseThrow(() -> notAsked(connection)), policy, limits, listed);
        if (!connection.urls().isEmpty() && connection.kind() == Connection.Kind.S3)
            listed.say(
                    "LIMITED_BY_URLS",
                    "the connection is limited to " + connection.urls()
                            + "; what else the store lists is told, and not retrieved");
        listed.say("HIDDEN_STAYS_UNSEEN", "what is hidden from this credential cannot be seen");
        return listed.as(asked);
    }

    private static SourceRefused notAsked(Connection connection) {
        return new SourceRefused(
                Reason.UNSUPPORTED,
                "NO_LIST_TO_ASK_FOR",
                "connection " + connection.name()
                        + " leads to a git server, which lists nothing; where it is a GitHub or GitLab reached by https, set its host");
    }

    private static String repositories(
            Connection connection, RepositoryHost host, EgressPolicy policy, ListingLimits limits, Listed listed) {
        var owners = owners(connection, host);
        if (!connection.identified())
            listed.say("ASKED_AS_NOBODY", "the connection has no password-file: only what everybody sees is listed");
        try (var api = HostApi.open(connection, host.api(), policy, limits)) {
            for (var owner : owners) {
                if (host.kind() == RepositoryHost.Kind.GITHUB) new GitHubListing(api, listed).list(owner);
                else new GitLabListing(api, listed).list(owner);
            }
        }
        return host.kind().name() + " " + host.api() + ": " + String.join(", ", owners);
    }

    /** Whom the urls name: at GitHub the first part of the path, at GitLab all of it, below the host's own root. */
    private static Set<String> owners(Connection connection, RepositoryHost host) {
        var root = host.kind() == RepositoryHost.Kind.GITLAB ? host.api().path().replaceFirst("/api/v[0-9]+$", "") : "";
        var owners = new LinkedHashSet<String>();
        for (var url : connection.urls()) {
            if (url.scheme() == Locator.Scheme.SSH) continue;
            var path = url.path().startsWith(root + "/") ? url.path().substring(root.length() + 1) : "";
            var owner =
                    host.kind() == RepositoryHost.Kind.GITHUB ? path.split("/")[0] : path.replaceFirst("\\.git$", "");
            if (owner.isEmpty())
                throw SourceRefused.policy(
                        "OWNER_MISSING",
                        "connection " + connection.name() + ": " + url
                                + " names no organisation or group; write https://host/name as its url");
            owners.add(owner);
        }
        return owners;
    }

    private static String buckets(
            Connection connection, EgressPolicy policy, ListingLimits limits, Listed listed, IntConsumer told) {
        try (var store = S3Store.open(connection, policy, limits.store())) {
            for (var bucket : store.everyBucket(limits.requests(), told))
                listed.add("s3://" + bucket.name() + "/", HolderPlace.Kind.BUCKET, marks(bucket.created()), null);
        } catch (SourceRefused e) {
            throw e.reason() == Reason.FORBIDDEN
                    ? new SourceRefused(
                            e.reason(),
                            e.code(),
                            "this credential may not list buckets, or is not accepted: " + e.detail())
                    : e;
        }
        listed.say(
                "BUCKETS_OF_ONE_OWNER",
                "a store lists the buckets of the account that the key belongs to: those of others which it may read are not among them");
        return "S3 "
                + Optional.ofNullable(connection.s3()).map(S3Access::endpoint).orElseThrow();
    }

    private static List<String> marks(String created) {
        return created.isEmpty() ? List.of() : List.of("created " + created);
    }
}
