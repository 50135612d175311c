package dev.handback.web;

import dev.handback.assets.Asset;
import dev.handback.exits.Holds;
import dev.handback.exits.Stay;
import dev.handback.exits.Stays;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What stands beside an asset's state: contested, on hold, stayed. */
@Component
class AssetFlags {
    private final Holds holds;
    private final Stays stays;

    AssetFlags(Holds holds, Stays stays) {
        this.holds = holds;
        this.stays = stays;
    }

    /** Asked once for all assets of an exit. */
    OfExit of(String exit) {
        return new OfExit(
                Set.copyOf(holds.heldAssets(exit)), stays.list(exit).stream().anyMatch(Stay::active));
    }

    record OfExit(Set<String> held, boolean stayed) {
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
            return flags;
        }
    }
}
