package dev.handback.work;

import com.github.kagkarlsson.scheduler.task.Execution;
import dev.handback.work.WorkStatus.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of work.progress, and the fence on the queue's own row. */
@Component
class WorkTable {
    private static final int LONGEST_ERROR = 500;
    private static final Duration LATELY = Duration.ofHours(1);
    private final JdbcClient jdbc;

    WorkTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False when the same work is still on its way. */
    boolean file(String step, String key) {
        return jdbc.sql("""
                        insert into work.progress as p (step, key, state) values (:step, :key, 'FILED')
                        on conflict (key, step) do update
                           set state = 'FILED', attempt = 0, node = null, phase = null, phase_at = null, done_bytes = 0,
                               done_objects = 0, total_objects = null, last_error = null, filed_at = clock_timestamp(),
                               updated_at = clock_timestamp()
                         where p.state in ('DONE', 'EXHAUSTED')
                        """).param("step", step).param("key", key).update() == 1;
    }

    /** Counts the attempt that begins now. */
    int begin(Filed filed, String node) {
        return jdbc.sql("""
                        update work.progress
                           set state = 'RUNNING', attempt = attempt + 1, node = :node, phase = null, phase_at = null,
                               done_bytes = 0, done_objects = 0, total_objects = null, updated_at = clock_timestamp(),
                               last_error = case when state <> 'RUNNING' then last_error
                                   else format('attempt %s ended without a word: node %s was killed or lost the database',
                                               attempt, node) end
                         where step = :step and key = :key
                        returning attempt
                        """)
                .param("node", node)
                .param("step", filed.step())
                .param("key", filed.key())
                .query(Integer.class)
                .single();
    }

    /** Takes the attempt back: the node shuts down in order, the work did not fail. */
    void interrupted(WorkOrder order) {
        update(order, "state = 'WAITING', attempt = attempt - 1").update();
    }

    void failed(WorkOrder order, String error) {
        update(order, "state = 'WAITING', last_error = :error")
                .param("error", error.substring(0, Math.min(error.length(), LONGEST_ERROR)))
                .update();
    }

    void ended(WorkOrder order, State state) {
        update(order, "state = :state").param("state", state.name()).update();
    }

    String lastError(Filed filed) {
        return jdbc.sql("select last_error from work.progress where step = :step and key = :key")
                .param("step", filed.step())
                .param("key", filed.key())
                .query(String.class)
                .single();
    }

    void progress(WorkOrder order, long bytes, long objects, @Nullable Long total, String phase) {
        var rows = update(order, """
                        done_bytes = :bytes, done_objects = :objects, total_objects = :total, phase = :phase,
                        phase_at = case when phase = :phase then phase_at else clock_timestamp() end,
                        phase_bytes = case when phase = :phase then phase_bytes else :bytes end,
                        phase_objects = case when phase = :phase then phase_objects else :objects end""")
                .param("bytes", bytes)
                .param("objects", objects)
                .param("total", total)
                .param("phase", phase)
                .update();
        if (rows != 1) {
            throw new LostLease(order);
        }
    }

    /**
     * The fence: takes the order out of the queue in the version this node leased, or refuses. Part of the ending
     * transaction, since the scheduler's own removal would commit half of it.
     */
    void takeOut(WorkOrder order, Execution lease) {
        var rows = jdbc.sql("""
                        delete from work.scheduled_tasks
                         where task_name = :task and task_instance = :instance and version = :version
                        """)
                .param("task", lease.getTaskName())
                .param("instance", lease.getId())
                .param("version", lease.version)
                .update();
        if (rows != 1) {
            throw new LostLease(order);
        }
    }

    /** Touches the row of this attempt only: a later one has another number. */
    private JdbcClient.StatementSpec update(WorkOrder order, String change) {
        return jdbc.sql("""
                        update work.progress set %s, updated_at = clock_timestamp()
                         where step = :step and key = :key and attempt = :attempt and state in ('RUNNING', 'WAITING')
                        """.formatted(change))
                .param("step", order.step())
                .param("key", order.key())
                .param("attempt", order.attempt());
    }

    List<WorkStatus> status(String keyPrefix) {
        return statuses("where starts_with(key, :prefix) order by key, step", keyPrefix);
    }

    Overall overall(String step, String keyPrefix, Instant now) {
        var running =
                statuses("where starts_with(key, :prefix) and state = 'RUNNING' order by phase_at, key", keyPrefix)
                        .stream()
                        .filter(status -> status.step().equals(step))
                        .toList();
        var perSecond = running.stream()
                .map(WorkStatus::pace)
                .filter(Objects::nonNull)
                .mapToLong(Pace::bytesPerSecond)
                .sum();
        return jdbc.sql("""
                        select count(*) filter (where state in ('FILED', 'WAITING')) as waiting,
                               count(*) filter (where state = 'DONE') as done,
                               coalesce(sum(done_bytes), 0)::bigint as bytes, coalesce(sum(done_objects), 0)::bigint as objects,
                               count(*) filter (where state = 'DONE' and updated_at > :lately) as recent,
                               min(updated_at) filter (where state = 'DONE' and updated_at > :lately) as since
                          from work.progress where step = :step and starts_with(key, :prefix)
                        """)
                .param("step", step)
                .param("prefix", keyPrefix)
                .param("lately", Timestamp.from(now.minus(LATELY)))
                .query((row, n) -> new Overall(
                        running.size(),
                        row.getLong("waiting"),
                        row.getLong("done"),
                        row.getLong("bytes"),
                        row.getLong("objects"),
                        perSecond,
                        Overall.left(
                                running.size() + row.getLong("waiting"),
                                row.getLong("recent"),
                                instant(row.getTimestamp("since")),
                                now),
                        running.stream().limit(Overall.NAMED).toList()))
                .single();
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private List<WorkStatus> statuses(String which, String keyPrefix) {
        return jdbc.sql("""
                        select step, key, state, attempt, node, phase, done_bytes, done_objects, total_objects,
                               phase_at, phase_bytes, phase_objects, last_error, filed_at, updated_at
                          from work.progress
                        """ + which)
                .param("prefix", keyPrefix)
                .query((row, n) -> new WorkStatus(
                        row.getString("step"),
                        row.getString("key"),
                        State.valueOf(row.getString("state")),
                        row.getInt("attempt"),
                        row.getString("node"),
                        row.getString("phase"),
                        row.getLong("done_bytes"),
                        row.getLong("done_objects"),
                        row.getObject("total_objects", Long.class),
                        pace(row),
                        row.getString("last_error"),
                        row.getTimestamp("filed_at").toInstant(),
                        row.getTimestamp("updated_at").toInstant()))
                .list();
    }

    private static @Nullable Pace pace(ResultSet row) throws SQLException {
        Timestamp since = row.getTimestamp("phase_at");
        return since == null
                ? null
                : Pace.between(
                        Duration.between(
                                since.toInstant(),
                                row.getTimestamp("updated_at").toInstant()),
                        row.getLong("done_bytes") - row.getLong("phase_bytes"),
                        row.getLong("done_objects") - row.getLong("phase_objects"),
                        row.getObject("total_objects", Long.class),
                        row.getLong("done_objects"));
    }
}
