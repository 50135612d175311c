package dev.handback.process;

import dev.handback.SystemActor;
import dev.handback.certificates.OrderDocuments;
import dev.handback.destruction.AttestationLink;
import dev.handback.destruction.Attestations;
import dev.handback.destruction.AttestedRow;
import dev.handback.destruction.Clearance;
import dev.handback.destruction.Clearances;
import dev.handback.destruction.DestructionLine;
import dev.handback.destruction.Destructions;
import dev.handback.destruction.NewAttestation;
import dev.handback.destruction.Orders;
import dev.handback.destruction.Served;
import dev.handback.exits.Refused;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** What pages and REST do about destruction: the fact and the step of its process, in one transaction. */
@Component
public class DestructionCommands {
    private static final String PROCESS = "DataDestruction";
    private static final String NUMBER = "number";

    private final Destructions destructions;
    private final Clearances clearances;
    private final Orders orders;
    private final OrderDocuments documents;
    private final Attestations attestations;
    private final Instances instances;
    private final TakenUp takenUp;
    private final Tasks tasks;
    private final FormValues forms;
    private final TransactionTemplate transaction;
    private final String node;

    DestructionCommands(
            Destructions destructions,
            Clearances clearances,
            Orders orders,
            OrderDocuments documents,
            Attestations attestations,
            Instances instances,
            TakenUp takenUp,
            Tasks tasks,
            FormValues forms,
            TransactionTemplate transaction,
            @Value("${handback.node:local}") String node) {
        this.destructions = destructions;
        this.clearances = clearances;
        this.orders = orders;
        this.documents = documents;
        this.attestations = attestations;
        this.instances = instances;
        this.takenUp = takenUp;
        this.tasks = tasks;
        this.forms = forms;
        this.transaction = transaction;
        this.node = node;
    }

    /** Begins the destruction of these assets, of a wave, or of all that is left; returns its id. Operations only. */
    @Transactional
    public String begin(String exit, @Nullable String wave, Collection<String> assets) {
        var destruction = destructions.begin(exit, wave, assets);
        // each step names the variables it takes: all are there from the beginning
        instances.start(PROCESS, exit, Map.of("destruction", destruction, "clearance", "", NUMBER, "", "looked", ""));
        return destruction;
    }

    /** Legal clears assets of a destruction, which completes its task; returns the clearance. */
    @Transactional
    public String clear(String exit, String destruction, Clearance.Asked asked) {
        var task = tasks.demand(exit, "ClearForDestruction", Map.of("destruction", destruction));
        var clearance = clearances.clear(exit, asked, destruction, task);
        forms.completeByPage(task, Map.of());
        return clearance;
    }

    /** The open destruction that names all of these assets and waits for legal. */
    @Transactional(readOnly = true)
    public String waitingFor(String exit, List<String> assets) {
        return tasks.ofExit(exit).stream()
                .filter(task -> task.task().equals("ClearForDestruction"))
                .map(task -> tasks.variable(task.id(), "destruction"))
                .filter(destruction -> destructions.scope(destruction).containsAll(assets))
                .findFirst()
                .orElseThrow(() -> new Refused("no destruction of exit " + exit
                        + " that names all of these assets waits for you: operations begin one first"));
    }

    /** Legal clears nothing of it; the destruction ends. */
    @Transactional
    public void leave(String exit, String destruction, @Nullable String reason) {
        var task = tasks.demand(exit, "ClearForDestruction", Map.of("destruction", destruction));
        destructions.leave(exit, destruction, reason, task);
        forms.completeByPage(task, Map.of());
    }

    /** Seals what was shown, then records the order and completes the task. Call it outside any transaction. */
    public void order(String number, String shownSha256, String intent, CharSequence password, String person) {
        var task = task(number, "OrderDestruction");
        var ready = documents.seal(number, shownSha256, intent, password, person);
        transaction.executeWithoutResult(status -> {
            documents.record(ready, task);
            forms.completeByPage(task, Map.of());
        });
    }

