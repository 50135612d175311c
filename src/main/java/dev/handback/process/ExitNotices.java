package dev.handback.process;

import dev.handback.exits.Alarm;
import dev.handback.exits.Dates;
import dev.handback.notices.Kind;
import dev.handback.notices.Notice;
import dev.handback.notices.Notices;
import dev.handback.people.Groups;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What happens to an exit and is told, who must know it, and where it is shown; each in the transaction of its fact. */
@Component
class ExitNotices {
    private static final Set<String> OPERATIONS = Set.of(Groups.OPERATIONS);
    private static final Set<String> EVERYBODY_AT_WORK = Set.of(Groups.OPERATIONS, Groups.ENGINEERING, Groups.LEGAL);

    private final Notices notices;
    private final Dates dates;

    ExitNotices(Notices notices, Dates dates) {
        this.notices = notices;
        this.dates = dates;
    }

    /** Days of the contract that are near and nobody has answered for. */
    void alarms(String exit) {
        if (notices.on()) {
            dates.alarms(exit).stream().filter(Alarm::waits).forEach(alarm -> alarm(exit, alarm));
        }
    }

    /** A holder refused us: nothing goes on over this connection, in any exit. */
    void stopped(String exit, String asset, String connection) {
        notices.tell(Notice.of(
                        Kind.STOPPED,
                        "stopped:" + UUID.randomUUID(), // each incident is a cause of its own
                        EVERYBODY_AT_WORK,
                        exit,
                        asset,
                        "connection " + connection + " was refused and is stopped until legal decides",
                        "/exits/" + exit)
                .helped("task-DecideStoppedConnection"));
    }

    private void alarm(String exit, Alarm alarm) {
        notices.tell(Notice.of(
                        Kind.ALARM,
                        "alarm:%s:%s:%s:%d".formatted(exit, alarm.deadline(), alarm.day(), alarm.daysBefore()),
                        OPERATIONS,
                        exit,
                        null,
                        alarm.deadline().title() + " on " + alarm.day(),
                        "/exits/" + exit)
                .helped("task-AnswerDeadline"));
    }
}
