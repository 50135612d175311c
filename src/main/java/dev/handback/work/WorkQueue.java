package dev.handback.work;

import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerCustomizer;
import com.github.kagkarlsson.scheduler.serializer.JacksonSerializer;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the scheduler keeps and runs the queue. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkSettings.class)
class WorkQueue {
    static final String TABLE = "work.scheduled_tasks";
    static final Serializer JSON = new JacksonSerializer();

    @Bean
    static Task<Filed> filedWork(Worker worker, WorkSettings settings) {
        return Tasks.custom(Filed.TASK, Filed.class)
                .onFailure((failure, queue) -> queue.reschedule(
                        failure,
                        failure.getTimeDone().plus(settings.retryAfter(failure.getExecution().consecutiveFailures))))
                .onDeadExecutionRevive()
                .execute((instance, context) -> worker.work(instance.getData(), context));
    }

    @Bean
    static DbSchedulerCustomizer queueAsJson() {
        return new DbSchedulerCustomizer() {
            @Override
            public Optional<Serializer> serializer() {
                return Optional.of(JSON);
            }
        };
    }
}
