package dev.handback.work;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.handback.ChildProcess;
import dev.handback.TestDatabase;
import dev.handback.work.WorkStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class LongWorkTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private final TestDatabase database = TestDatabase.create();
    private final JdbcClient rows = JdbcClient.create(database.superuser());

    @BeforeEach
    void aTableOfFacts() {
        rows.sql("create table work.fact (key text, attempt int, actor text, told text)")
                .update();
        rows.sql("grant all on work.fact to handback_app").update();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void runsFiledWorkOnceAndWritesItsFactsAsTheNode() {
        var step = new CountingStep();
        try (var node = WorkNode.start("node-1", database, step)) {
            node.file("count", "X1/repo-1/1");
            await().atMost(SOON).until(() -> node.status("X1/").state() == State.DONE);

            assertThat(facts()).containsExactly("X1/repo-1/1 1 system:node-1 done repo-1");
            assertThat(node.status("X1/repo-1/1"))
                    .extracting(
                            WorkStatus::attempt, WorkStatus::phase, WorkStatus::doneObjects, WorkStatus::totalObjects)
                    .containsExactly(1, "counting", 3L, 4L);
            assertThat(step.sawTransaction).isFalse();
            assertThat(queued()).isZero();
        }
    }

    @Test
    void beginsNothingThatWasFiledInATransactionThatRolledBack() {
        try (var node = WorkNode.start("node-1", database, new CountingStep())) {
            node.transaction().executeWithoutResult(status -> {
                node.work().file("count", "X1/repo-1/1", Map.of());
                status.setRollbackOnly();
            });

            assertThat(queued()).isZero();
            assertThat(node.work().status("X1/")).isEmpty();
        }
    }

    @Test
    void refusesToFileTwiceWhatIsOnItsWayAndTakesItAgainAfterwards() {
        var step = new CountingStep();
        try (var node = WorkNode.start("node-1", database, step)) {
            step.gate = new CountDownLatch(1);
            node.file("count", "X1/repo-1/1");
            assertThatThrownBy(() -> node.file("count", "X1/repo-1/1"))
                    .hasMessageContaining("work count X1/repo-1/1 is filed already");
            step.gate.countDown();
            await().atMost(SOON).until(() -> node.status("X1/").state() == State.DONE);

            node.file("count", "X1/repo-1/1");
            await().atMost(SOON).until(() -> facts().size() == 2);
        }
    }

    @Test
    void rollsBackTheFactsOfACrashInTheEndingTransactionAndTriesAgain() {
        var step = new CountingStep();
        step.crashesInDone = 1;
        try (var node = WorkNode.start("node-1", database, step)) {
            node.file("count", "X1/repo-1/1");
            await().atMost(SOON).until(() -> node.status("X1/").state() == State.DONE);

            assertThat(facts()).containsExactly("X1/repo-1/1 2 system:node-1 done repo-1");
            assertThat(node.status("X1/").lastError())
                    .contains("attempt 1 of 3")
                    .contains("crash after the facts");
        }
    }

    @Test
    void makesExhaustedWorkAFactWithItsReason() {
        var step = new CountingStep();
        step.crashesInRun = 3;
        try (var node = WorkNode.start("node-1", database, step)) {
            node.file("count", "X1/repo-1/1");
            await().atMost(SOON).until(() -> node.status("X1/").state() == State.EXHAUSTED);

            assertThat(facts())
                    .containsExactly(
                            "X1/repo-1/1 3 system:node-1 exhausted attempt 3 of 3: java.io.IOException: vendor hung up");
            assertThat(step.runs).hasValue(3);
            assertThat(queued()).isZero();
        }
    }

    @Test
    void writesNothingForANodeWhoseLeaseWasTakenOver() throws InterruptedException {
        var step = new CountingStep();
        try (var node = WorkNode.start("node-1", database, step)) {
            step.gate = new CountDownLatch(1);
            node.file("count", "X1/repo-1/1");
            step.begun.await();

            // as another node does that takes it for dead; it will run again, here
            rows.sql("update work.scheduled_tasks set picked = false, picked_by = null, version = version + 1")
                    .update();
            await().atMost(SOON).until(() -> step.runs.get() == 2);
            step.gate.countDown();
            await().atMost(SOON).until(() -> step.ended.get() == 2);
            await().atMost(SOON).until(() -> node.status("X1/").state() == State.DONE);

            assertThat(facts()).containsExactly("X1/repo-1/1 2 system:node-1 done repo-1");
        }
    }

    @Test
    void finishesWhatAKilledNodeLeft() throws Exception {
        var step = new CountingStep();
        try (var child = ChildProcess.of(HangingNode.class, database.url())) {
            child.awaitLine("hanging");
            child.kill();
            try (var node = WorkNode.start("node-1", database, step)) {
                await().atMost(SOON).until(() -> node.status("X1/").state() == State.DONE);

                assertThat(facts()).containsExactly("X1/repo-1/1 2 system:node-1 done repo-1");
                assertThat(node.status("X1/").lastError())
                        .isEqualTo("attempt 1 ended without a word: node node-2 was killed or lost the database");
            }
        }
    }

    @Test
    void interruptsARunningStepAtShutdownWithoutUsingUpItsAttempt() throws InterruptedException {
        var step = new CountingStep();
        step.gate = new CountDownLatch(1);
        var node = WorkNode.start("node-1", database, step);
        node.file("count", "X1/repo-1/1");
        step.begun.await();

        var begun = System.nanoTime();
        node.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));

        step.gate.countDown();
        try (var next = WorkNode.start("node-2", database, step)) {
            await().atMost(SOON).until(() -> next.status("X1/").state() == State.DONE);
            assertThat(facts()).containsExactly("X1/repo-1/1 1 system:node-2 done repo-1");
        }
    }

    @Test
    void refusesTwoStepsOfOneName() {
        assertThatThrownBy(() -> WorkNode.start("node-1", database, new CountingStep(), new CountingStep()))
                .hasMessageContaining("two steps are called count");
    }

    private List<String> facts() {
        return rows.sql("select concat_ws(' ', key, attempt, actor, told) from work.fact order by 1")
                .query(String.class)
                .list();
    }

    private long queued() {
        return rows.sql("select count(*) from work.scheduled_tasks")
                .query(Long.class)
                .single();
    }

    /** Counts to four, at a gate if there is one, and writes one fact. */
    static class CountingStep implements Step<String>, BeanFactoryAware {
        final AtomicInteger runs = new AtomicInteger();
        final AtomicInteger ended = new AtomicInteger();
        final CountDownLatch begun = new CountDownLatch(1);
        volatile CountDownLatch gate = new CountDownLatch(0);
        volatile int crashesInRun;
        volatile int crashesInDone;
        volatile boolean sawTransaction;
        private @Nullable JdbcClient jdbc;

        @Override
        public void setBeanFactory(BeanFactory beans) {
            jdbc = beans.getBean(JdbcClient.class);
        }

        @Override
        public String name() {
            return "count";
        }

        @Override
        public int maxAttempts() {
            return 3;
        }

        @Override
        public String run(WorkOrder order, Progress progress) throws Exception {
            sawTransaction = TransactionSynchronizationManager.isActualTransactionActive();
            runs.incrementAndGet();
            begun.countDown();
            progress.report(30, 3, 4L, "counting");
            gate.await();
            ended.incrementAndGet();
            if (order.attempt() <= crashesInRun) {
                throw new java.io.IOException("vendor hung up");
            }
            return order.require("asset");
        }

        @Override
        public void done(WorkOrder order, String result) {
            write(order, "done " + result);
            if (order.attempt() <= crashesInDone) {
                throw new IllegalStateException("crash after the facts");
            }
        }

        @Override
        public void exhausted(WorkOrder order, String why) {
            write(order, "exhausted " + why);
        }

        private void write(WorkOrder order, String told) {
            requireNonNull(jdbc)
                    .sql("insert into work.fact values (?, ?, current_setting('handback.actor', true), ?)")
                    .params(order.key(), order.attempt(), told)
                    .update();
        }
    }

    /** Another process, whose step never ends. */
    static final class HangingNode {
        public static void main(String[] args) {
            var node = WorkNode.start(
                    "node-2",
                    Map.of(
                            "spring.datasource.url",
                            args[0],
                            "spring.datasource.username",
                            "handback_app",
                            "spring.flyway.url",
                            args[0],
                            "spring.flyway.user",
                            "handback_owner"),
                    List.of(new CountingStep() {
                        @Override
                        public String run(WorkOrder order, Progress progress) throws Exception {
                            System.out.println("hanging");
                            new CountDownLatch(1).await();
                            return "";
                        }
                    }));
            node.file("count", "X1/repo-1/1");
        }
    }
}
