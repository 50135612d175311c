package dev.handback.process;

import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.exits.NotFound;
import dev.handback.exits.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The only door to a stuck token. An administrator proposes, a second person decides, and the ledger holds both. A repair
 * tries a failed job again, or puts an instance that waits for what was lost back before the step that asked for it. It
 * completes no task, skips none and sets no variable.
 */
@Component
public class Repairs {
    private static final List<String> KINDS = List.of("RETRY_JOB", "WAIT_AGAIN");

    private final RepairsTable table;
    private final StuckInstances stuck;

    Repairs(RepairsTable table, StuckInstances stuck) {
        this.table = table;
        this.stuck = stuck;
    }

    /** Records a proposal after a look whether it could be done; returns its id. Administrators only. */
    @Transactional
    public UUID propose(
            @Nullable String instance, @Nullable String activity, @Nullable String kind, @Nullable String reason) {
        var problems = new ArrayList<Problem>();
        if (instance == null || instance.isBlank()) {
            problems.add(new Problem("instance", "expected the id of the process instance that is stuck"));
        }
        if (activity == null || activity.isBlank()) {
            problems.add(new Problem("activity", "expected the activity where it is stuck"));
        }
        if (kind == null || !KINDS.contains(kind)) {
            problems.add(new Problem("kind", "expected one of " + KINDS + ", is " + kind));
        }
        if (reason == null || reason.strip().length() < 3) {
            problems.add(new Problem("reason", "expected a reason of record"));
        }
        if (instance == null || activity == null || kind == null || reason == null || !problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        var exit = stuck.exit(instance.strip());
        stuck.demand(kind, instance.strip(), activity.strip());
        return table.propose(exit, instance.strip(), activity.strip(), kind, reason.strip());
    }

    /** Decides on a proposal of somebody else. Approved is done, in this transaction. */
    @Transactional
    public void decide(UUID proposal, boolean approve, @Nullable String reason) {
        var repair = find(proposal);
        if (reason == null || reason.strip().length() < 3) {
            throw new InvalidInput(List.of(new Problem("reason", "expected a reason of record")));
        }
        if (!repair.state().equals("PROPOSED")) {
            throw new Refused("this repair is " + repair.state().toLowerCase(java.util.Locale.ROOT) + " already, by "
                    + repair.decidedBy());
        }
        table.decide(repair, approve, reason.strip());
        if (approve) {
            stuck.repair(repair.kind(), repair.instance(), repair.activity());
        }
    }

    @Transactional(readOnly = true)
    public Repair find(UUID proposal) {
        return table.find(proposal).orElseThrow(() -> new NotFound("repair", proposal.toString()));
    }

    /** The newest first. */
    @Transactional(readOnly = true)
    public List<Repair> list(int from, int limit) {
        return table.list(from, limit);
    }
}
