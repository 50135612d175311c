package dev.handback.process;

import dev.handback.assets.Instruments;
import java.util.Date;
import org.springframework.stereotype.Component;

/** The steps of {@code AssetInstruments.bpmn}; public because the engine calls them. */
@Component
public class AssetInstruments {
    private final Instruments instruments;
    private final Deadlines deadlines;

    AssetInstruments(Instruments instruments, Deadlines deadlines) {
        this.instruments = instruments;
        this.deadlines = deadlines;
    }

    /** Whether an asset of the exit still needs an instrument. */
    public boolean findMissing(String exitId) {
        return !instruments.missing(exitId).isEmpty();
    }

    public Date due(String exitId, String task) {
        return deadlines.due(exitId, task);
    }

    public Date followUp(String exitId, String task) {
        return deadlines.followUp(exitId, task);
    }
}
