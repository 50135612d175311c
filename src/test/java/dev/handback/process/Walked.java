package dev.handback.process;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.pvm.process.TransitionImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;

/** Which nodes and flows of the models the tests walked; the engine's history keeps no flows. */
class Walked extends AbstractBpmnParseListener {
    private final Set<String> all = new ConcurrentSkipListSet<>();
    private final Set<String> walked = new ConcurrentSkipListSet<>();

    @Override
    public void parseProcess(Element element, ProcessDefinitionEntity process) {
        watch(process.getKey(), process);
    }

    @Override
    public void parseSequenceFlow(Element element, ScopeImpl scope, TransitionImpl flow) {
        var process = ((ProcessDefinitionEntity) scope.getProcessDefinition()).getKey();
        flow.addListener(ExecutionListener.EVENTNAME_TAKE, listener(process, flow.getId()));
    }

    /** Nodes and flows of a process that nothing has walked yet. */
    Set<String> missing(String process) {
        var missing = new TreeSet<>(all);
        missing.removeAll(walked);
        missing.removeIf(id -> !id.startsWith(process + " "));
        return missing;
    }

    /** Every node and flow of a process that would be missed. */
    Set<String> watched(String process) {
        var watched = new TreeSet<String>();
        all.stream()
                .filter(id -> id.startsWith(process + " "))
                .forEach(id -> watched.add(id.substring(process.length() + 1)));
        return watched;
    }

    private void watch(String process, ScopeImpl scope) {
        for (ActivityImpl activity : scope.getActivities()) {
            if (!activity.getId().endsWith("#multiInstanceBody")) {
                activity.addListener(ExecutionListener.EVENTNAME_START, listener(process, activity.getId()));
            }
            watch(process, activity);
        }
    }

    private ExecutionListener listener(String process, String id) {
        all.add(process + " " + id);
        return execution -> walked.add(process + " " + id);
    }
}
