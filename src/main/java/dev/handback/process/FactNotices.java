package dev.handback.process;

import dev.handback.notices.Kind;
import dev.handback.notices.Notice;
import dev.handback.notices.Notices;
import dev.handback.people.Groups;
import dev.handback.process.UntoldTable.Untold;
import dev.handback.work.Round;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Tells of holds, stays, quarantines and contradictions. These facts are their own outbox: they are read where they lie, so no way of
 * writing one can forget to tell, and none is told before it is committed.
 */
@Component
@Order(1)
class FactNotices implements Round {
    /** Older ones are no news, not even where mail is sent from today on. */
    private static final Duration NEWS = Duration.ofDays(30);

    private static final Set<String> LAWYERS = Set.of(Groups.OPERATIONS, Groups.LEGAL);
    private static final Set<String> EVERYBODY_AT_WORK = Set.of(Groups.OPERATIONS, Groups.ENGINEERING, Groups.LEGAL);

    private final Notices notices;
    private final UntoldTable untold;
    private final Clock clock;

    FactNotices(Notices notices, UntoldTable untold, Clock clock) {
        this.notices = notices;
        this.untold = untold;
        this.clock = clock;
    }

    @Override
    public void run() {
        if (notices.on()) {
            untold.since(clock.instant().minus(NEWS)).forEach(fact -> notices.tell(notice(fact)));
        }
    }

    private static Notice notice(Untold fact) {
        return switch (fact.what()) {
            case "HOLD_PLACED" ->
                of(
                        fact,
                        Kind.HOLD,
                        LAWYERS,
                        "hold %s was placed by %s: what it covers may not be cleared, ordered destroyed or accepted as destroyed"
                                .formatted(fact.name(), fact.actor()));
            case "HOLD_LIFTED" ->
                of(fact, Kind.HOLD, LAWYERS, "hold %s was lifted by %s".formatted(fact.name(), fact.actor()));
            case "STAY_DECLARED" ->
                of(
                        fact,
                        Kind.STAY,
                        EVERYBODY_AT_WORK,
                        "stay %s was declared by %s: retrieval and destruction pause"
                                .formatted(fact.name(), fact.actor()));
            case "STAY_LIFTED" ->
                of(fact, Kind.STAY, EVERYBODY_AT_WORK, "stay %s was lifted by %s".formatted(fact.name(), fact.actor()));
            case "QUARANTINED" ->
                of(
                        fact,
                        Kind.QUARANTINE,
                        EVERYBODY_AT_WORK,
                        "quarantine %s was placed by %s: what it seals counts for nothing and is shown to nobody"
                                .formatted(fact.name(), fact.actor()));
            case "ERASED" ->
                of(
                        fact,
                        Kind.QUARANTINE,
                        EVERYBODY_AT_WORK,
                        "what quarantine %s sealed is erased; its tombstone stands on the ledger"
                                .formatted(fact.name()));
            default ->
                of(
                        fact,
                        Kind.CONTRADICTION,
                        LAWYERS,
                        "the holder's system still answers for what was said to be destroyed");
        };
    }

    private static Notice of(Untold fact, Kind kind, Set<String> groups, String what) {
        var page = "/exits/" + fact.exit() + (fact.asset() == null ? "" : "/assets/" + fact.asset());
        return Notice.of(kind, fact.cause(), groups, fact.exit(), fact.asset(), what, page)
                .helped(
                        switch (kind) {
                            case QUARANTINE -> "ops-quarantine";
                            case CONTRADICTION -> "ops-probes";
                            default -> "ops-stand-still";
                        });
    }
}
