package dev.handback.notices;

import dev.handback.notices.Mail.State;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What administrators see of the mails: to whom, since when, and what stands against it. */
@Component
public class Outbox {
    private final MailTable mails;
    private final Clock clock;

    Outbox(MailTable mails, Clock clock) {
        this.mails = mails;
        this.clock = clock;
    }

    /** Mails in this state, the newest first; pages count from 0. */
    @Transactional(readOnly = true)
    public List<Mail> list(State state, int page, int size) {
        return mails.list(state, page, size);
    }

    @Transactional(readOnly = true)
    public long count(State state) {
        return mails.count(state);
    }

    /** Has a failed one tried anew, or a waiting one at once; false when there is no such. */
    @Transactional
    public boolean retry(UUID mail) {
        return mails.retry(mail, clock.instant());
    }
}
