package dev.handback.process;

import dev.handback.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.test.mock.MockExpressionManager;

/** One engine without Spring for all process tests of this JVM: shipped models and forms, beans from {@code Mocks}. */
final class TestEngine {
    static final Path MODELS = Path.of("bpmn");
    static final FormValues FORM_VALUES = new FormValues();
    static final Walked WALKED = new Walked();
    static final ProcessEngine ENGINE = start();

    private TestEngine() {}

    private static ProcessEngine start() {
        var configuration = new StandaloneProcessEngineConfiguration();
        configuration.setProcessEngineName("process-tests");
        configuration.setDataSource(TestDatabase.create().app());
        configuration.setDatabaseSchema("engine");
        configuration.setDatabaseTablePrefix("engine.");
        configuration.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
        configuration.setHistory(ProcessEngineConfiguration.HISTORY_FULL);
        configuration.setJobExecutorActivate(false);
        configuration.setMetricsEnabled(false);
        configuration.setEnableExceptionsAfterUnhandledBpmnError(true);
        configuration.setExpressionManager(new MockExpressionManager());
        configuration.setProcessEnginePlugins(new ArrayList<>(List.of(FORM_VALUES, new StraightSteps())));
        configuration.setCustomPostBPMNParseListeners(new ArrayList<>(List.of(WALKED)));
        var engine = configuration.buildProcessEngine();
        deploy(engine);
        return engine;
    }

    private static void deploy(ProcessEngine engine) {
        var deployment = engine.getRepositoryService().createDeployment().name("handback");
        try (var files = Files.list(MODELS)) {
            for (var file : files.sorted().toList()) {
                deployment.addString(file.getFileName().toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        deployment.deploy();
    }
}
