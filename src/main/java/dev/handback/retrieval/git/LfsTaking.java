package dev.handback.retrieval.git;

import dev.handback.Sha256;
import dev.handback.retrieval.Examples;
import dev.handback.retrieval.Outcome;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.RetrievalOutcome.HeldLfs;
import dev.handback.sources.LfsEnd;
import dev.handback.sources.LfsObject;
import dev.handback.sources.LfsRemote;
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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes what LFS pointers name into the vault, object by object, so that an attempt that is killed leaves the next one
 * less to do. What the vault holds already is read again there and not fetched.
 */
final class LfsTaking {

    /**
     * @param objects every object pointed at, held or not, in canonical order
     * @param outcome what the whole attempt ends as because of this; null when nothing but PARTIAL can come of it
     */
    record Taken(
            List<HeldLfs> objects,
            List<Finding> findings,
            @Nullable Outcome outcome) {

        static Taken nothing() {
            return new Taken(List.of(), List.of(), null);
        }

        boolean whole() {
            return objects.stream().allMatch(HeldLfs::held);
        }
    }

    /** After so many objects in a row without an answer the others are not asked for. */
    private static final int PATIENCE = 3;

    private final Vault vault;
    private final GitLimits limits;
    private final Progress progress;
    private final Path folder;
    private final Where where;
    private final Set<LfsObject> held = new HashSet<>();
    private final Map<String, Examples> missing = new TreeMap<>();
    private int unanswered;
    private long bytes;

    /** Tells in which file an object is used. */
    @FunctionalInterface
    interface Where {
        String path(LfsObject object) throws IOException;
    }

    LfsTaking(Vault vault, GitLimits limits, Progress progress, Path folder, Where where) {
        this.vault = vault;
        this.limits = limits;
        this.progress = progress;
        this.folder = folder;
        this.where = where;
    }

    /** @param remote opened only when something must be fetched */
    Taken take(List<LfsObject> wanted, Supplier<LfsRemote> remote) throws IOException {
        Files.createDirectories(folder);
        var findings = new ArrayList<Finding>();
        Outcome outcome = null;
        try {
            refuseTooMuch(wanted);
            List<LfsObject> absent = absent(wanted);
            if (!absent.isEmpty()) fetch(absent, wanted.size(), remote);
        } catch (SourceRefused e) {
            outcome = outcome(e.reason());
            findings.add(new Finding(e.code(), e.detail()));
        }
        missing.forEach((code, examples) ->
                findings.add(examples.finding(code, "LFS objects did not come as their pointers say")));
        List<HeldLfs> all = wanted.stream()
                .map(object -> new HeldLfs(object.oid(), object.size(), held.contains(object)))
                .toList();
        notAsked(all, findings);
        return new Taken(all, findings, outcome);
    }

    /** What says something about them or us ends the attempt so; what says only that objects are missing leaves PARTIAL. */
    private static @Nullable Outcome outcome(Reason reason) {
        return switch (reason) {
            case FORBIDDEN, OURS, POLICY -> Outcome.of(reason);
            default -> null;
        };
    }

    private List<LfsObject> absent(List<LfsObject> wanted) {
        List<LfsObject> absent = new ArrayList<>();
        for (LfsObject object : wanted) {
            if (isHeld(object)) held(object, wanted.size());
            else absent.add(object);
        }
        return absent;
    }

    private void refuseTooMuch(List<LfsObject> wanted) {
        long sum = 0;
        for (LfsObject object : wanted) {
            if (object.size() > limits.lfs().maxObject().toBytes())
                throw refused("LFS_OBJECT_TOO_LARGE", object.oid() + " has " + object.size() + " bytes");
            sum = Math.addExact(sum, object.size());
        }
        if (sum > limits.lfs().maxContent().toBytes())
            throw refused("LFS_CONTENT_TOO_LARGE", "all LFS objects together have " + sum + " bytes");
    }

    private static SourceRefused refused(String code, String what) {
        return new SourceRefused(Reason.POLICY, code, what + ", more than the limit; raise the limit if this is right");
    }

    private boolean isHeld(LfsObject object) {
        Sha256 sha256 = Sha256.parse(object.oid());
        return vault.find(sha256)
                        .filter(stored -> stored.bytes() == object.size())
                        .isPresent()
                && vault.check(sha256) instanceof Fixity.Intact;
    }

    private void fetch(List<LfsObject> absent, int total, Supplier<LfsRemote> opener) {
        try (LfsRemote remote = opener.get()) {
            for (int from = 0; from < absent.size(); from += LfsRemote.BATCH) {
                List<LfsObject> batch = absent.subList(from, Math.min(absent.size(), from + LfsRemote.BATCH));
                DiskSpace.require(folder, mostAtOnce(batch), limits);
                remote.fetch(batch, folder, vault::store, (object, end) -> ended(object, end, total));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What lies in the folder at the worst moment: the largest of those that come at once. */
    private long mostAtOnce(List<LfsObject> batch) {
        return batch.stream()
                .map(LfsObject::size)
                .sorted(Comparator.reverseOrder())
                .limit(limits.lfs().parallel())
                .mapToLong(Long::longValue)
                .sum();
    }

    private void ended(LfsObject object, LfsEnd end, int total) {
        if (end instanceof LfsEnd.Here) {
            unanswered = 0;
            held(object, total);
            return;
        }
        var not = (LfsEnd.NotHere) end;
        missing.computeIfAbsent(not.code(), code -> new Examples())
                .add(object.oid() + " (" + path(object) + "), expected " + object.size() + " bytes, actual: "
                        + not.actual());
        unanswered = not.code().equals("LFS_OBJECT_UNREACHABLE") ? unanswered + 1 : 0;
        if (unanswered >= PATIENCE)
            throw new SourceRefused(
                    Reason.UNREACHABLE,
                    "LFS_UNREACHABLE",
                    "the last " + PATIENCE
                            + " LFS objects were not answered; the others were not asked for: retry later");
    }

    private void held(LfsObject object, int total) {
        held.add(object);
        bytes += object.size();
        if (Thread.currentThread().isInterrupted())
            throw new SourceRefused(Reason.OURS, "STOPPED", "the retrieval was stopped");
        progress.report(bytes, held.size(), (long) total, "fetching LFS objects");
    }

    private String path(LfsObject object) {
        try {
            return where.path(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void notAsked(List<HeldLfs> all, List<Finding> findings) {
        long told = missing.values().stream().mapToLong(Examples::count).sum();
        var rest = new Examples();
        List<HeldLfs> absent = all.stream().filter(object -> !object.held()).toList();
        if (absent.size() > told) {
            absent.forEach(object -> rest.add(object.oid() + " (" + object.size() + " bytes)"));
            findings.add(rest.finding("LFS_NOT_FETCHED", "LFS objects are pointed at and not held"));
        }
    }
}
