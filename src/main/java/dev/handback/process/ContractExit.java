package dev.handback.process;

import dev.handback.assets.AssetRegister;
import dev.handback.certificates.Certificates;
import dev.handback.exits.Closings;
import dev.handback.exits.Dates;
import dev.handback.exits.Exits;
import dev.handback.exits.Refused;
import dev.handback.exits.Stays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** The steps of {@code ContractExit.bpmn}; public because the engine calls them. Pages go through {@link ExitCommands}. */
@Component
public class ContractExit {
    private final Exits exits;
    private final Dates dates;
    private final Stays stays;
    private final AssetRegister register;
    private final Certificates certificates;
    private final Closings closings;
    private final OpenWork work;
    private final Returns returns;
    private final Instances instances;
    private final Deadlines deadlines;
    private final ExitNotices notices;
    private final ChecklistCommands checklist;
    private final InstrumentCommands instruments;

    ContractExit(
            Exits exits,
            Dates dates,
            Stays stays,
            AssetRegister register,
            Certificates certificates,
            Closings closings,
            OpenWork work,
            Returns returns,
            Instances instances,
            Deadlines deadlines,
            ExitNotices notices,
            ChecklistCommands checklist,
            InstrumentCommands instruments) {
        this.notices = notices;
        this.checklist = checklist;
        this.instruments = instruments;
        this.exits = exits;
        this.dates = dates;
        this.stays = stays;
        this.register = register;
        this.certificates = certificates;
        this.closings = closings;
        this.work = work;
        this.returns = returns;
        this.instances = instances;
        this.deadlines = deadlines;
    }

    /** Records the exit from the form's values, which live in this transaction only. */
    public void openExit(DelegateExecution execution) {
        var exit = exits.open(NewExitForm.read(execution));
        execution.setProcessBusinessKey(exit);
        execution.setVariable("exitId", exit);
        // an exit that is opened because of insolvency begins with a stay
        stays.list(exit).forEach(stay -> instances.start("ExitStay", exit, Map.of("stay", stay.stay())));
    }

    public void confirmRegister(String exitId) {
        if (!register.agreed(exitId)) {
            throw new Refused("the register of exit " + exitId + " is not agreed yet: agree it on its page");
        }
    }

    public void startReturns(String exitId) {
        returns.file(exitId, register.toRetrieve(exitId));
    }

    /** Legal is asked for the instruments that assets need. */
    public void requestInstruments(String exitId) {
        instruments.ask(exitId);
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

    /** A return certificate is signed: what must be done before the exit closes is asked for from now on. */
    public void startChecklist(String exitId) {
        checklist.startOpen(exitId);
    }

    /** Whether operations must be asked: an alarm waits for an answer, and nobody is asked yet. */
    public boolean raiseAlarms(String exitId) {
        var waiting = dates.raiseAlarms(exitId);
        notices.alarms(exitId);
        return waiting && !instances.isAnyAt("ContractExit", exitId, List.of("AnswerDeadline"), Map.of(), "");
    }

    public void recordAnswer(String exitId, String answer) {
        dates.answer(exitId, answer);
    }

    /** Refuses while anything is open that is not listed. */
    public void recordClosing(String exitId, String decision, String reason) {
        work.demandNone(exitId);
        closings.close(exitId, Decision.of(decision, "CLOSED", "WITH_RESIDUALS"), reason);
    }

    /** The exit is cancelled. */
    public void endOpenWork(String exitId) {
        returns.endAll(exitId);
    }

    public Date due(String exitId, String task) {
        return deadlines.due(exitId, task);
    }

    public Date followUp(String exitId, String task) {
        return deadlines.followUp(exitId, task);
    }
}
