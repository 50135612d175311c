package dev.handback.retrieval.git;

import dev.handback.retrieval.Examples;
import dev.handback.retrieval.Outcome;
import dev.handback.retrieval.RetrievalOutcome;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import dev.handback.retrieval.RetrievalOutcome.HeldLfs;
import dev.handback.retrieval.RetrievalOutcome.Split;
import dev.handback.retrieval.RetrievalOutcome.Taken;
import dev.handback.retrieval.RetrievalRequest;
import dev.handback.sources.AdvertisedRef;
import dev.handback.sources.Advertisement;
import dev.handback.sources.GitOffer;
import dev.handback.sources.Printable;
import dev.handback.sources.SourceRefused;
import dev.handback.work.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * One attempt: look, take, look again. Only what was the same before and after is called whole; what was taken in a
 * round that was overtaken is kept too, since the holder may since have removed it.
 */
final class GitRetrieval {

    /** An ended attempt, still without who was seen and when. */
    record Ended(Outcome outcome, List<Finding> findings, Optional<Taken> taken) {
        RetrievalOutcome seen(String as, Instant at) {
            return new RetrievalOutcome(outcome, findings, as, at, taken);
        }
    }

    private final GitOffer offer;
    private final Surroundings surroundings;
    private final RetrievalRequest request;
    private final GitLimits limits;
    private final Progress progress;
    private final List<Finding> findings = new ArrayList<>();
    private final List<HeldFile> overtaken = new ArrayList<>();
    /** What the newest overtaken round took; held, never as the whole, when no later one comes to its end. */
    private @Nullable Taken newest;

    GitRetrieval(
            GitOffer offer, Surroundings surroundings, RetrievalRequest request, GitLimits limits, Progress progress) {
        this.offer = offer;
        this.surroundings = surroundings;
        this.request = request;
        this.limits = limits;
        this.progress = progress;
    }

    Ended run() throws IOException {
        try {
            return rounds();
        } catch (SourceRefused e) {
            if (newest == null) throw e;
            findings.add(new Finding(e.code(), e.detail()));
            return new Ended(Outcome.of(e.reason()), findings, Optional.of(newest));
        }
    }

    private Ended rounds() throws IOException {
        Advertisement before = offer.advertised();
        for (int number = 1; ; number++) {
            if (before.isEmpty()) return empty(before);
            Round round = round(number, before);
            if (round.after().equals(before) || number == limits.rounds()) return round.ended();
            before = round.after();
        }
    }

    /** @param ended what this round would be as the last one */
    private record Round(Advertisement after, Ended ended) {}

    private Round round(int number, Advertisement before) throws IOException {
        Path folder = request.workFolder().resolve("round-" + number);
        try (GitRound taken = GitRound.take(offer, before, folder, limits, progress)) {
            Outcome outcome = null;
            Advertisement after = before;
            try {
                after = offer.advertised();
            } catch (SourceRefused e) {
                // what came is kept; that nobody could look again is the outcome
                outcome = Outcome.of(e.reason());
                findings.add(new Finding(e.code(), e.detail()));
            }
            boolean moved = !after.equals(before);
            if (moved) moved(number, before, after);
            if (moved && number < limits.rounds()) {
                newest = taken(taken, folder, List.of(), false, null);
                overtaken.add(new HeldFile(
                        "overtaken-" + number,
                        taken.bundle().path(),
                        taken.bundle().sha256(),
                        taken.bundle().bytes()));
                return new Round(after, new Ended(Outcome.MOVING, findings, Optional.empty()));
            }
            return new Round(after, ended(taken, moved ? Outcome.MOVING : outcome));
        } catch (SourceRefused e) {
            return interrupted(number, before, e);
        }
    }

    /** A ref that went away between looking and taking makes a server refuse; then the round is repeated. */
    private Round interrupted(int number, Advertisement before, SourceRefused refusal) {
        if (refusal.reason() != SourceRefused.Reason.BROKEN) throw refusal;
        Advertisement after = offer.advertised();
        if (after.equals(before)) throw refusal;
        moved(number, before, after);
        findings.add(new Finding(refusal.code(), refusal.detail()));
        return new Round(after, new Ended(Outcome.MOVING, findings, Optional.ofNullable(newest)));
    }

    private void moved(int number, Advertisement before, Advertisement after) {
        Set<AdvertisedRef> changed = new HashSet<>(before.refs());
        after.refs().forEach(ref -> {
            if (!changed.remove(ref)) changed.add(ref);
        });
        var examples = new Examples();
        changed.stream()
                .map(AdvertisedRef::rawName)
                .distinct()
                .sorted()
                .forEach(name -> examples.add(Printable.of(AdvertisedRef.text(name))));
        findings.add(examples.finding("REFS_MOVED", "refs changed during round " + number));
    }

