package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticApplicationContext;

/** A release meets what an earlier one deployed: its instances still run, also by expressions that no model has any more. */
class LockedExpressionsTest {
    private static final String OLD = "${nobody.knowsThisAnyMore()}";
    private static final String MODEL = """
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
                         targetNamespace="test">
              <process id="Older" isExecutable="true" camunda:historyTimeToLive="1">
                <startEvent id="StartEvent_1"/>
                <sequenceFlow id="Flow_1" sourceRef="StartEvent_1" targetRef="Task_1"/>
                <userTask id="Task_1" camunda:dueDate="%s"/>
              </process>
            </definitions>
            """.formatted(OLD);

    private final TestDatabase database = TestDatabase.create();

    @Test
    void allowsWhatAnEarlierReleaseDeployed() {
        var earlier = engine(new LockedExpressions(new StaticApplicationContext(), Set.of(OLD)));
        earlier.getRepositoryService()
                .createDeployment()
                .addString("Older.bpmn", MODEL)
                .deploy();
        earlier.close();
        var expressions = new LockedExpressions(new StaticApplicationContext(), Set.of());
        var later = engine(expressions);
        assertThatThrownBy(() -> expressions.createExpression(OLD)).hasMessageContaining("stands in no shipped model");

        expressions.allowWhatWasDeployed(later.getRepositoryService());

        assertThat(expressions.createExpression(OLD).getExpressionText()).isEqualTo(OLD);
        assertThat(later.getRepositoryService()
                        .getProcessModel(later.getRepositoryService()
                                .createProcessDefinitionQuery()
                                .processDefinitionKey("Older")
                                .singleResult()
                                .getId()))
                .isNotEmpty();
        later.close();
    }

    private ProcessEngine engine(LockedExpressions expressions) {
        var configuration = new StandaloneProcessEngineConfiguration();
        configuration.setProcessEngineName("expressions");
        configuration.setDataSource(database.app());
        configuration.setDatabaseSchema("engine");
        configuration.setDatabaseTablePrefix("engine.");
        configuration.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
        configuration.setJobExecutorActivate(false);
        configuration.setMetricsEnabled(false);
        configuration.setExpressionManager(expressions);
        return configuration.buildProcessEngine();
    }
}
