package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@RunningHouse
class EngineSettingsIT {
    @Autowired
    ProcessEngineConfigurationImpl settings;

    @Autowired
    ProcessEngine engine;

    @Autowired
    Grants grants;

    @Autowired
    Deployment deployment;

    @AfterEach
    void nobodyActs() {
        engine.getIdentityService().clearAuthentication();
    }

    @Test
    void everySettingIsAlive() {
        assertThat(settings.isAuthorizationEnabled()).isTrue();
        assertThat(settings.isAuthorizationEnabledForCustomCode()).isFalse();
        assertThat(settings.getDatabaseTablePrefix()).isEqualTo("engine.");
        assertThat(settings.getDatabaseSchema()).isEqualTo("engine");
        assertThat(settings.getHistoryLevel().getName()).isEqualTo("full");
        assertThat(settings.getDefaultNumberOfRetries()).isEqualTo(3);
        assertThat(settings.isEnableExceptionsAfterUnhandledBpmnError()).isTrue();
        assertThat(settings.isEnableExpressionsInAdhocQueries()).isFalse();
        assertThat(settings.isEnableExpressionsInStoredQueries()).isFalse();
        assertThat(settings.isJavaSerializationFormatEnabled()).isFalse();
        assertThat(settings.isDeserializationTypeValidationEnabled()).isTrue();
        assertThat(settings.getDeserializationAllowedClasses()).isEmpty();
        assertThat(settings.getDeserializationAllowedPackages()).isEmpty();
        assertThat(settings.isRestrictUserOperationLogToAuthenticatedUsers()).isFalse();
        assertThat(settings.getLogEntriesPerSyncOperationLimit()).isEqualTo(1000);
        assertThat(settings.getHistoryTimeToLive()).isEqualTo("P3650D");
        assertThat(settings.isHistoryCleanupEnabled()).isFalse();
        assertThat(settings.isStandaloneTasksEnabled()).isFalse();
        assertThat(settings.isEnableXxeProcessing()).isFalse();
        assertThat(settings.isEnableScriptEngineLoadExternalResources()).isFalse();
        assertThat(settings.getScriptEngineResolver()).isNull();
        assertThat(settings.isCmmnEnabled()).isFalse();
        assertThat(settings.getExpressionManager()).isInstanceOf(LockedExpressions.class);
        assertThat(settings.getResourceAuthorizationProvider()).isInstanceOf(TaskRights.class);
        assertThat(settings.getJobExecutor().getLockTimeInMillis()).isEqualTo(300_000);
        assertThat(settings.getJobExecutor().getMaxJobsPerAcquisition()).isEqualTo(3);
        assertThat(settings.isJobExecutorDeploymentAware()).isTrue();
        assertThat(settings.getJobExecutor().isActive()).isTrue();
        assertThat(engine.getIdentityService().isReadOnly()).isTrue();
    }

    @Test
    void deploysTheModelsOnceByBareName() {
        deployment.afterSingletonsInstantiated();

        var repository = engine.getRepositoryService();
        assertThat(repository.createDeploymentQuery().count()).isOne();
        assertThat(repository.createProcessDefinitionQuery().list())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.getKey()).isEqualTo("ContractExit");
                    assertThat(found.getResourceName()).isEqualTo("ContractExit.bpmn");
                });
    }

    @Test
    void knowsOurPeopleAndTheirGroups() {
        var identity = engine.getIdentityService();

        assertThat(identity.createUserQuery().list()).hasSize(RunningHouse.PEOPLE.size());
        assertThat(identity.createUserQuery()
                        .memberOfGroup("legal")
                        .singleResult()
                        .getId())
                .isEqualTo("lea-maria");
        assertThat(identity.createUserQuery().memberOfGroup("camunda-admin").count())
                .isZero();
        assertThat(identity.createGroupQuery()
                        .groupMember("erin")
                        .singleResult()
                        .getId())
                .isEqualTo("engineering");
        assertThat(identity.checkPassword("erin", RunningHouse.PASSWORD)).isFalse();
    }

    @Test
    void takesAwayAtStartWhatSomebodyGranted() {
        AuthorizationService authorizations = engine.getAuthorizationService();
        FilterService filters = engine.getFilterService();
        long right = authorizations.createAuthorizationQuery().count();
        long shown = filters.createFilterQuery().count();
        var foreign = authorizations.createNewAuthorization(1);
        foreign.setUserId("erin");
        foreign.setResourceType(6);
        foreign.setResourceId("*");
        authorizations.saveAuthorization(foreign);

        grants.afterSingletonsInstantiated();

        assertThat(authorizations.createAuthorizationQuery().count()).isEqualTo(right);
        assertThat(authorizations.createAuthorizationQuery().userIdIn("erin").count())
                .isZero();
        assertThat(filters.createFilterQuery().count()).isEqualTo(shown);
    }

    @Test
    void anEngineerCannotDeployModifyMigrateOrSetVariables() {
        var instance = engine.getRuntimeService().startProcessInstanceByKey("ContractExit");
        var definition = instance.getProcessDefinitionId();
        var task = engine.getTaskService()
                .createTaskQuery()
                .processInstanceId(instance.getId())
                .singleResult();
        var runtime = engine.getRuntimeService();

        refused(any -> engine.getRepositoryService()
                .createDeployment()
                .addString("x.bpmn", "<definitions/>")
                .deploy());
        refused(any -> runtime.startProcessInstanceByKey("ContractExit"));
        refused(any -> runtime.createProcessInstanceModification(instance.getId())
                .startBeforeActivity("Task_Record")
                .execute());
        refused(any -> runtime.newMigration(runtime.createMigrationPlan(definition, definition)
                        .mapEqualActivities()
                        .build())
                .processInstanceIds(instance.getId())
                .execute());
        refused(any -> runtime.setVariable(instance.getId(), "decision", "ACCEPT"));
        refused(any -> engine.getTaskService().setVariable(task.getId(), "decision", "ACCEPT"));
        refused(any -> runtime.deleteProcessInstance(instance.getId(), "no"));
    }

    @Test
    void evaluatesNoExpressionInQueriesNotEvenAShippedOne() {
        var tasks = engine.getTaskService();

        assertThatThrownBy(() -> tasks.createTaskQuery()
                        .or()
                        .taskAssigneeExpression("${tinyExit.later()}")
                        .endOr()
                        .count())
                .hasRootCauseInstanceOf(BadUserRequestException.class)
                .hasRootCauseMessage("Expressions in queries are refused.");
        assertThatThrownBy(() -> tasks.createTaskQuery()
                        .or()
                        .taskAssigneeExpression("${''.getClass()}")
                        .endOr()
                        .count())
                .isInstanceOf(ProcessEngineException.class);
    }

    @Test
    void refusesForeignExpressionsAndSerialisedObjects() {
        assertThatThrownBy(() -> settings.getExpressionManager().createExpression("${foreign.bean()}"))
                .hasMessageContaining("no shipped model");
        var serialised = Variables.serializedObjectValue("rO0ABQ==")
                .serializationDataFormat("application/x-java-serialized-object")
                .objectTypeName("java.lang.Object")
                .create();
        assertThatThrownBy(() -> engine.getRuntimeService()
                        .startProcessInstanceByKey("ContractExit", Map.of("object", serialised)))
                .isInstanceOf(ProcessEngineException.class);
    }

    private void refused(Consumer<Object> command) {
        engine.getIdentityService().setAuthentication("erin", List.of("engineering"));
        assertThatThrownBy(() -> command.accept(this)).isInstanceOf(AuthorizationException.class);
        engine.getIdentityService().clearAuthentication();
    }
}
