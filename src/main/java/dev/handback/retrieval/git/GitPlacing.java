package dev.handback.retrieval.git;

import dev.handback.Sha256;
import dev.handback.retrieval.Destination;
import dev.handback.retrieval.Examples;
import dev.handback.retrieval.OverConnection;
import dev.handback.retrieval.PlacingOutcome;
import dev.handback.retrieval.PlacingRequest;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.sources.AdvertisedRef;
import dev.handback.sources.Advertisement;
import dev.handback.sources.Connection;
import dev.handback.sources.Connections;
import dev.handback.sources.DeliveredBundle;
import dev.handback.sources.EgressPolicy;
import dev.handback.sources.GitDestination;
import dev.handback.sources.LfsDestination;
import dev.handback.sources.Locator;
import dev.handback.sources.Printable;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import dev.handback.vault.Fixity;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Pushes a held repository to the client's git host: its LFS objects, then every ref, from the bundle's own bytes, read again before. */
@Component
class GitPlacing implements Destination {

    private final Connections connections;
    private final EgressPolicy policy;
    private final Vault vault;
    private final GitLimits limits;
    private final Clock clock;

    GitPlacing(Connections connections, EgressPolicy policy, Vault vault, GitLimits limits, Clock clock) {
        this.connections = connections;
        this.policy = policy;
        this.vault = vault;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "git-repository";
    }

    @Override
    public PlacingOutcome place(PlacingRequest request, Progress progress) throws InterruptedException {
        return OverConnection.place(connections, request, (connection, locator, seenAs) -> {
            DiskSpace.require(request.workFolder(), limits);
            return place(request, connection, locator, seenAs, progress);
        });
    }

    private PlacingOutcome place(
            PlacingRequest request, Connection connection, Locator locator, String seenAs, Progress progress)
            throws IOException {
        DeliveredBundle bundle = bundle(request);
        Advertisement held = bundle.advertised();
        var refs = PlacedRefs.of(held, request.head(), request.vendor());
        if (refs.size() == 0) throw refused("NOTHING_TO_PLACE", "the repository holds no ref");
        var findings = new ArrayList<Finding>();
        var lfs = lfs(request, connection, locator, progress);
        if (lfs != null) {
            // hosts refuse refs whose objects they lack, and a repository without them would be broken
            Examples strange = refs.strange(listed(connection, locator));
            if (strange.count() > 0) return notEmpty(seenAs, strange);
            Examples not = lfs.bring();
            if (not.count() > 0)
                return PlacingOutcome.failed(
                        seenAs,
                        List.of(not.finding(
                                "LFS_NOT_TAKEN", "LFS objects are not at the destination, so no ref was sent")));
        }
        try (var destination = GitDestination.open(connection, locator, policy, limits.remote())) {
            Advertisement before = destination.listed();
            var strange = refs.strange(before);
            if (strange.count() > 0) return notEmpty(seenAs, strange);
            Map<String, String> missing = refs.missing(before);
            if (!missing.isEmpty()) push(request, bundle, held, destination, missing, findings, progress);
        }
        progress.report(0, refs.size(), (long) refs.size(), "looking at the destination");
        return seen(request, connection, locator, seenAs, refs, lfs, findings);
    }

    private @Nullable LfsPlacing lfs(
            PlacingRequest request, Connection connection, Locator locator, Progress progress) {
        if (request.lfsObjects() == 0) return null;
        Supplier<LfsDestination> server = () -> LfsDestination.open(
                connection, locator, policy, limits.lfsRemote(), limits.lfs().patience(), clock);
        server.get().close(); // refuses now what it would refuse later
        return new LfsPlacing(request, vault, server, progress);
    }

    private Advertisement listed(Connection connection, Locator locator) {
        try (var destination = GitDestination.open(connection, locator, policy, limits.remote())) {
            return destination.listed();
        }
    }

