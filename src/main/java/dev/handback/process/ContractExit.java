package dev.handback.process;

import dev.handback.assets.AssetRegister;
import dev.handback.exits.Authorities;
import dev.handback.exits.Exits;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.exits.Refused;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The steps of {@code ContractExit.bpmn}; public because the engine calls them. */
@Component
public class ContractExit {
    private final Exits exits;
    private final Authorities authorities;
    private final AssetRegister register;
    private final Instances instances;
    private final Deadlines deadlines;

    ContractExit(
            Exits exits, Authorities authorities, AssetRegister register, Instances instances, Deadlines deadlines) {
        this.exits = exits;
        this.authorities = authorities;
        this.register = register;
        this.instances = instances;
        this.deadlines = deadlines;
    }

    /** Records the exit from the form's values, which live in this transaction only. */
    public void openExit(DelegateExecution execution) {
        if (Boolean.TRUE.equals(execution.getVariable("emergency"))) {
            throw new Refused("emergency: an emergency exit is not possible in this version; open an ordinary exit");
        }
        var exit = exits.open(NewExitForm.read(execution));
        execution.setProcessBusinessKey(exit);
        execution.setVariable("exitId", exit);
    }

    public void confirmRegister(String exitId) {
        if (!register.agreed(exitId)) {
            throw new Refused("The register of " + exitId + " is not agreed yet: agree it on its page");
        }
    }

    public List<String> connections(String exitId) {
        return register.connections(exitId);
    }

    public void startReturns(String exitId) {
        throw new IllegalStateException(exitId);
    }

    public boolean authorityProposed(String exitId, String connection) {
        return authorities.list(exitId).stream()
                .anyMatch(authority -> authority.connection().equals(connection)
                        && authority.state().equals("PROPOSED"));
    }

    public void recordProposal(String exitId, String connection, @Nullable String basis, @Nullable String until) {
        authorities.propose(exitId, connection, basis, day("until", until));
    }

    /** Returns whether legal confirmed it. */
    public boolean recordAuthority(
            String exitId, String connection, @Nullable String decision, @Nullable String reason) {
        var confirm = Decision.of(decision, "CONFIRM", "REFUSE").equals("CONFIRM");
        authorities.decide(exitId, connection, confirm, reason);
        return confirm;
    }

    public void releaseReturns(String exitId, String connection) {
        instances.tellAll("RetrievalCleared", exitId, Map.of("connection", connection));
    }

    public void startSignOff(String exitId, @Nullable String request) {
        throw new IllegalStateException(exitId + request);
    }

    public Date due(String exitId, String task) {
        return deadlines.due(exitId, task);
    }

    public Date followUp(String exitId, String task) {
        return deadlines.followUp(exitId, task);
    }

    private static @Nullable LocalDate day(String field, @Nullable String value) {
        try {
            return value == null || value.isBlank() ? null : LocalDate.parse(value.strip());
        } catch (DateTimeException e) {
            throw new InvalidInput(List.of(new Problem(
                    field, "expected a day as yyyy-mm-dd, for example 2026-12-31, found \"" + value + "\"")));
        }
    }
}
