package dev.handback.retrieval.git;

import dev.handback.Sha256;
import dev.handback.retrieval.Destination;
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
import dev.handback.sources.Locator;
import dev.handback.sources.Printable;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import dev.handback.vault.Fixity;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Pushes a held repository to the client's git host: every ref, from the bundle's own bytes, read again before. */
@Component
class GitPlacing implements Destination {

    private final Connections connections;
    private final EgressPolicy policy;
    private final Vault vault;
    private final GitLimits limits;

    GitPlacing(Connections connections, EgressPolicy policy, Vault vault, GitLimits limits) {
        this.connections = connections;
        this.policy = policy;
        this.vault = vault;
        this.limits = limits;
    }

    @Override
    public String kind() {
        return "git-repository";
    }

    @Override
    public PlacingOutcome place(PlacingRequest request, Progress progress) throws InterruptedException {
        String seenAs = "nobody";
        try {
            DiskSpace.require(request.workFolder(), limits);
            Connection connection = connections.require(request.connection());
            Locator locator = Locator.parse(request.destination());
            seenAs = connection.seenAs(locator);
            var outcome = place(request, connection, locator, seenAs, progress);
            stopIfInterrupted();
            return outcome;
        } catch (SourceRefused e) {
            stopIfInterrupted();
            return PlacingOutcome.failed(seenAs, List.of(new Finding(e.code(), e.detail())));
        } catch (UncheckedIOException e) {
            stopIfInterrupted();
            throw e;
        } catch (IOException e) {
            stopIfInterrupted();
            var why = new Finding("LOCAL_FAULT", Printable.of(e.toString()));
            return PlacingOutcome.failed(seenAs, List.of(why));
        }
    }

    private PlacingOutcome place(
            PlacingRequest request, Connection connection, Locator locator, String seenAs, Progress progress)
            throws IOException {
        if (request.lfsObjects() > 0)
            throw refused(
                    "PLACING_LFS_UNSUPPORTED",
                    request.lfsObjects()
                            + " Git LFS objects belong to it, which cannot be placed; without them it would be broken there");
        DeliveredBundle bundle = bundle(request);
        Advertisement held = bundle.advertised();
        var refs = PlacedRefs.of(held, request.head(), request.vendor());
        if (refs.size() == 0) throw refused("NOTHING_TO_PLACE", "the repository holds no ref");
        var findings = new ArrayList<Finding>();
        try (var destination = GitDestination.open(connection, locator, policy, limits.remote())) {
            Advertisement before = destination.listed();
            var strange = refs.strange(before);
            if (strange.count() > 0)
                return PlacingOutcome.failed(
                        seenAs,
                        List.of(strange.finding(
                                "DESTINATION_NOT_EMPTY", "refs at the destination are not what would be placed")));
            Map<String, String> missing = refs.missing(before);
            if (!missing.isEmpty()) push(request, bundle, held, destination, missing, findings, progress);
        }
        progress.report(0, refs.size(), (long) refs.size(), "looking at the destination");
        return seen(request, connection, locator, seenAs, refs, findings);
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
            List<Finding> findings)
            throws IOException {
        Advertisement after;
        try (var destination = GitDestination.open(connection, locator, policy, limits.remote())) {
            after = destination.listed();
        }
        var strange = refs.strange(after);
        if (strange.count() > 0)
            findings.add(strange.finding("DESTINATION_DIFFERS", "refs at the destination are not what was placed"));
        var missing = new Examples();
        refs.missing(after).forEach((name, id) -> missing.add(Printable.of(name) + ", expected " + id));
        if (missing.count() > 0)
            findings.add(missing.finding("DESTINATION_LACKS", "refs are not in the destination's fresh listing"));
        if (!findings.isEmpty()) return PlacingOutcome.failed(seenAs, findings);
        headDiffers(request, after, findings);
        Path listing = Files.writeString(request.workFolder().resolve("listing.txt"), PlacedRefs.lines(after));
        return new PlacingOutcome(listing, refs.size(), seenAs, findings);
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

    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException("placing was stopped");
    }
}
