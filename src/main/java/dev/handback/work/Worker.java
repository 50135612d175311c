package dev.handback.work;

import static java.util.Objects.requireNonNull;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import dev.handback.SystemActor;
import dev.handback.work.WorkStatus.State;
import java.time.Duration;
import java.util.HashSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs one attempt: counts it in a transaction of its own, lets the step work with none open, and ends the order in one
 * transaction that first takes it out of the queue. Two nodes may work at once; only one can end.
 */
@Component
class Worker implements SmartInitializingSingleton {
    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    private final ObjectProvider<Step<?>> steps; // asked late: a step may file further work
    private final WorkTable table;
    private final TransactionTemplate transaction;
    private final WorkSettings settings;

    Worker(ObjectProvider<Step<?>> steps, WorkTable table, PlatformTransactionManager manager, WorkSettings settings) {
        this.steps = steps;
        this.table = table;
        this.transaction = new TransactionTemplate(manager);
        this.settings = settings;
    }

    @Override
    public void afterSingletonsInstantiated() {
        var names = new HashSet<String>();
        steps.forEach(step -> {
            if (!names.add(step.name())) {
                throw new IllegalStateException("two steps are called " + step.name());
            }
        });
    }

    /** Returns what happens to the order's row in the queue; throws only where the database did not let us know. */
    CompletionHandler<Filed> work(Filed filed, ExecutionContext context) {
        var node = context.getExecution().pickedBy;
        return SystemActor.call(node, () -> attempt(step(filed), filed, context));
    }

    private Step<?> step(Filed filed) {
        return steps.stream()
                .filter(step -> step.name().equals(filed.step()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this node knows no step " + filed.step()));
    }

    private CompletionHandler<Filed> attempt(Step<?> step, Filed filed, ExecutionContext context) {
        var order = begin(filed, context.getExecution());
        try {
            return order.attempt() > step.maxAttempts()
                    ? exhaust(step, order, table.lastError(filed), context.getExecution())
                    : finish(step, order, context);
        } catch (LostLease lost) {
            log.warn("{}", lost.getMessage());
            return nothing();
        }
    }

    private WorkOrder begin(Filed filed, Execution lease) {
        var attempt = requireNonNull(transaction.execute(status -> table.begin(filed, lease.pickedBy)));
        log.info("work begins step={} key={} attempt={}", filed.step(), filed.key(), attempt);
        return new WorkOrder(filed.step(), filed.key(), attempt, filed.data());
    }

    private <T> CompletionHandler<Filed> finish(Step<T> step, WorkOrder order, ExecutionContext context) {
        try {
            T result = step.run(order, new WrittenProgress(table, order));
            return end(order, context.getExecution(), State.DONE, () -> step.done(order, result));
        } catch (LostLease lost) {
            throw lost;
        } catch (Exception | StackOverflowError failure) { // hostile input may nest too deeply; that fails one attempt
            Thread.interrupted(); // or what is left to be written would be refused
            return context.getSchedulerState().isShuttingDown()
                    ? interrupted(order, failure)
                    : failed(step, order, failure, context.getExecution());
        }
    }

    private CompletionHandler<Filed> failed(Step<?> step, WorkOrder order, Throwable failure, Execution lease) {
        log.warn("work failed step={} key={} attempt={}", order.step(), order.key(), order.attempt(), failure);
        var why = "attempt %d of %d: %s".formatted(order.attempt(), step.maxAttempts(), failure);
        table.failed(order, why);
        return order.attempt() < step.maxAttempts()
                ? again(settings.retryAfter(order.attempt() - 1))
                : exhaust(step, order, why, lease);
    }

    private CompletionHandler<Filed> interrupted(WorkOrder order, Throwable failure) {
        log.info("work interrupted step={} key={}: {}", order.step(), order.key(), failure.toString());
        table.interrupted(order);
        return again(Duration.ZERO);
    }

    private CompletionHandler<Filed> exhaust(Step<?> step, WorkOrder order, String why, Execution lease) {
        return end(order, lease, State.EXHAUSTED, () -> step.exhausted(order, why));
    }

    private CompletionHandler<Filed> end(WorkOrder order, Execution lease, State state, Runnable facts) {
        transaction.executeWithoutResult(status -> {
            table.takeOut(order, lease);
            table.ended(order, state);
            facts.run();
        });
        log.info("work ended step={} key={} attempt={} state={}", order.step(), order.key(), order.attempt(), state);
        return nothing();
    }

    private static CompletionHandler<Filed> again(Duration later) {
        return (complete, queue) ->
                queue.reschedule(complete, complete.getTimeDone().plus(later));
    }

    /** The row is gone with the facts, or belongs to another node. */
    private static CompletionHandler<Filed> nothing() {
        return (complete, queue) -> {};
    }
}
