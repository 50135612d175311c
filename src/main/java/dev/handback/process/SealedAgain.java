package dev.handback.process;

import dev.handback.retrieval.Quarantine;
import dev.handback.retrieval.Quarantines;
import dev.handback.work.Round;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Sees to it that legal is asked about every quarantine, also about those that the database placed itself because a retrieval
 * brought again what was erased.
 */
@Component
@Order(1)
class SealedAgain implements Round {
    private static final Logger log = LoggerFactory.getLogger(SealedAgain.class);

    private final Quarantines quarantines;
    private final QuarantineCommands commands;

    SealedAgain(Quarantines quarantines, QuarantineCommands commands) {
        this.quarantines = quarantines;
        this.commands = commands;
    }

    @Override
    public void run() {
        quarantines.open().forEach(this::ask);
    }

    private void ask(Quarantine quarantine) {
        try {
            commands.ask(quarantine);
        } catch (RuntimeException e) {
            log.warn("nobody asked yet about quarantine={}", quarantine.quarantine(), e);
        }
    }
}
