package dev.handback.retrieval.git;

import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.RetrievalOutcome.Split;
import dev.handback.sources.Printable;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * Counts old and newly created commits. Ids of commits prove what was there before; a date is only an indication, since
 * whoever writes a commit chooses its date.
 */
final class Baseline {

    private final Repository repository;
    private final List<ObjectId> tips;
    private final ObjectTable received;
    private final Consumer<Finding> findings;

    Baseline(Repository repository, Collection<ObjectId> tips, ObjectTable received, Consumer<Finding> findings) {
        this.repository = repository;
        this.tips = List.copyOf(tips);
        this.received = received;
        this.findings = findings;
    }

    /** Null when nothing can be said; a finding then says why. */
    @Nullable
    Split split(@Nullable String baseline) throws IOException {
        if (baseline == null || baseline.isBlank()) return null;
        int colon = baseline.indexOf(':');
        String kind = colon < 0 ? baseline : baseline.substring(0, colon);
        String value = baseline.substring(colon + 1);
        return switch (kind) {
            case "commit" -> byCommits(value);
            case "date" -> byDate(value);
            default -> unusable(baseline, "only commit:<id>[,<id>] and date:<yyyy-mm-dd> can be counted from yet");
        };
    }

    private @Nullable Split byCommits(String value) throws IOException {
        String[] ids = value.split(",");
        if (!Stream.of(ids).allMatch(id -> id.matches("[0-9a-f]{40}")))
            return unusable(value, "expected full commit ids of forty hexadecimal digits");
        List<ObjectId> old = Arrays.stream(ids).map(ObjectId::fromString).toList();
        List<String> absent = old.stream()
                .filter(id -> received.typeHere(id) == 0)
                .map(ObjectId::name)
                .toList();
        if (!absent.isEmpty()) {
            // counting without them would call old work newly created
            findings.accept(new Finding(
                    "BASELINE_COMMIT_ABSENT",
                    "expected the baseline's commits in the history, these are not: " + String.join(", ", absent)));
            return null;
        }
        long all = count(List.of());
        long created = count(old);
        return new Split(all - created, created, Split.Basis.PROOF);
    }

    private long count(List<ObjectId> without) throws IOException {
        try (var walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            for (ObjectId tip : tips) start(walk, walk.peel(walk.parseAny(tip)));
            for (ObjectId id : without)
                if (walk.peel(walk.parseAny(id)) instanceof RevCommit commit) walk.markUninteresting(commit);
            long count = 0;
            while (walk.next() != null) count++;
            return count;
        }
    }

    private @Nullable Split byDate(String value) throws IOException {
        long from;
        try {
            from = LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        } catch (DateTimeParseException e) {
            return unusable(value, "expected a date such as 2021-01-31");
        }
        try (var walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            for (ObjectId tip : tips) start(walk, walk.peel(walk.parseAny(tip)));
            long old = 0;
            long created = 0;
            for (RevCommit commit = walk.next(); commit != null; commit = walk.next()) {
                if (Integer.toUnsignedLong(commit.getCommitTime()) < from) old++;
                else created++;
            }
            return new Split(old, created, Split.Basis.INDICATION);
        }
    }

    /** Refs may name trees and blobs; these have no history. */
    private static void start(RevWalk walk, RevObject tip) throws IOException {
        try {
            if (tip instanceof RevCommit commit) walk.markStart(commit);
        } catch (IncorrectObjectTypeException e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable Split unusable(String baseline, String why) {
        findings.accept(new Finding("BASELINE_UNUSABLE", Printable.of(baseline) + ": " + why));
        return null;
    }
}
