package dev.handback.process;

import dev.handback.certificates.Certificates;
import dev.handback.retrieval.Checks;
import dev.handback.retrieval.Checks.FixityRow;
import dev.handback.retrieval.Quarantines;
import dev.handback.work.Progress;
import dev.handback.work.Step;
import dev.handback.work.WorkOrder;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Reads again every byte the vault holds of a certificate's scope. */
@Component
class CheckFixity implements Step<List<FixityRow>> {
    static final String NAME = "fixity";

    private final Checks checks;
    private final Certificates certificates;
    private final Instances instances;
    private final Quarantines quarantines;

    CheckFixity(Checks checks, Certificates certificates, Instances instances, Quarantines quarantines) {
        this.quarantines = quarantines;
        this.checks = checks;
        this.certificates = certificates;
        this.instances = instances;
    }

    static Map<String, String> data(String exit, String request, String instance) {
        return Map.of("exit", exit, "request", request, "instance", instance);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<FixityRow> run(WorkOrder order, Progress progress) throws InterruptedException {
        var exit = order.require("exit");
        // of what is sealed nothing counts, and bytes that were erased are not missing
        var scope = certificates.findRequest(order.require("request")).scope().stream()
                .filter(asset -> !quarantines.sealsWhatCounts(exit, asset))
                .toList();
        return checks.readAgain(exit, scope);
    }

    @Override
    public void done(WorkOrder order, List<FixityRow> rows) {
        checks.recordFixity(rows);
        instances.tell("FixityChecked", order.require("instance"));
    }

    // Without a fresh reading the gate is shut, so drawing up makes it somebody's task.
    @Override
    public void exhausted(WorkOrder order, String why) {
        instances.tell("FixityChecked", order.require("instance"));
    }
}
