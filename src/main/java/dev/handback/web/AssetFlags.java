package dev.handback.web;

import dev.handback.assets.Asset;
import dev.handback.exits.Holds;
import dev.handback.exits.Stay;
import dev.handback.exits.Stays;
import dev.handback.retrieval.Quarantine;
import dev.handback.retrieval.Quarantines;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What stands beside an asset's state: contested, on hold, stayed, in quarantine. */
@Component
class AssetFlags {
    private final Holds holds;
    private final Stays stays;
    private final Quarantines quarantines;

    AssetFlags(Holds holds, Stays stays, Quarantines quarantines) {
        this.holds = holds;
        this.stays = stays;
        this.quarantines = quarantines;
    }

    /** Asked once for all assets of an exit. */
    OfExit of(String exit) {
        return new OfExit(
                Set.copyOf(holds.heldAssets(exit)),
                stays.list(exit).stream().anyMatch(Stay::active),
                quarantines.list(exit).stream()
                        .filter(Quarantine::active)
                        .map(Quarantine::asset)
                        .collect(Collectors.toSet()));
    }

    record OfExit(Set<String> held, boolean stayed, Set<String> sealed) {
        List<String> of(Asset asset) {
            var flags = new ArrayList<String>();
            if (asset.disputedBy() != null) {
                flags.add("DISPUTED");
            }
            if (held.contains(asset.asset())) {
                flags.add("ON_HOLD");
            }
            if (stayed) {
                flags.add("STAYED");
            }
            if (sealed.contains(asset.asset())) {
                flags.add("QUARANTINED");
            }
            return flags;
        }
    }
}