    /** Something happened since it was drawn up or ordered: it goes back to legal. Refused when nothing did. */
    @Transactional
    public void giveBack(String number) {
        var order = orders.find(number);
        var name = order.orderedAt() == null ? "OrderDestruction" : "ServeOrder";
        forms.completeByPage(task(number, name), Map.of());
    }

    /** Records that the holder has the order, and completes the task. */
    @Transactional
    public void serve(String number, Served service) {
        var task = task(number, "ServeOrder");
        orders.serve(number, service, task);
        forms.completeByPage(task, Map.of());
    }

    /** Records what a holder's letter says; completes the task of its order where that is open. */
    @Transactional
    public String attest(String exit, NewAttestation said) {
        var waiting = answered(
                        exit,
                        said.order(),
                        said.rows().stream().map(AttestedRow::asset).toList())
                .stream()
                .collect(Collectors.toMap(
                        number -> number, number -> tasks.id(exit, "RecordAttestation", Map.of(NUMBER, number))));
        var task = waiting.values().stream().flatMap(Optional::stream).findFirst();
        var attestation = attestations.record(exit, said, task.orElse(null));
        waiting.forEach((number, open) ->
                open.ifPresentOrElse(id -> forms.completeByPage(id, Map.of()), () -> takenUp.ofOrder(number)));
        return attestation;
    }

    /** The holder's own entry through an open link: the machine writes it and the process goes on. */
    public String attestByHolder(AttestationLink link, NewAttestation said) {
        return SystemActor.call(
                node,
                () -> java.util.Objects.requireNonNull(transaction.execute(status -> {
                    var attestation = attestations.recordByHolder(link.exitId(), said, link.link());
                    instances.tellAll("HolderAttested", link.exitId(), Map.of(NUMBER, link.number()));
                    takenUp.ofOrder(link.number());
                    return attestation;
                })));
    }

    /** Nothing is left to wait for: recalled, or excepted as never attested. Refused while something is. */
    @Transactional
    public void stopWaiting(String number) {
        forms.completeByPage(task(number, "RecordAttestation"), Map.of());
    }

    /** Legal's word on assets of an attestation; completes the task once no attested asset of the order is undecided. */
    @Transactional
    public void decide(String attestation, String decision, @Nullable String reason, List<String> assets) {
        var about = attestations.find(attestation);
        var waiting = answered(about.exitId(), about.number(), assets).stream()
                .collect(Collectors.toMap(
                        number -> number,
                        number -> tasks.id(about.exitId(), "AcceptEvidence", Map.of(NUMBER, number))));
        var task = waiting.values().stream().flatMap(Optional::stream).findFirst();
        attestations.decide(attestation, decision, reason, assets, task.orElse(null));
        waiting.forEach((number, open) -> {
            if (!undecided(number)) {
                open.ifPresentOrElse(id -> forms.completeByPage(id, Map.of()), () -> takenUp.ofOrder(number));
            }
        });
    }

    /** The order that a letter names; one that names none answers those that were served about its assets. */
    private Set<String> answered(String exit, @Nullable String named, List<String> assets) {
        if (named != null) {
            return Set.of(named);
        }
        return destructions.of(exit, assets).stream()
                .filter(line -> line.servedAt() != null)
                .map(DestructionLine::orderNumber)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Records that the holder was told of a recall; completes the task where that is open. */
    @Transactional
    public void serveRecall(String recall, Served service) {
        var exit = orders.recall(recall).exitId();
        var task = tasks.id(exit, "ServeRecall", Map.of("recall", recall));
        orders.serveRecall(recall, service, task.orElse(null));
        task.ifPresent(open -> forms.completeByPage(open, Map.of()));
    }

    private boolean undecided(String number) {
        var order = orders.find(number);
        return destructions.of(order.exitId(), order.scope()).stream()
                .anyMatch(line -> line.attestation() != null
                        && line.decision() == null
                        && !line.state().equals("UNATTESTED"));
    }

    private String task(String number, String name) {
        return tasks.demand(orders.find(number).exitId(), name, Map.of(NUMBER, number));
    }
}
