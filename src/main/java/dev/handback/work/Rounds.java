package dev.handback.work;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.handback.SystemActor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One entry of the queue that never ends: whoever leases it makes all rounds, one after the other. */
@Configuration(proxyBeanMethods = false)
class Rounds {
    private static final Logger log = LoggerFactory.getLogger(Rounds.class);
    private static final String TASK = "rounds";

    @Bean
    static Task<Void> allRounds(ObjectProvider<Round> rounds, WorkSettings settings) {
        return Tasks.recurring(TASK, FixedDelay.of(settings.rounds()))
                .execute((instance, context) -> SystemActor.run(context.getExecution().pickedBy, () -> all(rounds)));
    }

    private static void all(ObjectProvider<Round> rounds) {
        rounds.orderedStream().forEach(Rounds::one);
    }

    private static void one(Round round) {
        try {
            round.run();
        } catch (Exception failure) {
            log.warn("round failed round={}", round.getClass().getSimpleName(), failure);
        }
    }
}
