package dev.handback.retrieval;

import dev.handback.assets.Asset;
import dev.handback.assets.AssetRegister;
import dev.handback.exits.Gate;
import dev.handback.exits.Gates;
import dev.handback.exits.Refused;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.work.Progress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Has the holder restore what an attempt met in archive classes: legal agrees to it, since it changes something at the
 * holder's and costs there; then it is asked for and looked at until it is over. Nothing of it copies a byte: the next
 * attempt does.
 */
@Component
@EnableConfigurationProperties(RestoreSettings.class)
public class Restores {
    /** What is to be done now. */
    public enum Next {
        LOOK_AGAIN,
        RETRIEVE,
        DECIDE
    }

    private final RestoresTable restores;
    private final AssetRegister register;
    private final Gates gates;
    private final ArchiveStore store;
    private final RestoreSettings settings;
    private final Clock clock;

    Restores(
            RestoresTable restores,
            AssetRegister register,
            Gates gates,
            ArchiveStore store,
            RestoreSettings settings,
            Clock clock) {
        this.restores = restores;
        this.register = register;
        this.gates = gates;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Legal's word on what engineering asked for. An approval is of what the newest attempt met archived, no more.
     *
     * @throws dev.handback.exits.GateRefused while we may not retrieve over the connection
     */
    @Transactional
    public void decide(String exit, String asset, RestoreWord word, String task) {
        word.requireClear(asset);
        var number = register.find(exit, asset).lastNumber();
        if (number == null) {
            throw new Refused("asset " + asset + ": nothing was retrieved yet that could be restored");
        }
        restores.decide(exit, asset, number, word, task);
    }

    /**
     * Asks the holder for what was not asked for yet and looks at the rest; asks nobody while the gate is shut. Long: call
     * it outside any transaction. Writes no fact: {@link #record} does.
     */
    public RestoreSeen look(String exit, String asset, Progress progress) throws InterruptedException {
        var row = register.find(exit, asset);
        var order = order(row);
        var shut = gates.findings(exit, Gate.RETRIEVE, asset);
        return shut.isEmpty()
                ? store.look(order, progress)
                : store.known(
                        order, new Finding(shut.get(0).code(), shut.get(0).detail() + "; the holder is not asked"));
    }

    /** Records what a look found, unless nothing changed; says there whether that is the end of it. */
    @Transactional
    public void record(String exit, String asset, RestoreSeen seen) {
        var now = approved(exit, asset);
        var pressing = pressing(now, seen);
        var shut = !gates.findings(exit, Gate.RETRIEVE, asset).isEmpty();
        var over = seen.waiting() == 0 || pressing.isPresent() || shut;
        var told = pressing.map(seen::and).orElse(seen);
        if (over || !same(now, told)) {
            restores.seen(exit, asset, now.restore(), told, over);
        }
    }

    /** Why no longer is waited, although something is waited for. */
    private Optional<Finding> pressing(Restore now, RestoreSeen seen) {
        var time = clock.instant();
        var until = seen.readyUntil();
        if (seen.waiting() == 0) {
            return Optional.empty();
        }
        if (time.isAfter(now.decidedAt().plus(settings.overdueAfter()))) {
            return Optional.of(new Finding(
                    "RESTORE_OVERDUE",
                    seen.waiting() + " versions are not restored "
                            + settings.overdueAfter().toHours() + " hours after it was agreed to; ask the holder"));
        }
        return until == null || !until.isBefore(time.plus(settings.margin()))
                ? Optional.empty()
                : Optional.of(new Finding(
                        "RESTORE_UNEVEN",
                        "the first of " + seen.ready() + " restored copies goes on " + until + ", while "
                                + seen.waiting() + " versions are not restored: what is readable is retrieved now"));
    }

    private static boolean same(Restore now, RestoreSeen seen) {
        return now.seenAt() != null
                && now.ready() == seen.ready()
                && now.waiting() == seen.waiting()
                && now.failed() == seen.failed()
                && Objects.equals(now.readyUntil(), seen.readyUntil())
                && now.findings().equals(seen.findings());
    }

    /** Gives up on this restore by our own fault: it is decided on anew. */
    @Transactional
    public void recordFailure(String exit, String asset, String why) {
        var order = order(register.find(exit, asset));
        restores.seen(exit, asset, order.restore(), store.known(order, new Finding("ATTEMPTS_EXHAUSTED", why)), true);
    }

    /** What follows from what was last seen. */
    @Transactional(readOnly = true)
    public Next next(String exit, String asset) {
        var now = approved(exit, asset);
        return !now.over() ? Next.LOOK_AGAIN : now.ready() > 0 ? Next.RETRIEVE : Next.DECIDE;
    }

    public Duration lookEvery() {
        return settings.lookEvery();
    }

    /** Every restore that legal decided on, the newest first. */
    @Transactional(readOnly = true)
    public List<Restore> list(String exit, String asset) {
        return restores.list(exit, asset);
    }

    /** What the newest attempt met in archive classes; nothing when it met none. */
    @Transactional(readOnly = true)
    public Optional<Archived> archived(String exit, String asset) {
        return Optional.of(restores.archived(exit, asset)).filter(archived -> archived.objects() > 0);
    }

    private ArchiveStore.Order order(Asset row) {
        var now = approved(row.exitId(), row.asset());
        return new ArchiveStore.Order(
                row.exitId(),
                row.asset(),
                now.restore(),
                now.number(),
                String.valueOf(row.connection()),
                String.valueOf(row.locator()),
                String.valueOf(now.tier()),
                Objects.requireNonNull(now.days()));
    }

    private Restore approved(String exit, String asset) {
        return restores.list(exit, asset).stream()
                .findFirst()
                .filter(restore -> restore.state() != Restore.State.REFUSED)
                .orElseThrow(() -> new Refused("asset " + asset + ": no restore was agreed to"));
    }
}
