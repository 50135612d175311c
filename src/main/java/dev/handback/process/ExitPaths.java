package dev.handback.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.exits.Exits;
import dev.handback.exits.NotFound;
import dev.handback.process.ExitPath.Token;
import dev.handback.process.ExitPath.Walked;
import dev.handback.process.TokensTable.Ran;
import dev.handback.process.TokensTable.Waiting;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The way an exit took through its processes, for whoever may read the exit. It orders nothing and proves nothing. */
@Component
public class ExitPaths {
    private static final Pattern LABEL = Pattern.compile(" name=\"[^\"]*\"");

    private final Exits exits;
    private final TokensTable tokens;
    private final RepositoryService repository;
    private final ProcessEngineConfigurationImpl engine;

    ExitPaths(Exits exits, TokensTable tokens, ProcessEngine engine) {
        this.exits = exits;
        this.tokens = tokens;
        this.repository = engine.getRepositoryService();
        this.engine = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    }

    /** Every process the exit ever had, and where each waits. */
    @Transactional(readOnly = true)
    public List<ExitPath> of(String exit) {
        var id = exits.find(exit).exitId();
        var waiting = tokens.waiting(id);
        return tokens.ran(id).stream().map(ran -> path(ran, waiting)).toList();
    }

    /** One of them, with what lies behind. */
    @Transactional(readOnly = true)
    public Walked walked(String exit, String process) {
        var id = exits.find(exit).exitId();
        var ran = ran(id, process);
        var path = path(ran, tokens.waiting(id));
        var done = new HashSet<>(tokens.done(id, process));
        var reached = path.tokens().stream().map(Token::id).collect(Collectors.toCollection(() -> new HashSet<>(done)));
        return new Walked(path, done, flows(model(ran), done::contains, reached::contains));
    }

    /** The model of the version that was started last, as it is deployed but for labels that name one instance. */
    @Transactional(readOnly = true)
    public byte[] model(String exit, String process) {
        var ran = ran(exits.find(exit).exitId(), process);
        var xml = unchecked(() -> {
            try (var file = repository.getProcessModel(ran.definition())) {
                return new String(file.readAllBytes(), UTF_8);
            }
        });
        return LABEL.matcher(xml)
                .replaceAll(found -> Matcher.quoteReplacement(general(found.group())))
                .getBytes(UTF_8);
    }

    private Ran ran(String exit, String process) {
        return tokens.ran(exit).stream()
                .filter(ran -> ran.process().equals(process))
                .findFirst()
                .orElseThrow(() -> new NotFound("process of exit " + exit + " named", process));
    }

    private ExitPath path(Ran ran, List<Waiting> waiting) {
        var model = model(ran);
        var here = waiting.stream()
                .filter(each -> each.process().equals(ran.process()))
                .map(each -> token(model, each))
                .toList();
        return new ExitPath(ran.process(), title(model, ran.process()), here);
    }

    private static Token token(BpmnModelInstance model, Waiting at) {
        var runbook = model.getModelElementById(at.activity()) instanceof FlowElement found
                ? TaskModel.runbook(found).orElse(null)
                : null;
        return new Token(at.activity(), label(model, at.activity()), at.waiting(), at.stuck(), runbook);
    }

    private BpmnModelInstance model(Ran ran) {
        return unchecked(() -> repository.getBpmnModelInstance(ran.definition()));
    }

    private static String title(BpmnModelInstance model, String process) {
        return model.getModelElementById(process) instanceof Process found && found.getName() != null
                ? found.getName()
                : process;
    }

    /** An instance of an older version may wait where the newest has nothing: then its id says where. */
    private static String label(BpmnModelInstance model, String activity) {
        return model.getModelElementById(activity) instanceof FlowElement found
                        && found.getName() != null
                        && !found.getName().isBlank()
                ? general(found.getName())
                : activity;
    }

    /** Labels name one instance ({@code Check ${asset} – ${exitId}}); here they speak of all of them. */
    static String general(String label) {
        return label.replace(" – ${exitId}", "").replace("${asset}", "an asset").replaceAll("\\$\\{[^}]*}", "…");
    }

    /** The engine keeps no record of arrows: one counts as gone when what is behind it ended and what is before it was reached. */
    private static Set<String> flows(BpmnModelInstance model, Predicate<String> ended, Predicate<String> reached) {
        return model.getModelElementsByType(SequenceFlow.class).stream()
                .filter(flow -> ended.test(flow.getSource().getId())
                        && reached.test(flow.getTarget().getId()))
                .map(SequenceFlow::getId)
                .collect(Collectors.toSet());
    }

    private <T> T unchecked(Callable<T> work) {
        return engine.getCommandExecutorTxRequired().execute(context -> context.runWithoutAuthorization(work));
    }
}
