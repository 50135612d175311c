package dev.handback.process;

import dev.handback.exits.GateRefused;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.Expression;
import org.camunda.bpm.engine.impl.bpmn.behavior.ServiceTaskExpressionActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.pvm.delegate.ActivityExecution;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Lets a step's refusal fly as it is. The engine would first look in the database for somebody who catches it as a BPMN
 * error; but after a guard's refusal PostgreSQL answers nothing more, and people would read of an error in the
 * persistence layer instead of why they were refused. Our models catch no errors.
 */
@Component
class StraightSteps extends AbstractProcessEnginePlugin {
    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        var listeners = new ArrayList<>(
                Optional.ofNullable(engine.getCustomPostBPMNParseListeners()).orElse(List.of()));
        listeners.add(new Straightening());
        engine.setCustomPostBPMNParseListeners(listeners);
    }

    private static final class Straightening extends AbstractBpmnParseListener {
        @Override
        public void parseServiceTask(Element element, ScopeImpl scope, ActivityImpl activity) {
            var text = element.attributeNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "expression");
            if (activity.getActivityBehavior() instanceof ServiceTaskExpressionActivityBehavior && text != null) {
                var expression = Context.getProcessEngineConfiguration()
                        .getExpressionManager()
                        .createExpression(text);
                activity.setActivityBehavior(new Straight(
                        expression, element.attributeNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "resultVariable")));
            }
        }
    }

    private static final class Straight extends ServiceTaskExpressionActivityBehavior {
        private final Expression call;
        private final @Nullable String result;

        Straight(Expression call, @Nullable String result) {
            super(call, result);
            this.call = call;
            this.result = result;
        }

        @Override
        public void performExecution(ActivityExecution execution) {
            var value = value(execution);
            if (result != null) {
                execution.setVariable(result, value);
            }
            leave(execution);
        }

        // Pages and REST answer by the refusal's type, which expressions wrap.
        private @Nullable Object value(ActivityExecution execution) {
            try {
                return call.getValue(execution);
            } catch (ProcessEngineException wrapped) {
                throw refusal(wrapped);
            }
        }

        private static RuntimeException refusal(ProcessEngineException wrapped) {
            for (var cause = wrapped.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof GateRefused || cause instanceof Refused || cause instanceof InvalidInput) {
                    return (RuntimeException) cause;
                }
            }
            return wrapped;
        }
    }
}
