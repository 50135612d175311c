package dev.handback.process;

import dev.handback.SystemActor;
import java.io.ByteArrayInputStream;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Deploys the shipped models before the port opens, and only what changed; nobody else may deploy. */
@Component
@Order(0)
class Deployment implements SmartInitializingSingleton {
    private static final Logger log = LoggerFactory.getLogger(Deployment.class);

    private final RepositoryService repository;
    private final Models models;
    private final LockedExpressions expressions;
    private final ModelsTable entered;
    private final TransactionTemplate transaction;
    private final String node;

    Deployment(
            RepositoryService repository,
            Models models,
            LockedExpressions expressions,
            ModelsTable entered,
            TransactionTemplate transaction,
            @Value("${handback.node}") String node) {
        this.entered = entered;
        this.transaction = transaction;
        this.node = node;
        this.repository = repository;
        this.models = models;
        this.expressions = expressions;
    }

    @Override
    public void afterSingletonsInstantiated() {
        expressions.allowWhatWasDeployed(repository);
        // Not "changed only": a form bound to its deployment must travel with the model that names it.
        var deployment = repository.createDeployment().name("handback").enableDuplicateFiltering(false);
        models.files().forEach((name, content) -> deployment.addInputStream(name, new ByteArrayInputStream(content)));
        log.info("models deployed deployment={}", deployment.deploy().getId());
        SystemActor.run(node, () -> transaction.executeWithoutResult(status -> entered.deployed(models.digests())));
        refuseMissing();
    }

    // A file that holds another process than its name says would leave the class of that name without a model.
    private void refuseMissing() {
        var missing = models.files().keySet().stream()
                .filter(name -> name.endsWith(".bpmn"))
                .map(name -> name.substring(0, name.length() - ".bpmn".length()))
                .collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(repository.createProcessDefinitionQuery().latestVersion().list().stream()
                .map(ProcessDefinition::getKey)
                .collect(Collectors.toSet()));
        if (!missing.isEmpty()) {
            throw new IllegalStateException("These files hold no executable process of their own name: " + missing);
        }
    }
}
