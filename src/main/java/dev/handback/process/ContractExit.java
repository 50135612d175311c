package dev.handback.process;

import dev.handback.assets.AssetRegister;
import dev.handback.certificates.Certificates;
import dev.handback.exits.Authorities;
import dev.handback.exits.Exits;
import dev.handback.exits.Refused;
import dev.handback.work.LongWork;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** The steps of {@code ContractExit.bpmn}; public because the engine calls them. Pages go through {@link ExitCommands}. */
@Component
public class ContractExit {
    private final Exits exits;
    private final Authorities authorities;
    private final AssetRegister register;
    private final Certificates certificates;
    private final LongWork work;
    private final Returns returns;
    private final Instances instances;
    private final Deadlines deadlines;

    ContractExit(
            Exits exits,
            Authorities authorities,
            AssetRegister register,
            Certificates certificates,
            LongWork work,
            Returns returns,
            Instances instances,
            Deadlines deadlines) {
        this.exits = exits;
        this.authorities = authorities;
        this.register = register;
        this.certificates = certificates;
        this.work = work;
        this.returns = returns;
        this.instances = instances;
        this.deadlines = deadlines;
    }

    /** Records the exit from the form's values, which live in this transaction only. */
    public void openExit(DelegateExecution execution) {
        if (Boolean.TRUE.equals(execution.getVariable("emergency"))) {
            throw new Refused("emergency: expected no, found yes; an emergency exit is not possible in this version");
        }
        var exit = exits.open(NewExitForm.read(execution));
        execution.setProcessBusinessKey(exit);
        execution.setVariable("exitId", exit);
    }

    public void confirmRegister(String exitId) {
        if (!register.agreed(exitId)) {
            throw new Refused("the register of exit " + exitId + " is not agreed yet: agree it on its page");
        }
    }

    public void startReturns(String exitId) {
        StartReturns.batches(register.toRetrieve(exitId))
                .forEach((number, assets) ->
                        work.file(StartReturns.NAME, exitId + "/" + number, StartReturns.data(exitId, assets)));
    }

    public List<String> connections(String exitId) {
        return register.connections(exitId);
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

    public void startSignOff(String exitId, String request) {
        if (!certificates.findRequest(request).exitId().equals(exitId)
                || !instances
                        .running("CertificateSignOff", exitId, Map.of("request", request))
                        .isEmpty()) {
            throw new Refused("request " + request + " is not one of exit " + exitId + " that waits for its sign-off");
        }
        instances.start("CertificateSignOff", exitId, Map.of("request", request));
    }

    public Date due(String exitId, String task) {
        return deadlines.due(exitId, task);
    }

    public Date followUp(String exitId, String task) {
        return deadlines.followUp(exitId, task);
    }
}
