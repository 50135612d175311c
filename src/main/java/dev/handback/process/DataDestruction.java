package dev.handback.process;

import dev.handback.certificates.OrderDocuments;
import dev.handback.destruction.Clearances;
import dev.handback.destruction.DestructionLine;
import dev.handback.destruction.Destructions;
import dev.handback.destruction.Order;
import dev.handback.destruction.Orders;
import dev.handback.destruction.Probe.Purpose;
import dev.handback.exits.Exits;
import dev.handback.exits.Refused;
import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** The steps of {@code DataDestruction.bpmn}; public because the engine calls them. */
@Component
public class DataDestruction {
    private final Destructions destructions;
    private final Clearances clearances;
    private final Orders orders;
    private final OrderDocuments documents;
    private final Looks looks;
    private final Exits exits;
    private final Deadlines deadlines;
    private final AnswerDays answers;

    DataDestruction(
            Destructions destructions,
            Clearances clearances,
            Orders orders,
            OrderDocuments documents,
            Looks looks,
            Exits exits,
            Deadlines deadlines,
            AnswerDays answers) {
        this.destructions = destructions;
        this.clearances = clearances;
        this.orders = orders;
        this.documents = documents;
        this.looks = looks;
        this.exits = exits;
        this.deadlines = deadlines;
        this.answers = answers;
    }

    /** Returns whether something was cleared; refuses while nobody has decided. */
    public boolean readClearance(DelegateExecution execution, String destruction) {
        if (destructions.left(destruction)) {
            return false;
        }
        var before = String.valueOf(execution.getVariable("clearance"));
        var cleared = clearances
                .newest(destruction)
                .filter(newest -> !newest.clearance().equals(before))
                .orElseThrow(() -> new Refused("destruction " + destruction + " is neither cleared nor left: decide on"
                        + " its page, /exits/" + execution.getVariable("exitId") + "/destruction/" + destruction));
        execution.setVariable("clearance", cleared.clearance());
        return true;
    }

    /** Returns DRAWN_UP, DRILL or NOTHING, when nothing of the clearance can be ordered any more. */
    public String drawUpOrder(DelegateExecution execution, String clearance) {
        var cleared = clearances.find(clearance);
        if (exits.find(cleared.exitId()).drill()) {
            return "DRILL";
        }
        var number = documents.drawUp(cleared);
        execution.setVariable("number", number.orElse(""));
        return number.isPresent() ? "DRAWN_UP" : "NOTHING";
    }

    /** Returns whether it was ordered; false when something happened since, so that legal must clear anew. */
    public boolean readOrder(String number) {
        var order = orders.find(number);
        if (order.orderedAt() != null) {
            return true;
        }
        if (orders.findings(order).stream().allMatch(finding -> finding.code().equals("ORDERER_CLEARED"))) {
            throw new Refused("order " + number + " is not given: decide on its page, /orders/" + number);
        }
        orders.recallOvertaken(order.exitId());
        return false;
    }

    /** Returns the asset whose look was filed, empty when none is left: does it answer before it is destroyed? */
    public String fileControl(String exitId, String number, String looked, String instance) {
        return looks.fileNext(lines(number), looked, instance, Purpose.CONTROL, line -> line.recall() == null);
    }

    /** Returns whether the holder has it; false when it was recalled before. */
    public boolean readService(String number) {
        var order = orders.find(number);
        if (order.servedAt() == null) {
            orders.recallOvertaken(order.exitId());
            order = orders.find(number);
        }
        if (order.servedAt() == null && order.recalled().isEmpty()) {
            throw new Refused("order " + number + " is not served: record the service on its page, /orders/" + number);
        }
        return order.servedAt() != null;
    }

    /** Returns ATTESTED, or NEVER when there is nothing left to wait for. */
    public String readAttestation(String number) {
        var lines = lines(number);
        if (lines.stream().anyMatch(DataDestruction::undecided)) {
            return "ATTESTED";
        }
        if (!lines.stream().allMatch(DestructionLine::settled)) {
            throw new Refused("order " + number + ": the holder attested nothing new, and no exception covers the rest;"
                    + " see /orders/" + number + "/attestation");
        }
        return "NEVER";
    }

    /** Returns the asset whose look was filed, empty when none is left: does anything still answer? */
    public String fileProbe(String exitId, String number, String looked, String instance) {
        return looks.fileNext(
                lines(number), looked, instance, Purpose.AFTER, line -> undecided(line) && line.probeResult() == null);
    }

