package dev.handback.process;

import dev.handback.custody.CheckpointNews;
import dev.handback.custody.Ledger;
import dev.handback.notices.CheckpointMails;
import dev.handback.notices.CheckpointMails.Mailed;
import dev.handback.work.Round;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Has the ledger's head mailed to people outside, whenever it is due. */
@Component
class CheckpointMailing implements Round {
    private final CheckpointNews news;
    private final CheckpointMails mails;
    private final Ledger ledger;
    private final Clock clock;

    CheckpointMailing(CheckpointNews news, CheckpointMails mails, Ledger ledger, Clock clock) {
        this.news = news;
        this.mails = mails;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public void run() {
        if (!mails.on()) {
            return;
        }
        var latest = mails.latest().orElse(new Mailed(0, Instant.EPOCH));
        news.due(latest.size(), latest.at(), clock.instant())
                .ifPresent(head -> mails.send(head.size(), head.note(), ledger.publicKey()));
    }
}
