package dev.handback.notices;

import dev.handback.people.People;
import dev.handback.people.Person;
import dev.handback.work.Round;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Draws up what is to be told at once, and sends what waits, with no transaction open. A node that dies between the server's
 * word and our own sends that mail again, under the same Message-ID.
 */
@Component
@Order(Round.LAST)
class Mailing implements Round {
    private static final Logger log = LoggerFactory.getLogger(Mailing.class);
    private static final int AT_A_TIME = 50;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final int MOST_DOUBLINGS = 5;
    private static final int MOST_ATTEMPTS = 300; // three days

    /** Who wants to hear at once of everything still gets no mail for each of a hundred tasks. */
    private static final Duration GATHERING = Duration.ofMinutes(10);

    private final Notices notices;
    private final NoticeTable waiting;
    private final MailTable mails;
    private final Smtp smtp;
    private final People people;
    private final List<String> outside;
    private final Clock clock;

    Mailing(
            Notices notices,
            NoticeTable waiting,
            MailTable mails,
            Smtp smtp,
            People people,
            MailSettings settings,
            Clock clock) {
        this.outside = settings.checkpointsTo();
        this.notices = notices;
        this.waiting = waiting;
        this.mails = mails;
        this.smtp = smtp;
        this.people = people;
        this.clock = clock;
    }

    @Override
    public void run() {
        if (notices.on()) {
            waiting.waitingAtOnce()
                    .forEach(id -> people.find(id).filter(this::isTimeFor).ifPresent(notices::atOnce));
            send(mails.due(clock.instant(), AT_A_TIME));
        }
    }

    private boolean isTimeFor(Person person) {
        var gathered = mails.latest(person.id())
                .map(latest -> !latest.plus(GATHERING).isAfter(clock.instant()))
                .orElse(true);
        return gathered || waiting.isAnyUrgent(person.id());
    }

    private void send(List<Mail> due) {
        if (due.isEmpty()) {
            return;
        }
        try (var post = smtp.open()) {
            for (var mail : due) {
                if (!send(post, mail)) {
                    return; // the others have their turn in the next round, whatever it was about this one
                }
            }
        } catch (MessagingException e) {
            var why = words(e);
            log.warn("mail server not usable waiting={} why={}", due.size(), why);
            due.forEach(mail -> later(mail, why));
        }
    }

    /** False when the connection broke: nobody knows whether the server took this mail. */
    private boolean send(Post post, Mail mail) {
        var address = address(mail);
        if (address.isEmpty()) {
            notices.withdraw(mail);
            return true;
        }
        if (!mails.begin(mail.id())) {
            return true;
        }
        try {
            record(mail, post.hand(mail, address.get()));
            return true;
        } catch (MessagingException e) {
            log.warn("mail server hung up id={} why={}", mail.id(), words(e));
            later(mail, words(e));
            return false;
        }
    }

    /** Empty when it is no longer for whom it was drawn up. */
    private Optional<String> address(Mail mail) {
        return mail.address() == null
                ? people.find(mail.person())
                        .filter(person -> person.groups().containsAll(mail.groups()))
                        .map(Person::email)
                : Optional.of(mail.address()).filter(outside::contains);
    }

    private void record(Mail mail, Delivery delivery) {
        if (delivery instanceof Delivery.Taken) {
            mails.end(mail.id(), Mail.State.SENT, clock.instant(), "");
            log.info("mail sent id={} person={} attempt={}", mail.id(), whom(mail), mail.attempts() + 1);
        } else if (delivery instanceof Delivery.Refused refused) {
            mails.end(mail.id(), Mail.State.FAILED, clock.instant(), refused.why());
            log.warn("mail refused id={} person={} why={}", mail.id(), whom(mail), refused.why());
        } else if (delivery instanceof Delivery.Later later) {
            later(mail, later.why());
        }
    }

    private static String whom(Mail mail) {
        return mail.address() == null ? mail.person() : "outside";
    }

    private void later(Mail mail, String why) {
        if (mail.attempts() >= MOST_ATTEMPTS) {
            mails.end(mail.id(), Mail.State.FAILED, clock.instant(), why);
        } else {
            mails.putOff(mail.id(), next(mail.attempts()), mail.attempts() + 1, why);
        }
    }

    private Instant next(int attempts) {
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS));
        return clock.instant().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    }

    private static String words(MessagingException e) {
        return Plain.line(
                e instanceof AuthenticationFailedException
                        ? "the mail server does not accept our user and password: " + e.getMessage()
                        : String.valueOf(e.getMessage()));
    }
}
