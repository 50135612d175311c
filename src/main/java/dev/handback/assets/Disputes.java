package dev.handback.assets;

import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.exits.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Contested assets: anybody who works on an exit may say so, legal alone settles it. A FINAL wants none open. */
@Component
public class Disputes {
    private final DisputesTable disputes;

    Disputes(DisputesTable disputes) {
        this.disputes = disputes;
    }

    /** Records who contests the asset and on what ground; refused while a dispute of it is open. */
    @Transactional
    public void raise(String exit, String asset, @Nullable String party, @Nullable String reason) {
        var problems = new ArrayList<Problem>();
        if (party == null || party.strip().length() < 2) {
            problems.add(new Problem("party", "expected who contests asset " + asset));
        }
        if (reason == null || reason.strip().length() < 3) {
            problems.add(new Problem("reason", "expected on what ground asset " + asset + " is contested"));
        }
        if (party == null || reason == null || !problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        disputes.raise(exit, asset, party.strip(), reason.strip());
    }

    /** Legal's word that the open dispute of the asset is settled, and how. */
    @Transactional
    public void settle(String exit, String asset, @Nullable String reason) {
        if (reason == null || reason.strip().length() < 3) {
            throw new InvalidInput(List.of(new Problem("reason", "expected how the dispute was settled")));
        }
        var open = newest(exit, asset)
                .filter(Dispute::open)
                .orElseThrow(() -> new Refused("asset " + asset + ": no dispute is open"));
        disputes.settle(open, reason.strip());
    }

    /** The dispute of an asset that was raised last, open or settled. */
    @Transactional(readOnly = true)
    public Optional<Dispute> newest(String exit, String asset) {
        return disputes.newest(exit, asset);
    }
}
