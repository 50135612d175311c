package dev.handback.process;

import dev.handback.assets.AssetRegister;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.VariableInstance;
import org.springframework.stereotype.Component;

/** What a destruction asks of register and engine: can an asset be looked at, and whom is the holder's recall asked of. */
@Component
class Looks {
    private final AssetRegister register;
    private final RuntimeService runtime;

    Looks(AssetRegister register, RuntimeService runtime) {
        this.register = register;
        this.runtime = runtime;
    }

    /** Whether some system of the holder can be asked about it. */
    boolean isReachable(String exit, String asset) {
        return !register.find(exit, asset).byHand();
    }

    /** The recalls that an instance has asked somebody to serve. */
    Set<String> recallsAsked(String instance) {
        return runtime
                .createVariableInstanceQuery()
                .processInstanceIdIn(instance)
                .variableName("recall")
                .list()
                .stream()
                .map(VariableInstance::getValue)
                .map(String::valueOf)
                .collect(Collectors.toSet());
    }
}