    private static PlacingOutcome notEmpty(String seenAs, Examples strange) {
        return PlacingOutcome.failed(
                seenAs,
                List.of(strange.finding(
                        "DESTINATION_NOT_EMPTY", "refs at the destination are not what would be placed")));
    }

    private void push(
            PlacingRequest request,
            DeliveredBundle bundle,
            Advertisement held,
            GitDestination destination,
            Map<String, String> missing,
            List<Finding> findings,
            Progress progress)
            throws IOException {
        Path folder = request.workFolder().resolve("repository.git");
        try (var repository = QuarantineRepository.create(folder, limits)) {
            var monitor = new ReceivingMonitor(progress, repository::received);
            var ids = held.refs().stream().map(AdvertisedRef::id).collect(Collectors.toCollection(LinkedHashSet::new));
            bundle.fetch(repository, ids, new GraphRecorder(limits), monitor);
            var refused = new Examples();
            destination
                    .push(repository, missing, monitor)
                    .forEach(ref -> refused.add(Printable.of(ref.ref()) + " (" + ref.why() + ")"));
            if (refused.count() > 0)
                findings.add(refused.finding("REFS_NOT_TAKEN", "refs were not taken by the destination"));
        }
    }

    /** A new connection, so that nothing of the old conversation can answer. */
    private PlacingOutcome seen(
            PlacingRequest request,
            Connection connection,
            Locator locator,
            String seenAs,
            PlacedRefs refs,
            @Nullable LfsPlacing lfs,
            List<Finding> findings)
            throws IOException {
        Advertisement after = listed(connection, locator);
        var strange = refs.strange(after);
        if (strange.count() > 0)
            findings.add(strange.finding("DESTINATION_DIFFERS", "refs at the destination are not what was placed"));
        var missing = new Examples();
        refs.missing(after).forEach((name, id) -> missing.add(Printable.of(name) + ", expected " + id));
        if (missing.count() > 0)
            findings.add(missing.finding("DESTINATION_LACKS", "refs are not in the destination's fresh listing"));
        Path listing = Files.writeString(request.workFolder().resolve("listing.txt"), PlacedRefs.lines(after));
        if (lfs != null) {
            Examples lacking = lfs.look(listing);
            if (lacking.count() > 0)
                findings.add(lacking.finding("DESTINATION_LACKS", "LFS objects are not offered by the destination"));
        }
        if (!findings.isEmpty()) return PlacingOutcome.failed(seenAs, findings);
        headDiffers(request, after, findings);
        return new PlacingOutcome(listing, refs.size() + request.lfsObjects(), seenAs, findings);
    }

    /** The default branch is a setting of the host, which no push changes. */
    private static void headDiffers(PlacingRequest request, Advertisement after, List<Finding> findings) {
        String wanted = request.head();
        if (wanted == null || !wanted.startsWith("refs/")) return;
        AdvertisedRef head = after.head().orElse(null);
        String symref = head == null ? null : head.rawSymref();
        String actual = symref == null ? "nothing" : AdvertisedRef.text(symref);
        if (!actual.equals(wanted))
            findings.add(new Finding(
                    "DESTINATION_HEAD_DIFFERS",
                    "expected HEAD to name " + Printable.of(wanted) + ", actual " + Printable.of(actual)
                            + ": set the default branch at your host"));
    }

    private DeliveredBundle bundle(PlacingRequest request) {
        String sha256 = request.bundleSha256();
        if (sha256 == null) throw refused("NOTHING_TO_PLACE", "no bundle of it is held");
        Sha256 held = Sha256.parse(sha256);
        if (!(vault.check(held) instanceof Fixity.Intact))
            throw new SourceRefused(
                    Reason.OURS, "HOLDING_BROKEN", "the bundle in the vault is not intact: expected SHA-256 " + sha256);
        return new DeliveredBundle(() -> vault.open(held), request.asset(), limits.remote());
    }

    private static SourceRefused refused(String code, String detail) {
        return new SourceRefused(Reason.UNSUPPORTED, code, detail);
    }
}
