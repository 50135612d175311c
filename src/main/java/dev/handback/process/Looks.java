package dev.handback.process;

import dev.handback.assets.AssetRegister;
import dev.handback.destruction.DestructionLine;
import dev.handback.destruction.Probe.Purpose;
import dev.handback.work.LongWork;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.VariableInstance;
import org.camunda.bpm.engine.runtime.VariableInstanceQuery;
import org.springframework.stereotype.Component;

/** What a destruction asks of register, queue and engine: looks one by one, and whom a holder's recall is asked of. */
@Component
class Looks {
    private final AssetRegister register;
    private final LongWork work;
    private final RuntimeService runtime;

    Looks(AssetRegister register, LongWork work, RuntimeService runtime) {
        this.register = register;
        this.work = work;
        this.runtime = runtime;
    }

    /**
     * Files the look at the next asset after {@code looked} that is wanted and can be asked about.
     *
     * @return the asset, empty when none is left
     */
    String fileNext(
            List<DestructionLine> lines,
            String looked,
            String instance,
            Purpose purpose,
            Predicate<DestructionLine> wanted) {
        var next = lines.stream()
                .filter(line -> line.asset().compareTo(looked) > 0)
                .filter(wanted)
                .filter(line -> isReachable(line.exitId(), line.asset()))
                .findFirst();
        next.ifPresent(line -> work.file(
                ProbeSources.NAME,
                String.join("/", line.exitId(), line.asset(), String.valueOf(line.orderNumber()), purpose.name()),
                ProbeSources.data(line.exitId(), line.asset(), purpose, instance)));
        return next.map(DestructionLine::asset).orElse("");
    }

    /** Whether some system of the holder can be asked about it. */
    private boolean isReachable(String exit, String asset) {
        return !register.find(exit, asset).byHand();
    }

    /** The recalls that an instance has asked somebody to serve. */
    Set<String> recallsAsked(String instance) {
        return recalls().processInstanceIdIn(instance).list().stream()
                .map(VariableInstance::getValue)
                .map(String::valueOf)
                .collect(Collectors.toSet());
    }

    /** Whether any instance has asked somebody to serve this recall. */
    boolean isRecallAsked(String recall) {
        return recalls().variableValueEquals("recall", recall).count() > 0;
    }

    private VariableInstanceQuery recalls() {
        return runtime.createVariableInstanceQuery().variableName("recall");
    }
}
