package dev.handback.process;

import dev.handback.exits.Stays;
import java.util.Date;
import org.springframework.stereotype.Component;

/** The steps of {@code ExitStay.bpmn}; public because the engine calls them. */
@Component
public class ExitStay {
    private final Stays stays;
    private final Returns returns;
    private final Deadlines deadlines;

    ExitStay(Stays stays, Returns returns, Deadlines deadlines) {
        this.stays = stays;
        this.returns = returns;
        this.deadlines = deadlines;
    }

    public void recordLift(
            String exitId, String stay, String document, String issuer, String scope, String dated, String reason) {
        stays.lift(exitId, stay, new Stays.Leave(document, issuer, scope, Decision.day("dated", dated), reason));
    }

    public void releaseReturns(String exitId) {
        returns.releaseAll(exitId);
    }

    public Date due(String exitId, String task) {
        return deadlines.due(exitId, task);
    }

    public Date followUp(String exitId, String task) {
        return deadlines.followUp(exitId, task);
    }
}