    private Ended ended(GitRound round, @Nullable Outcome known) throws IOException {
        boolean closed = closed(round);
        Set<ObjectId> shallow = round.repository().getObjectDatabase().getShallowCommits();
        if (!shallow.isEmpty())
            findings.add(new Finding(
                    "SHALLOW",
                    "the holder's repository is cut off: " + shallow.size() + " commits have no parents there"));
        findings.addAll(round.recorder().findings());
        LfsTaking.Taken lfs = surroundings.largeFiles(round, request, limits, progress);
        findings.addAll(lfs.findings());
        findings.addAll(surroundings.submodules(round));
        replacements(round.offered());
        peelings(round);
        boolean whole = closed && shallow.isEmpty() && lfs.whole();
        Split split = closed && shallow.isEmpty()
                ? new Baseline(
                                round.repository(),
                                round.tips(),
                                round.recorder().table(),
                                findings::add)
                        .split(request.baseline())
                : null;
        Taken taken = taken(round, request.workFolder(), lfs.objects(), whole, split);
        boolean enough = Expected.of(request.expected()).compare(taken, findings::add);
        Outcome proved = lfs.outcome() != null ? lfs.outcome() : whole && enough ? Outcome.VERIFIED : Outcome.PARTIAL;
        return new Ended(known != null ? known : proved, findings, Optional.of(taken));
    }

    /** C git shows another object in the place of a replaced one: whoever reads the history with it must know. */
    private void replacements(Advertisement offered) {
        var replaced = new Examples();
        offered.refs().stream()
                .filter(ref -> ref.rawName().startsWith("refs/replace/"))
                .forEach(ref -> replaced.add(
                        Printable.of(ref.rawName().substring("refs/replace/".length())) + " by " + ref.id()));
        if (replaced.count() > 0)
            findings.add(
                    replaced.finding("REPLACE_REFS", "objects are shown by git as others; held is what they were"));
    }

    private void peelings(GitRound round) {
        var lies = new Examples();
        round.mistold()
                .forEach((ref, said) -> lies.add(
                        Printable.of(AdvertisedRef.text(ref.rawName())) + " at " + said + ", actual " + ref.peeled()));
        if (lies.count() > 0)
            findings.add(lies.finding("PEELED_DIFFERS", "tags are said to point at something else than they do"));
    }

    private boolean closed(GitRound round) throws IOException {
        var gaps = new Examples();
        round.recorder().table().eachGap((id, type) -> gaps.add(id.name()));
        if (gaps.count() == 0) return !round.recorder().hasUnreadable();
        try (var reader = round.repository().newObjectReader()) {
            var walk = new GraphWalk(round.recorder().table(), reader);
            walk.from(round.tips());
            if (walk.missing().count() > 0)
                findings.add(walk.missing().finding("OBJECTS_MISSING", "objects that the refs need did not come"));
            if (walk.otherType().count() > 0)
                findings.add(
                        walk.otherType().finding("OBJECT_OF_OTHER_TYPE", "references to an object of another type"));
            return walk.missing().count() + walk.otherType().count() == 0
                    && !round.recorder().hasUnreadable();
        }
    }

    private Taken taken(GitRound round, Path folder, List<HeldLfs> lfs, boolean whole, @Nullable Split split)
            throws IOException {
        List<TypedRef> refs = round.refs();
        String swhid = Swhid.snapshot(refs);
        HeldFile manifest = GitManifest.write(refs, lfs, swhid, whole, folder.resolve("manifest.jsonl"));
        HeldFile commits = CommitList.write(round.recorder().table(), folder.resolve("commits"));
        var files = new ArrayList<>(List.of(round.bundle(), manifest, commits));
        files.addAll(overtaken);
        return new Taken(
                manifest.sha256(),
                swhid,
                round.offered().head().map(GitRetrieval::shown).orElse(null),
                round.recorder().objects(),
                round.recorder().bytes(),
                refs.stream().map(TypedRef::taken).toList(),
                split,
                files,
                lfs);
    }

    private static String shown(AdvertisedRef head) {
        String symref = head.rawSymref();
        return symref == null ? head.id() : AdvertisedRef.text(symref);
    }

    private Ended empty(Advertisement offered) throws IOException {
        String swhid = Swhid.snapshot(List.of());
        HeldFile manifest = GitManifest.write(
                List.of(), List.of(), swhid, true, request.workFolder().resolve("manifest.jsonl"));
        var files = new ArrayList<>(List.of(manifest));
        files.addAll(overtaken);
        String unborn = offered.unbornHead();
        findings.add(new Finding(
                "NO_REFS",
                "the repository is there and offers no refs to this credential; hidden ones cannot be seen"));
        var taken = new Taken(
                manifest.sha256(),
                swhid,
                unborn == null ? null : AdvertisedRef.text(unborn),
                0,
                0,
                List.of(),
                null,
                files,
                List.of());
        return new Ended(Outcome.EMPTY, findings, Optional.of(taken));
    }
}
