package dev.handback.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.el.Expression;
import org.camunda.bpm.engine.repository.ResourceDefinition;
import org.camunda.bpm.engine.spring.SpringExpressionManager;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * Evaluates only expressions that stand in the models we ship, and none in queries.
 *
 * <p>The community engine evaluates {@code orQueries} of any logged-in person as code (CVE-2026-109432) and will not be
 * mended. An allowlist alone would leave every shipped expression callable that way; but only queries evaluate without
 * a scope, so those are refused altogether.
 */
class LockedExpressions extends SpringExpressionManager {
    private final Set<String> shipped = ConcurrentHashMap.newKeySet();

    LockedExpressions(ApplicationContext beans, Set<String> shipped) {
        super(beans);
        this.shipped.addAll(shipped);
    }

    /**
     * Models that an earlier release deployed and whose instances still run. Their files are read as they are: the engine's own
     * way to a model parses it, which would be refused for the very expressions that are to be allowed.
     */
    void allowWhatWasDeployed(RepositoryService repository) {
        for (var definition : repository.createProcessDefinitionQuery().list()) {
            allow(repository, definition);
        }
        for (var definition : repository.createDecisionDefinitionQuery().list()) {
            allow(repository, definition);
        }
    }

    private void allow(RepositoryService repository, ResourceDefinition definition) {
        var name = definition.getResourceName();
        shipped.addAll(Models.expressions(name, repository.getResourceAsStream(definition.getDeploymentId(), name)));
    }

    @Override
    public ELContext getElContext(@Nullable VariableScope scope) {
        if (scope == null) {
            throw new BadUserRequestException("Expressions in queries are refused.");
        }
        return super.getElContext(scope);
    }

    @Override
    public Expression createExpression(String text) {
        if (isDynamic(text) && !shipped.contains(text.strip())) {
            throw new ProcessEngineException("The expression " + text + " stands in no shipped model and is refused.");
        }
        return super.createExpression(text);
    }

    static boolean isDynamic(String text) {
        return text.contains("${") || text.contains("#{");
    }
}
