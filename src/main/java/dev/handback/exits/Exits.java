package dev.handback.exits;

import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Contracts being wound up. */
@Component
public class Exits {
    private final ExitsTable exits;
    private final CoverageTable coverage;
    private final Profiles profiles;

    Exits(ExitsTable exits, CoverageTable coverage, Profiles profiles) {
        this.exits = exits;
        this.coverage = coverage;
        this.profiles = profiles;
    }

    /**
     * Opens an exit and returns its id, such as {@code X2026-0001}; it keeps its profile's terms as they are now. Operations
     * only.
     *
     * @throws InvalidInput naming every field that cannot be used; nothing is recorded then
     */
    @Transactional
    public String open(NewExit exit) {
        var facts = exit.checked(profiles.names());
        var id = exits.insert(facts);
        profiles.keep(id, facts.profile());
        if (exit.emergency()) {
            exits.declareEmergency(id);
        }
        return id;
    }

    /** The exit as it is now; {@link NotFound} when there is none of that id. */
    @Transactional(readOnly = true)
    public Exit find(String exit) {
        return exits.find(exit).orElseThrow(() -> new NotFound("exit", exit));
    }

    /** How far its assets are; over thousands of assets that takes its time. */
    @Transactional(readOnly = true)
    public Coverage coverage(String exit) {
        return coverage.of(exit);
    }

    /** What counts and was done, the first first. */
    @Transactional(readOnly = true)
    public List<Milestone> milestones(String exit) {
        return coverage.milestones(exit);
    }

    /** One page of exits, the nearest contract end first; pages count from 0. */
    @Transactional(readOnly = true)
    public List<ExitSummary> list(int page, int size) {
        return exits.page(page, size);
    }

    @Transactional(readOnly = true)
    public long count() {
        return exits.count();
    }
}
