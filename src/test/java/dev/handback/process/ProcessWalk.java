package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.impl.persistence.entity.TimerEntity;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.mockito.Mockito;

/** One instance of one process, walked by hand: jobs, messages and tasks one at a time, the process's bean mocked. */
final class ProcessWalk<B> {
    private final String process;
    private final B bean;
    private String instance = "";

    /** The bean's mock answers what the test says before it starts the process. */
    ProcessWalk(Class<B> type) {
        process = type.getSimpleName();
        bean = Mockito.mock(type);
        Mocks.register(Character.toLowerCase(process.charAt(0)) + process.substring(1), bean);
    }

    B bean() {
        return bean;
    }

    String instance() {
        return instance;
    }

    ProcessWalk<B> start(Map<String, Object> variables) {
        instance = TestEngine.ENGINE
                .getRuntimeService()
                .startProcessInstanceByKey(process, "X2026-0001", variables)
                .getId();
        return this;
    }

    ProcessWalk<B> startByMessage(String message, Map<String, Object> variables) {
        instance = TestEngine.ENGINE
                .getRuntimeService()
                .startProcessInstanceByMessage(message, "X2026-0001", variables)
                .getId();
        return this;
    }

    ProcessWalk<B> startByForm(Map<String, Object> values) {
        var definition = TestEngine.ENGINE
                .getRepositoryService()
                .createProcessDefinitionQuery()
                .processDefinitionKey(process)
                .latestVersion()
                .singleResult();
        instance = TestEngine.ENGINE
                .getFormService()
                .submitStartForm(definition.getId(), values)
                .getId();
        return this;
    }

    /** Runs the one job that is due: the step behind a save point. */
    ProcessWalk<B> job() {
        TestEngine.ENGINE.getManagementService().executeJob(onlyJob().getId());
        return this;
    }

    Job onlyJob() {
        var jobs = TestEngine.ENGINE.getManagementService().createJobQuery().processInstanceId(instance).list().stream()
                .filter(job -> !recurring(job))
                .toList();
        assertThat(jobs).hasSize(1);
        return jobs.get(0);
    }

    /** The time of this one among several timers has come. */
    ProcessWalk<B> timer(String event) {
        var management = TestEngine.ENGINE.getManagementService();
        management.executeJob(management
                .createJobQuery()
                .processInstanceId(instance)
                .activityId(event)
                .timers()
                .singleResult()
                .getId());
        return this;
    }

    /** The process's recurring timer comes round. */
    ProcessWalk<B> tick() {
        var ticking =
                TestEngine.ENGINE
                        .getManagementService()
                        .createJobQuery()
                        .processInstanceId(instance)
                        .timers()
                        .list()
                        .stream()
                        .filter(ProcessWalk::recurring)
                        .toList();
        assertThat(ticking).hasSize(1);
        TestEngine.ENGINE.getManagementService().executeJob(ticking.get(0).getId());
        return this;
    }

    private static boolean recurring(Job job) {
        return job instanceof TimerEntity timer && timer.getRepeat() != null;
    }

    ProcessWalk<B> told(String message) {
        TestEngine.ENGINE
                .getRuntimeService()
                .createMessageCorrelation(message)
                .processInstanceId(instance)
                .correlate();
        return this;
    }

    /** Completes the one open task of this name by its form. */
    ProcessWalk<B> submit(String task, Map<String, Object> values) {
        TestEngine.ENGINE.getFormService().submitTaskForm(open(task).getId(), values);
        return this;
    }

    ProcessWalk<B> completeByPage(String task, Map<String, String> values) {
        TestEngine.FORM_VALUES.completeByPage(open(task).getId(), values);
        return this;
    }

    Task open(String task) {
        var open = tasks().stream()
                .filter(candidate -> candidate.getTaskDefinitionKey().equals(task))
                .toList();
        assertThat(open).as("open %s among %s", task, keys()).isNotEmpty();
        return open.get(0);
    }

    List<Task> tasks() {
        return TestEngine.ENGINE
                .getTaskService()
                .createTaskQuery()
                .processInstanceId(instance)
                .list();
    }

    List<String> keys() {
        return tasks().stream().map(Task::getTaskDefinitionKey).sorted().toList();
    }

    /** These tasks are open, and no other. */
    ProcessWalk<B> opens(String... tasks) {
        assertThat(keys())
                .containsExactlyElementsOf(Arrays.stream(tasks).sorted().toList());
        return this;
    }

    /** The instance waits for exactly this message. */
    ProcessWalk<B> waitsFor(String message) {
        assertThat(TestEngine.ENGINE
                        .getRuntimeService()
                        .createEventSubscriptionQuery()
                        .processInstanceId(instance)
                        .list())
                .extracting("eventName")
                .containsExactly(message);
        return this;
    }

    void endsAt(String end) {
        assertThat(TestEngine.ENGINE
                        .getRuntimeService()
                        .createProcessInstanceQuery()
                        .processInstanceId(instance)
                        .count())
                .isZero();
        assertThat(TestEngine.ENGINE
                        .getHistoryService()
                        .createHistoricActivityInstanceQuery()
                        .processInstanceId(instance)
                        .list())
                .filteredOn(activity -> activity.getActivityType().endsWith("EndEvent"))
                .extracting(HistoricActivityInstance::getActivityId)
                .contains(end);
    }

    Map<String, Object> variables() {
        return new TreeMap<>(TestEngine.ENGINE.getRuntimeService().getVariables(instance));
    }

    static Date noon() {
        return new Date(1_800_000_000_000L);
    }
}
