package dev.handback.process;

import dev.handback.assets.AssetRegister;
import dev.handback.destruction.Probe.Purpose;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.work.LongWork;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Looks at a holder's system that a person asks for, beside those of the processes. */
@Component
public class ProbeCommands {
    private final AssetRegister register;
    private final LongWork work;

    ProbeCommands(AssetRegister register, LongWork work) {
        this.register = register;
        this.work = work;
    }

    /** Files one look at each; its gate is asked when it begins. Refused whole when one is on its way already. */
    @Transactional
    public void look(String exit, List<String> assets, Purpose purpose) {
        if (assets.isEmpty()) {
            throw new InvalidInput(List.of(new Problem("assets", "expected the assets to look at")));
        }
        for (var asset : assets) {
            register.find(exit, asset);
            work.file(ProbeSources.NAME, exit + "/" + asset + "/asked", ProbeSources.data(exit, asset, purpose, ""));
        }
    }
}
