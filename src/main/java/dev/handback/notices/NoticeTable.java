package dev.handback.notices;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What each person is to be told, how, and the day of each one's latest digest. */
@Component
class NoticeTable {
    private final JdbcClient db;

    NoticeTable(JdbcClient db) {
        this.db = db;
    }

    /** Tells nobody twice about one cause. */
    void file(String person, Notice notice, boolean atOnce, Instant now) {
        db.sql("""
                insert into work.notice (person, once, kind, groups, exit_id, asset, what, due, task, page, runbook, at_once, filed_at)
                values (:person, :once, :kind, :groups, :exit, :asset, :what, :due, :task, :page, :runbook, :atOnce, :now)
                on conflict (person, once) do nothing""")
                .param("person", person)
                .param("once", notice.once())
                .param("kind", notice.kind().name())
                .param("groups", notice.groups().toArray(String[]::new))
                .param("exit", notice.exit())
                .param("asset", notice.asset())
                .param("what", notice.what())
                .param("due", timestamp(notice.due()))
                .param("task", notice.task())
                .param("page", notice.page())
                .param("runbook", notice.runbook())
                .param("atOnce", atOnce)
                .param("now", timestamp(now))
                .update();
    }

    /** Which of these causes somebody was or will be told about. */
    Set<String> told(Collection<String> causes) {
        return db
                .sql("select distinct once from work.notice where once = any(:causes)")
                .param("causes", causes.toArray(String[]::new))
                .query(String.class)
                .list()
                .stream()
                .collect(Collectors.toSet());
    }

    /** Who waits to be told something at once. */
    List<String> waitingAtOnce() {
        return db.sql("select distinct person from work.notice where not told and at_once order by person")
                .query(String.class)
                .list();
    }

    boolean isAnyUrgent(String person) {
        return db
                .sql("select kind from work.notice where person = :person and not told and at_once")
                .param("person", person)
                .query(String.class)
                .list()
                .stream()
                .anyMatch(kind -> Kind.valueOf(kind).urgent());
    }

    /** What a person is still to be told, the oldest first; locked until the transaction ends. */
    List<Waiting> waiting(String person, boolean onlyAtOnce) {
        return db.sql("""
                select * from work.notice where person = :person and not told and (at_once or not :onlyAtOnce)
                order by exit_id, id for update""")
                .param("person", person)
                .param("onlyAtOnce", onlyAtOnce)
                .query(NoticeTable::waiting)
                .list();
    }

    record Waiting(long id, boolean atOnce, Notice notice) {}

    /** They stand in this mail now; null: they are told no more, for the person left the groups. */
    void told(List<Waiting> notices, @Nullable UUID mail) {
        db.sql("update work.notice set told = true, mail = :mail where id = any(:ids)")
                .param("mail", mail, java.sql.Types.OTHER)
                .param("ids", notices.stream().map(Waiting::id).toArray(Long[]::new))
                .update();
    }

    /** The mail did not go out: what stood in it waits again. */
    void untold(UUID mail) {
        db.sql("update work.notice set told = false, mail = null where mail = :mail")
                .param("mail", mail)
                .update();
    }

    /** False when that day's digest was drawn up before, here or on another node. */
    boolean beginDigest(String person, LocalDate day) {
        return db.sql("""
                insert into work.digest as d (person, day) values (:person, :day)
                on conflict (person) do update set day = :day where d.day < :day""").param("person", person).param("day", day).update() == 1;
    }

    /** Whose digest of that day was not drawn up yet can have it again. */
    void repeatDigest(String person, LocalDate day) {
        db.sql("delete from work.digest where person = :person and day = :day")
                .param("person", person)
                .param("day", day)
                .update();
    }

    Map<String, LocalDate> digests() {
        return db
                .sql("select person, day from work.digest")
                .query((row, n) ->
                        Map.entry(row.getString("person"), row.getDate("day").toLocalDate()))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    Map<String, Choice> choices() {
        return db
                .sql("select person, choice from work.mail_choice")
                .query((row, n) -> Map.entry(row.getString("person"), Choice.valueOf(row.getString("choice"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    void choose(String person, Choice choice) {
        db.sql("""
                insert into work.mail_choice (person, choice) values (:person, :choice)
                on conflict (person) do update set choice = excluded.choice""").param("person", person).param("choice", choice.name()).update();
    }

    void forgetBefore(Instant instant) {
        db.sql("delete from work.notice where told and mail is null and filed_at < :then")
                .param("then", timestamp(instant))
                .update();
    }

    private static Waiting waiting(ResultSet row, int number) throws SQLException {
        return new Waiting(
                row.getLong("id"),
                row.getBoolean("at_once"),
                new Notice(
                        Kind.valueOf(row.getString("kind")),
                        row.getString("once"),
                        Set.of((String[]) row.getArray("groups").getArray()),
                        row.getString("person"),
                        row.getString("exit_id"),
                        row.getString("asset"),
                        row.getString("what"),
                        Optional.ofNullable(row.getTimestamp("due"))
                                .map(Timestamp::toInstant)
                                .orElse(null),
                        row.getString("task"),
                        row.getString("page"),
                        row.getString("runbook")));
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
