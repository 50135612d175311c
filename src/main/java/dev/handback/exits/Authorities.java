package dev.handback.exits;

import dev.handback.exits.InvalidInput.Problem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** On what basis we may retrieve over each connection: operations propose, another person of legal confirms. */
@Component
public class Authorities {
    private final AuthoritiesTable authorities;

    Authorities(AuthoritiesTable authorities) {
        this.authorities = authorities;
    }

    /** Proposes a basis and its last day; replaces an earlier proposal and needs legal's word anew. */
    @Transactional
    public void propose(String exit, String connection, @Nullable String basis, @Nullable LocalDate until) {
        var problems = new ArrayList<Problem>();
        if (basis == null || basis.strip().length() < 3) {
            problems.add(new Problem(
                    "basis", "expected the clause, consent or court leave that allows retrieval over " + connection));
        }
        if (until == null) {
            problems.add(new Problem("until", "expected the last day on which we may retrieve over " + connection));
        }
        if (basis == null || until == null || !problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        authorities.propose(exit, connection, basis.strip(), until);
    }

    /** Legal confirms or refuses what is proposed for a connection; never the person who proposed it. */
    @Transactional
    public void decide(String exit, String connection, boolean confirm, @Nullable String reason) {
        if (!confirm && (reason == null || reason.isBlank())) {
            throw new InvalidInput(List.of(new Problem("reason", "expected why the authority is refused")));
        }
        authorities.decide(
                exit,
                proposal(exit, connection),
                confirm ? "CONFIRMED" : "REFUSED",
                reason == null ? "" : reason.strip());
    }

    /** Legal withdraws a confirmed authority; nothing more is retrieved on it. */
    @Transactional
    public void withdraw(String exit, String connection, String reason) {
        authorities.decide(exit, proposal(exit, connection), "WITHDRAWN", reason.strip());
    }

    @Transactional(readOnly = true)
    public List<Authority> list(String exit) {
        return authorities.list(exit);
    }

    /** What stands against reaching out over a connection for this exit; empty when we may. */
    @Transactional
    public List<Finding> findings(String exit, String connection) {
        return authorities.findings(exit, connection);
    }

    /** Records that a holder refused us; stops the connection for every exit. Inside the caller's transaction. */
    @Transactional
    public void stop(String exit, String connection, String asset, String cause) {
        authorities.stop(exit, connection, asset, cause);
    }

    @Transactional(readOnly = true)
    public List<StoppedConnection> stops(String connection) {
        return authorities.stops(connection);
    }

    /** Legal says on what basis we go on over a stopped connection; lifts every stop of it. */
    @Transactional
    public void resume(String exit, String connection, String basis) {
        authorities.stops(connection).forEach(stop -> authorities.resume(exit, stop.fact(), basis));
    }

    private java.util.UUID proposal(String exit, String connection) {
        return authorities
                .proposal(exit, connection)
                .orElseThrow(() -> new Refused("no authority is proposed for connection " + connection));
    }
}