    /** What {@link #readRest} returns, ATTESTED never: refuses while an attestation is undecided. */
    public String readDecision(String number) {
        var open = lines(number).stream()
                .filter(DataDestruction::undecided)
                .map(DestructionLine::asset)
                .toList();
        if (!open.isEmpty()) {
            throw new Refused(
                    "order " + number + ": not decided yet for " + open + "; see /orders/" + number + "/attestation");
        }
        return readRest(number);
    }

    /** Returns ATTESTED, ANSWER, TAIL, NOTHING while looks go on, or OVER once nobody looks any more. */
    public String readRest(String number) {
        var lines = lines(number);
        if (lines.stream().anyMatch(DataDestruction::undecided)) {
            return "ATTESTED";
        }
        var rest = lines.stream().filter(line -> !line.settled()).toList();
        if (rest.isEmpty()) {
            return isOver(orders.find(number), lines) ? "OVER" : "NOTHING";
        }
        return rest.stream().allMatch(DataDestruction::isTail) ? "TAIL" : "ANSWER";
    }

    /** So many days after now as the profile says, at the same hour of the exit's place. */
    public Date nextLook(String exitId) {
        return deadlines.later(exitId, "LookAgain");
    }

    /** Returns the asset whose look was filed, empty when none is left, or something else must be seen to first. */
    public String lookAgain(String exitId, String number, String looked, String instance) {
        var lines = lines(number);
        var atRest = lines.stream().allMatch(line -> line.settled() || isTail(line));
        if (isEnded(exitId) || (looked.isEmpty() && !atRest)) {
            return "";
        }
        return looks.fileNext(lines, looked, instance, Purpose.AFTER, DestructionLine::believed);
    }

    public Date tailEnd(String number) {
        return answers.tailEnd(number, lines(number));
    }

    public void askAgain(String exitId, String number) {
        orders.remind(exitId, number);
    }

    public String reminderCycle(String exitId, String number) {
        return answers.reminderCycle(exitId, number);
    }

    /** As models of an earlier release ask, whose instances may still run. */
    public String reminderCycle(String exitId) {
        return deadlines.every(exitId, "RemindHolder", deadlines.later(exitId, "RemindHolder"));
    }

    public Date answerDue(String exitId, String number) {
        return answers.due(exitId, number);
    }

    public void remind(String exitId, String number) {
        orders.remind(exitId, number);
    }

    /** Returns whether the holder has an order that was recalled and must be told; {@code recall} names it. */
    public boolean readRecall(DelegateExecution execution, String clearance) {
        var exit = String.valueOf(execution.getVariable("exitId"));
        var asked = looks.recallsAsked(execution.getProcessInstanceId());
        var due = orders.recalls(exit).stream()
                .filter(recall -> recall.due() && isOf(recall, clearance) && !asked.contains(recall.recall()))
                .findFirst();
        due.ifPresent(recall -> execution.setVariableLocal("recall", recall.recall()));
        return due.isPresent();
    }

    public void readRecallService(String recall) {
        if (orders.recall(recall).due()) {
            throw new Refused("recall " + recall + ": record on the page that the holder was told");
        }
    }

    public Date due(String exitId, String task) {
        return deadlines.due(exitId, task);
    }

    public Date followUp(String exitId, String task) {
        return deadlines.followUp(exitId, task);
    }

    private boolean isOf(Order.Recall recall, String clearance) {
        var number = recall.number();
        return number != null && orders.find(number).clearance().equals(clearance);
    }

    private static boolean undecided(DestructionLine line) {
        return line.attestation() != null && line.decision() == null && !line.settled();
    }

    /** What this order is still about: an asset that was recalled and ordered anew is another order's. */
    private List<DestructionLine> lines(String number) {
        var order = orders.find(number);
        return destructions.of(order.exitId(), order.scope()).stream()
                .filter(line -> number.equals(line.orderNumber()))
                .toList();
    }

    private boolean isOver(Order order, List<DestructionLine> lines) {
        var toTell = orders.recalls(order.exitId()).stream()
                .anyMatch(recall -> recall.due() && order.number().equals(recall.number()));
        return !toTell
                && (isEnded(order.exitId())
                        || lines.stream().allMatch(line -> line.state().equals("RECALLED")));
    }

    private boolean isEnded(String exit) {
        return exits.find(exit).over();
    }

    private static boolean isTail(DestructionLine line) {
        return line.state().equals("TAIL");
    }
}
