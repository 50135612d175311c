package dev.handback.notices;

import dev.handback.notices.Mail.State;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The mails: waiting, sent, failed. */
@Component
class MailTable {
    private final JdbcClient db;

    MailTable(JdbcClient db) {
        this.db = db;
    }

    void file(Mail mail) {
        db.sql("""
                insert into work.mail (id, person, address, groups, digest_day, subject, body, next_try_at, filed_at)
                values (:id, :person, :address, :groups, :digest, :subject, :body, :next, :filed)""")
                .param("id", mail.id())
                .param("person", mail.person())
                .param("address", mail.address())
                .param("groups", mail.groups().toArray(String[]::new))
                .param("digest", mail.digest() == null ? null : Date.valueOf(mail.digest()))
                .param("subject", mail.subject())
                .param("body", mail.body())
                .param("next", Timestamp.from(mail.nextTryAt()))
                .param("filed", Timestamp.from(mail.filedAt()))
                .update();
    }

    List<Mail> due(Instant now, int most) {
        return db.sql("select * from work.mail where state = 'WAITING' and next_try_at <= :now"
                        + " order by digest_day is not null, next_try_at, id limit :most")
                .param("now", Timestamp.from(now))
                .param("most", most)
                .query(MailTable::mail)
                .list();
    }

    /** Counts the attempt that begins; false when the mail has ended meanwhile. */
    boolean begin(UUID id) {
        return db.sql("update work.mail set attempts = attempts + 1 where id = :id and state = 'WAITING'")
                        .param("id", id)
                        .update()
                == 1;
    }

    void end(UUID id, State state, Instant now, String why) {
        db.sql("""
                update work.mail set state = :state, ended_at = :now, last_error = nullif(:why, '')
                where id = :id and state = 'WAITING'""")
                .param("id", id)
                .param("state", state.name())
                .param("now", Timestamp.from(now))
                .param("why", why)
                .update();
    }

    /** @param attempts made by now; an attempt that did not even reach the server is counted here */
    void putOff(UUID id, Instant until, int attempts, String why) {
        db.sql("""
                update work.mail set next_try_at = :until, attempts = greatest(attempts, :attempts), last_error = :why
                where id = :id and state = 'WAITING'""")
                .param("id", id)
                .param("attempts", attempts)
                .param("until", Timestamp.from(until))
                .param("why", why)
                .update();
    }

    /** A failed one waits again; false when it had not failed. */
    boolean retry(UUID id, Instant now) {
        return db.sql("""
                update work.mail set state = 'WAITING', ended_at = null, attempts = 0, next_try_at = :now
                where id = :id and state in ('WAITING', 'FAILED')""").param("id", id).param("now", Timestamp.from(now)).update() == 1;
    }

    /** Digests that have not reached the person: the next one says it all. @return their ids */
    List<UUID> overtakeDigests(String person, Instant now) {
        return db.sql("""
                update work.mail set state = 'WITHDRAWN', ended_at = :now, last_error = 'a later digest says it all'
                where person = :person and digest_day is not null and state in ('WAITING', 'FAILED') returning id""")
                .param("person", person)
                .param("now", Timestamp.from(now))
                .query(UUID.class)
                .list();
    }

    /** When the latest mail that is no digest was drawn up for a person. */
    Optional<Instant> latest(String person) {
        return db.sql("select filed_at from work.mail where person = :person and digest_day is null"
                        + " order by filed_at desc limit 1")
                .param("person", person)
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant);
    }

    /** Mails in this state, the newest first. */
    List<Mail> list(State state, int page, int size) {
        return db.sql(
                        "select * from work.mail where state = :state order by filed_at desc, id limit :size offset :from")
                .param("state", state.name())
                .param("size", size)
                .param("from", page * size)
                .query(MailTable::mail)
                .list();
    }

    long count(State state) {
        return db.sql("select count(*) from work.mail where state = :state")
                .param("state", state.name())
                .query(Long.class)
                .single();
    }

    void forgetBefore(Instant instant) {
        db.sql("delete from work.mail where ended_at < :then")
                .param("then", Timestamp.from(instant))
                .update();
    }

    private static Mail mail(ResultSet row, int number) throws SQLException {
        var digest = row.getDate("digest_day");
        return new Mail(
                row.getObject("id", UUID.class),
                row.getString("person"),
                row.getString("address"),
                Set.of((String[]) row.getArray("groups").getArray()),
                digest == null ? null : digest.toLocalDate(),
                row.getString("subject"),
                row.getString("body"),
                State.valueOf(row.getString("state")),
                row.getInt("attempts"),
                row.getTimestamp("next_try_at").toInstant(),
                row.getTimestamp("filed_at").toInstant(),
                row.getString("last_error"));
    }
}
