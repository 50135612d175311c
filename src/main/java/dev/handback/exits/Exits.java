package dev.handback.exits;

import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Contracts being wound up. */
@Component
public class Exits {
    private final ExitsTable exits;

    Exits(ExitsTable exits) {
        this.exits = exits;
    }

    /**
     * Opens an exit and returns its id, such as {@code X2026-0001}. Operations only.
     *
     * @throws InvalidInput naming every field that cannot be used; nothing is recorded then
     */
    @Transactional
    public String open(NewExit exit) {
        return exits.insert(exit.checked());
    }

    /** The exit as it is now; {@link NotFound} when there is none of that id. */
    @Transactional(readOnly = true)
    public Exit find(String exit) {
        return exits.find(exit).orElseThrow(() -> new NotFound("exit", exit));
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
