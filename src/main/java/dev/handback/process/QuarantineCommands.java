package dev.handback.process;

import dev.handback.exits.Refused;
import dev.handback.retrieval.Erasures;
import dev.handback.retrieval.Quarantine;
import dev.handback.retrieval.Quarantines;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What pages and REST do about what was taken by mistake: the fact and its process, in one transaction. */
@Component
public class QuarantineCommands {
    private final Quarantines quarantines;
    private final Erasures erasures;
    private final Instances instances;
    private final Returns returns;
    private final Tasks tasks;
    private final FormValues forms;

    QuarantineCommands(
            Quarantines quarantines,
            Erasures erasures,
            Instances instances,
            Returns returns,
            Tasks tasks,
            FormValues forms) {
        this.quarantines = quarantines;
        this.erasures = erasures;
        this.instances = instances;
        this.returns = returns;
        this.tasks = tasks;
        this.forms = forms;
    }

    /** Seals an attempt, by default the one that counts, and asks legal to decide on it. */
    @Transactional
    public Quarantine place(String exit, String asset, @Nullable Integer attempt, @Nullable String reason) {
        var placed = quarantines.place(exit, asset, attempt, reason);
        ask(placed);
        returns.sealed(exit, asset);
        return placed;
    }

    /** Asks legal to decide on a quarantine, unless they are asked. */
    @Transactional
    public void ask(Quarantine quarantine) {
        instances.startOnce(
                AssetQuarantine.PROCESS,
                quarantine.exitId(),
                Map.of("quarantine", quarantine.quarantine()),
                Map.of("asset", quarantine.asset(), "number", quarantine.number()));
    }

    /** Legal releases it; completes {@code DecideQuarantine} where that is open for them. */
    @Transactional
    public Quarantine release(String exit, String quarantine, @Nullable String reason) {
        var about = quarantines.find(exit, quarantine);
        var task = tasks.id(exit, "DecideQuarantine", Map.of("quarantine", quarantine));
        if (task.isPresent()) {
            forms.completeByPage(task.get(), Map.of("decision", "RELEASE", "reason", or(reason)));
        } else {
            quarantines.release(exit, quarantine, reason);
            instances.end(AssetQuarantine.PROCESS, exit, Map.of("quarantine", quarantine), "quarantine released");
            returns.unsealed(exit, about.asset());
        }
        return quarantines.find(exit, quarantine);
    }

    /** Asks that it be erased; two others must approve. Returns the number of the erasure. */
    @Transactional
    public String askErasure(String exit, String quarantine, @Nullable String reason) {
        ask(quarantines.find(exit, quarantine));
        var erasure = erasures.ask(exit, quarantine, reason);
        instances.tellAll("ErasureAsked", exit, Map.of("quarantine", quarantine));
        return erasure;
    }

    /** One person's word on an erasure: completes their task {@code ApproveErasure}. */
    @Transactional
    public void decideErasure(String exit, String erasure, boolean approve, @Nullable String reason) {
        var asked = erasures.find(exit, erasure);
        if (!asked.waits()) { // else the word would count for another one that waits now
            throw new Refused("erasure " + erasure + " is " + asked.state() + ": expected ASKED");
        }
        var task = tasks.id(exit, "ApproveErasure", Map.of("quarantine", asked.quarantine()))
                .orElseThrow(
                        () -> new Refused(
                                "erasure " + erasure + " is " + asked.state()
                                        + ": no task to approve it is open for you; one person of operations and one of legal approve"));
        forms.completeByPage(task, Map.of("decision", approve ? "APPROVE" : "REFUSE", "reason", or(reason)));
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }
}
