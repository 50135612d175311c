package dev.handback.work;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;

/** The queue of long steps, shared by all nodes. */
@Component
public class LongWork {
    private final WorkTable table;
    private final SchedulerClient queue;
    private final Clock clock;

    LongWork(WorkTable table, DataSource dataSource, Clock clock) {
        this.table = table;
        this.queue = SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource))
                .tableName(WorkQueue.TABLE)
                .serializer(WorkQueue.JSON)
                .build();
        this.clock = clock;
    }

    /**
     * Files work for the step of that name, in the caller's transaction: nothing begins before it commits. The key names
     * the work within its step; while it is on its way it cannot be filed again, afterwards it can.
     */
    public void file(String step, String key, Map<String, String> data) {
        var filed = new Filed(step, key, Map.copyOf(data));
        if (!table.file(step, key) || !queue.scheduleIfNotExists(filed.task(), clock.now())) {
            throw new IllegalStateException("work %s %s is filed already and has not ended".formatted(step, key));
        }
    }

    /** How far all work of a step is whose key begins so. */
    public Overall overall(String step, String keyPrefix) {
        return table.overall(step, keyPrefix, clock.now());
    }

    /** The latest filing of each step whose key begins so. */
    public List<WorkStatus> status(String keyPrefix) {
        return table.status(keyPrefix);
    }
}
