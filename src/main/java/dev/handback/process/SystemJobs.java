package dev.handback.process;

import dev.handback.SystemActor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What the engine does by itself, behind a save point or a timer, is written as the system of this node. */
@Component
class SystemJobs extends AbstractProcessEnginePlugin {
    private final String node;

    SystemJobs(@Value("${handback.node:local}") String node) {
        this.node = node;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        engine.setCustomPreCommandInterceptorsTxRequired(
                withOurs(engine.getCustomPreCommandInterceptorsTxRequired(), new AsSystem()));
        engine.setCustomPreCommandInterceptorsTxRequiresNew(
                withOurs(engine.getCustomPreCommandInterceptorsTxRequiresNew(), new AsSystem()));
    }

    private static List<CommandInterceptor> withOurs(List<CommandInterceptor> others, CommandInterceptor ours) {
        var all = new ArrayList<>(Optional.ofNullable(others).orElse(List.of()));
        all.add(0, ours);
        return all;
    }

    // Before the transaction begins: that is when the actor is set.
    private final class AsSystem extends CommandInterceptor {
        @Override
        public <T> T execute(Command<T> command) {
            return Context.getJobExecutorContext() == null
                    ? next.execute(command)
                    : SystemActor.call(node, () -> next.execute(command));
        }
    }
}
