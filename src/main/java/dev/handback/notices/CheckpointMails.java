package dev.handback.notices;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Signed heads of the ledger, mailed to people outside this house: what they have in their mailbox nobody here can change, so
 * a ledger that was written anew no longer fits. Sent until the server took it, like every mail.
 */
@Component
public class CheckpointMails {
    private static final String BODY = """
            Please keep this mail. There is nothing else to do.

            This is the head of the custody ledger of the Handback below, as it is now: its name, how many entries it has, one
            hash over all of them, and a signature. Nobody can change, remove or insert an earlier entry afterwards, not even with
            every key and the database, and still show a ledger that fits it. Your mailbox is out of their reach; that is why you
            get it. It holds nothing of the contract, the assets or any person.

            -----BEGIN CHECKPOINT-----
            %s-----END CHECKPOINT-----

            Signed by this key:

            %s

            To compare later, save what stands between the two CHECKPOINT lines as a text file, kept.txt, and have it put into the folder
            "ledger/checkpoints" of Handback's data folder. Then watch "java -jar handback.jar ledger verify" there: it ends with
            0 when the ledger grew out of this head. CHECKPOINT_CLASH or CHECKPOINT_BEYOND_HEAD name kept.txt when it did not;
            CHECKPOINT_LOST when the database no longer knows that it signed it. CHECKPOINT_UNREADABLE says only that the file is not
            what stood between the lines: save it again. Step by step: %s/runbooks/ops-keys
            """;

    private final CheckpointMailTable table;
    private final MailTable mails;
    private final MailSettings settings;
    private final Clock clock;

    CheckpointMails(CheckpointMailTable table, MailTable mails, MailSettings settings, Clock clock) {
        this.table = table;
        this.mails = mails;
        this.settings = settings;
        this.clock = clock;
    }

    /** @param size how many entries the head covers */
    public record Mailed(long size, Instant at) {}

    /** Whether there is anybody to mail to. */
    public boolean on() {
        return settings.on() && !settings.checkpointsTo().isEmpty();
    }

    /** The longest one that was mailed. */
    @Transactional(readOnly = true)
    public Optional<Mailed> latest() {
        return table.latest();
    }

    /**
     * Has this head mailed to everybody outside, once.
     *
     * @param note the head as it is signed, to the byte
     * @param key the ledger's public key, in PEM
     */
    @Transactional
    public void send(long size, String note, String key) {
        var now = clock.instant();
        if (on() && table.begin(note, size, now)) {
            settings.checkpointsTo().stream().distinct().forEach(to -> file(to, size, note, key, now));
        }
    }

    private void file(String to, long size, String note, String key, Instant now) {
        var subject = "[Handback] Head of the ledger: " + size + " entries";
        var body = BODY.formatted(note, key.strip(), settings.baseUrl());
        mails.file(new Mail(
                UUID.randomUUID(), "", to, Set.of(), null, subject, body, Mail.State.WAITING, 0, now, now, null));
    }
}
