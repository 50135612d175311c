package dev.handback.retrieval;

import dev.handback.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The git repositories of an exit, as one of them needs to know the others. */
@Component
public class Neighbours {
    private final NeighboursTable table;

    Neighbours(NeighboursTable table) {
        this.table = table;
    }

    /**
     * One registered repository.
     *
     * @param commits the newest list of its commits that the vault holds; null when nothing of it is held
     */
    public record Neighbour(
            String asset, String locator, @Nullable Sha256 commits) {}

    /** All that are registered now. */
    @Transactional(readOnly = true)
    public List<Neighbour> of(String exit) {
        return table.list(exit);
    }
}
