package dev.handback.retrieval;

import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Further passes over what is home, such as the final one after a freeze. What brings nothing takes nothing away. */
@Component
public class Passes {
    private final PassesTable passes;

    Passes(PassesTable passes) {
        this.passes = passes;
    }

    /**
     * Asks that an asset that is CHECKED or CERTIFIED be retrieved once more; operations or engineering. The asset's return
     * must be started for it.
     */
    @Transactional
    public void ask(String exit, String asset, @Nullable String reason) {
        if (reason == null || reason.strip().length() < 3) {
            throw new InvalidInput(
                    List.of(new Problem("reason", "expected why asset " + asset + " is retrieved again")));
        }
        passes.ask(exit, asset, reason.strip());
    }

    /** Every asset of an exit that is home over a connection and has no further pass asked for or on its way, priority first. */
    @Transactional(readOnly = true)
    public List<String> home(String exit, String connection) {
        return passes.home(exit, connection);
    }
}
