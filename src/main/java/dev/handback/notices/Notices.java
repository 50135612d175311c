package dev.handback.notices;

import dev.handback.notices.NoticeTable.Waiting;
import dev.handback.people.People;
import dev.handback.people.Person;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The one door to everything that people are told by mail. */
@Component
@EnableConfigurationProperties(MailSettings.class)
public class Notices {
    private static final Duration MAILS_ARE_KEPT = Duration.ofDays(90);
    private static final Duration CAUSES_ARE_KEPT = Duration.ofDays(400);

    private final NoticeTable notices;
    private final MailTable mails;
    private final MailText text;
    private final MailSettings settings;
    private final People people;
    private final Clock clock;

    Notices(NoticeTable notices, MailTable mails, MailText text, MailSettings settings, People people, Clock clock) {
        this.notices = notices;
        this.mails = mails;
        this.text = text;
        this.settings = settings;
        this.people = people;
        this.clock = clock;
    }

    /** Whether mail is sent at all. */
    public boolean on() {
        return settings.on();
    }

    /**
     * Has it told, in the caller's transaction: nobody hears of what is rolled back, and what commits is told at least once.
     * To each member of the groups, and by their choice where it is not urgent. Never refuses; without a mail server it does
     * nothing.
     */
    @Transactional
    public void tell(Notice notice) {
        if (!on()) {
            return;
        }
        var choices = notices.choices();
        for (var person : people.all()) {
            var choice = choices.getOrDefault(person.id(), Choice.DIGEST);
            if (concerns(notice, person) && isWanted(notice.kind(), choice)) {
                notices.file(person.id(), notice, isAtOnce(notice.kind(), choice), clock.instant());
            }
        }
    }

    /** Whether somebody wants to hear at once of what is not urgent. */
    @Transactional(readOnly = true)
    public boolean isAnybodyImpatient() {
        return on() && notices.choices().containsValue(Choice.IMMEDIATE);
    }

    /** Which of these causes somebody was or will be told about. */
    @Transactional(readOnly = true)
    public Set<String> told(Collection<String> causes) {
        return causes.isEmpty() ? Set.of() : notices.told(causes);
    }

    public Choice choice(String person) {
        return notices.choices().getOrDefault(person, Choice.DIGEST);
    }

    @Transactional
    public void choose(String person, Choice choice) {
        notices.choose(person, choice);
    }

    /**
     * Whose digest of today is to be drawn up now. The hour counts at the place of the settings: where a clock jumps over
     * it, the first moment after it; where it comes twice, the first time.
     */
    @Transactional(readOnly = true)
    public List<Person> awaitingDigest() {
        if (!on() || clock.instant().isBefore(digestTime())) {
            return List.of();
        }
        var latest = notices.digests();
        var choices = notices.choices();
        return people.all().stream()
                .filter(person -> !person.groups().isEmpty())
                .filter(person -> choices.get(person.id()) != Choice.NONE)
                .filter(person ->
                        latest.getOrDefault(person.id(), LocalDate.MIN).isBefore(today()))
                .toList();
    }

    /**
     * Draws up today's digest, once on whatever node; nothing is sent where nothing is open and nothing happened.
     *
     * @param open what this person may do
     * @param more tasks beside these
     */
    @Transactional
    public void digest(Person person, List<OpenTask> open, long more) {
        if (!notices.beginDigest(person.id(), today())) {
            return;
        }
        var now = clock.instant();
        mails.overtakeDigests(person.id(), now).forEach(notices::untold);
        var waiting = stillAllowed(person, notices.waiting(person.id(), false));
        if (!open.isEmpty() || !waiting.isEmpty()) {
            var happened = waiting.stream().map(Waiting::notice).toList();
            var written = text.digest(today(), open, more, happened, now);
            notices.told(waiting, file(person, today(), written));
        }
        mails.forgetBefore(now.minus(MAILS_ARE_KEPT));
        notices.forgetBefore(now.minus(CAUSES_ARE_KEPT));
    }

    /** Draws up what this person is to be told at once, one mail for each exit. */
    @Transactional
    void atOnce(Person person) {
        var waiting = stillAllowed(person, notices.waiting(person.id(), true));
        waiting.stream().map(item -> item.notice().exit()).distinct().forEach(exit -> {
            var ofExit = waiting.stream()
                    .filter(item -> item.notice().exit().equals(exit))
                    .toList();
            var written = text.atOnce(exit, ofExit.stream().map(Waiting::notice).toList());
            notices.told(ofExit, file(person, null, written));
        });
    }

    /** The person left a group since it was drawn up: it is drawn up anew, of what the person may still see. */
    @Transactional
    void withdraw(Mail mail) {
        mails.end(mail.id(), Mail.State.WITHDRAWN, clock.instant(), whyWithdrawn(mail));
        notices.untold(mail.id());
        if (mail.digest() != null) {
            notices.repeatDigest(mail.person(), mail.digest());
        }
    }

    private static String whyWithdrawn(Mail mail) {
        return mail.address() == null
                ? mail.person() + " left a group meanwhile"
                : "handback.mail.checkpoints-to no longer names " + mail.address();
    }

    private UUID file(Person person, @Nullable LocalDate digest, MailText.Written written) {
        var now = clock.instant();
        var mail = new Mail(
                UUID.randomUUID(),
                person.id(),
                null,
                person.groups(),
                digest,
                written.subject(),
                written.body(),
                Mail.State.WAITING,
                0,
                now,
                now,
                null);
        mails.file(mail);
        return mail.id();
    }

    /** Between filing and now the person may have left the groups. */
    private List<Waiting> stillAllowed(Person person, List<Waiting> waiting) {
        var gone = waiting.stream()
                .filter(item -> !isInOneOf(item.notice(), person))
                .toList();
        notices.told(gone, null);
        return waiting.stream().filter(item -> isInOneOf(item.notice(), person)).toList();
    }

    private Instant digestTime() {
        return today().atTime(settings.digestHour(), 0)
                .atZone(settings.digestPlace())
                .toInstant();
    }

    private LocalDate today() {
        return LocalDate.now(clock.withZone(settings.digestPlace()));
    }

    private static boolean concerns(Notice notice, Person person) {
        return isInOneOf(notice, person)
                && (notice.person() == null || notice.person().equals(person.id()));
    }

    private static boolean isInOneOf(Notice notice, Person person) {
        return notice.groups().stream().anyMatch(person::isIn);
    }

    private static boolean isWanted(Kind kind, Choice choice) {
        return kind.urgent() || choice == Choice.IMMEDIATE || (choice == Choice.DIGEST && !kind.inDigestAnyway());
    }

    private static boolean isAtOnce(Kind kind, Choice choice) {
        return kind.urgent() || choice == Choice.IMMEDIATE;
    }
}
