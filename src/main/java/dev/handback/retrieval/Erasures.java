package dev.handback.retrieval;

import dev.handback.exits.Finding;
import dev.handback.exits.GateRefused;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.exits.NotFound;
import dev.handback.exits.Refused;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one way in which bytes leave the vault: asked by one person, approved by two others of whom one is of legal, and never
 * under a hold or a stay. The intent is recorded, then the bytes go, then the tombstone is recorded; whoever is killed in
 * between begins again and ends the same.
 */
@Component
public class Erasures {
    private final ErasuresTable erasures;
    private final Vault vault;
    private final TransactionTemplate transactions;

    Erasures(ErasuresTable erasures, Vault vault, TransactionTemplate transactions) {
        this.erasures = erasures;
        this.vault = vault;
        this.transactions = transactions;
    }

    /** Asks that what a quarantine seals be erased; returns the number of the erasure. */
    @Transactional
    public String ask(String exit, String quarantine, @Nullable String reason) {
        return erasures.ask(exit, quarantine, Quarantines.said(reason, "why it must not be kept"));
    }

    /**
     * One person's word on it.
     *
     * @return the erasure after it
     * @throws GateRefused when this person may not approve it, or a hold, a stay or somebody who is reading it forbids it
     */
    @Transactional
    public Erasure decide(String exit, String erasure, boolean approve, @Nullable String reason) {
        find(exit, erasure);
        var said = reason == null ? "" : reason.strip();
        if (!approve && said.length() < 3) {
            throw new InvalidInput(List.of(new Problem("reason", "expected why erasure " + erasure + " is refused")));
        }
        erasures.decide(exit, erasure, approve ? "APPROVED" : "REFUSED", said);
        return find(exit, erasure);
    }

    /** How a run ended. */
    public sealed interface Result permits Gone, Stopped {}

    /** Nothing of what was to go is in the vault any more. */
    public record Gone() implements Result {}

    /** Something forbids it now: it did not begin, or went no further. */
    public record Stopped(List<Finding> findings) implements Result {
        public Stopped {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Records the intent, unless that was done before, and removes the bytes. Long, and may be begun again: call it outside
     * any transaction. {@link #record} writes the tombstone.
     */
    public Result erase(String exit, String erasure, Progress progress) throws InterruptedException {
        try {
            transactions.executeWithoutResult(status -> begin(exit, erasure));
        } catch (GateRefused shut) {
            return new Stopped(shut.findings());
        } catch (Refused refused) {
            return new Stopped(List.of(new Finding("QUARANTINE_OVER", null, String.valueOf(refused.getMessage()))));
        }
        var contents = erasures.contents(erasure);
        long done = 0;
        for (var content : contents) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            var stopped = erasures.stopped(erasure);
            if (!stopped.isEmpty()) {
                return new Stopped(stopped);
            }
            vault.erase(content);
            progress.report(0, ++done, (long) contents.size(), "erasing");
        }
        return new Gone();
    }

    private void begin(String exit, String erasure) {
        if (find(exit, erasure).begunAt() == null) {
            erasures.begin(exit, erasure);
        }
    }

    /** Writes the tombstone, or what stopped it. */
    @Transactional
    public void record(String exit, String erasure, Result result) {
        if (result instanceof Stopped stopped) {
            erasures.failed(exit, erasure, stopped.findings());
        } else if (find(exit, erasure).erasedAt() == null) {
            erasures.erased(exit, erasure);
        }
    }

    /** Records that we gave up by our own fault; what was begun must be tried again. */
    @Transactional
    public void recordFailure(String exit, String erasure, String why) {
        erasures.failed(exit, erasure, List.of(new Finding("ATTEMPTS_EXHAUSTED", null, why)));
    }

    @Transactional(readOnly = true)
    public Erasure find(String exit, String erasure) {
        return erasures.find(exit, erasure).orElseThrow(() -> new NotFound("erasure", erasure));
    }

    /** Every erasure of an exit, the newest first. */
    @Transactional(readOnly = true)
    public List<Erasure> list(String exit) {
        return erasures.list(exit);
    }

    /**
     * Removes what a restored vault brought back of what was erased; what was retrieved since is left alone. Call it outside
     * any transaction.
     *
     * @return how many contents were there again; empty when a step is under way, whose bytes no fact names yet: ask later
     */
    public OptionalLong eraseAgain() {
        if (erasures.stepsRun()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                erasures.done().stream().mapToLong(this::eraseAgain).sum());
    }

    // nearly always nothing is there: only then is it asked what else holds it, which reads whole tables
    private long eraseAgain(String erasure) {
        var there = erasures.intended(erasure).stream()
                .filter(content -> vault.find(content).isPresent())
                .collect(Collectors.toSet());
        if (there.isEmpty()) {
            return 0;
        }
        there.retainAll(erasures.contents(erasure));
        there.forEach(vault::erase);
        return there.size();
    }
}
