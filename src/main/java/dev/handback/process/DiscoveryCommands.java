package dev.handback.process;

import dev.handback.retrieval.Discoveries;
import dev.handback.work.LongWork;
import dev.handback.work.WorkStatus;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What pages and REST do to have a holder's system listed: the fact and the work, in one transaction. No process waits for it. */
@Component
public class DiscoveryCommands {
    private static final Set<WorkStatus.State> ON_ITS_WAY =
            Set.of(WorkStatus.State.FILED, WorkStatus.State.RUNNING, WorkStatus.State.WAITING);

    private final Discoveries discoveries;
    private final LongWork work;

    DiscoveryCommands(Discoveries discoveries, LongWork work) {
        this.discoveries = discoveries;
        this.work = work;
    }

    /** Asks for a list; it is made by and by. Returns its number. */
    @Transactional
    public String ask(String exit, @Nullable String connection) {
        var number = discoveries.ask(exit, connection);
        work.file(ListHolder.NAME, key(number), ListHolder.data(number));
        return number;
    }

    /** How far it is, while it is on its way. */
    @Transactional(readOnly = true)
    public Optional<WorkStatus> progress(String number) {
        return work.status(key(number)).stream()
                .filter(status -> status.key().equals(key(number)) && ON_ITS_WAY.contains(status.state()))
                .findFirst();
    }

    private static String key(String number) {
        return "discovery/" + number;
    }
}
