package dev.handback.process;

import dev.handback.exits.Authorities;
import java.util.Date;
import org.springframework.stereotype.Component;

/** The steps of {@code ConnectionAuthority.bpmn}; public because the engine calls them. */
@Component
public class ConnectionAuthority {
    private final Authorities authorities;
    private final Returns returns;
    private final Deadlines deadlines;

    ConnectionAuthority(Authorities authorities, Returns returns, Deadlines deadlines) {
        this.authorities = authorities;
        this.returns = returns;
        this.deadlines = deadlines;
    }

    public boolean authorityProposed(String exitId, String connection) {
        return authorities.list(exitId).stream()
                .anyMatch(authority -> authority.connection().equals(connection)
                        && authority.state().equals("PROPOSED"));
    }

    public void recordProposal(String exitId, String connection, String basis, String until) {
        authorities.propose(exitId, connection, basis, Decision.day("until", until));
    }

    /** Returns whether legal confirmed it. */
    public boolean recordAuthority(String exitId, String connection, String decision, String reason) {
        var confirmed = Decision.of(decision, "CONFIRM", "REFUSE").equals("CONFIRM");
        authorities.decide(exitId, connection, confirmed, reason);
        return confirmed;
    }

    public void releaseReturns(String exitId, String connection) {
        returns.release(exitId, connection);
    }

    public Date due(String exitId, String task) {
        return deadlines.due(exitId, task);
    }

    public Date followUp(String exitId, String task) {
        return deadlines.followUp(exitId, task);
    }
}
