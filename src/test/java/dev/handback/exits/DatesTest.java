package dev.handback.exits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The days of a contract in plain SQL, as the application's role. */
class DatesTest {
    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void countsWithTheDatesAsTheyWereMovedLast() {
        var exit = new TestExit(database);

        move(exit, "olga", "2027-03-31", "2027-06-30");
        move(exit, "lea", "2027-04-30", null);

        assertThat(exit.sql("select contract_end from handback.exit_state where exit_id = ?", exit.id())
                        .query(LocalDate.class)
                        .single())
                .isEqualTo("2027-04-30");
        assertThat(exit.sql("select count(*) from handback.deadline where exit_id = ?", exit.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void refusesToMoveTheDatesForOthersThanOperationsAndLegal() {
        var exit = new TestExit(database);

        assertThatThrownBy(() -> move(exit, "erin", "2027-03-31", null))
                .hasMessageContaining("expected a member of operations or legal");
    }

    @Test
    void refusesADecisionThatMovesNothing() {
        var exit = new TestExit(database);

        assertThatThrownBy(() -> move(exit, "olga", "2026-12-31", null)).hasMessageContaining("nothing is moved");
    }

    @Test
    void raisesTheAlarmThatHasComeOnceAndAnotherOneOnceTheDayIsMoved() {
        var exit = profiled("[30, 7, 1]");
        var today = LocalDate.now(ZoneOffset.UTC);

        move(exit, "olga", today.plusDays(100).toString(), null);
        assertThat(due(exit)).isNull();
        move(exit, "olga", today.plusDays(20).toString(), null);
        assertThat(due(exit)).isEqualTo(30);
        move(exit, "olga", today.plusDays(7).toString(), null);
        assertThat(due(exit)).isEqualTo(7);
        move(exit, "olga", today.toString(), null);
        assertThat(due(exit)).isZero();
        move(exit, "olga", today.minusDays(40).toString(), null);
        assertThat(due(exit)).isZero();
    }

    @Test
    void raisesAlarmsBeforeEachOfTheThreeDays() {
        var exit = new TestExit(database);
        exit.insert("olga", """
                insert into handback.exit_profile (exit_id, profile, sha256, terms)
                values (?, 'short', repeat('0', 64), '{"fixityHours": 2, "alarmDays": {"CONTRACT_END": [30], "ASSISTANCE_END": [14, 7], "VENDOR_ERASES_AT": [60, 3]}}')""", exit.id());
        var today = LocalDate.now(ZoneOffset.UTC);
        exit.insert("olga", """
                insert into handback.dates_moved (exit_id, contract_end, assistance_end, vendor_erases_at, document, reason)
                values (?, ?, ?, ?, 'Amendment 3', 'more time')""", exit.id(), today.plusDays(5), today.plusDays(10), today.plusDays(40));

        assertThat(exit.sql(
                                "select deadline || ' ' || days_left || ' ' || alarm_due from handback.deadline where exit_id = ? order by 1",
                                exit.id())
                        .query(String.class)
                        .list())
                .containsExactly("ASSISTANCE_END 10 14", "CONTRACT_END 5 30", "VENDOR_ERASES_AT 40 60");
    }

    @Test
    void refusesAnAlarmThatIsNotDueOrThatAPersonRaises() {
        var exit = profiled("[30]");
        var day = LocalDate.now(ZoneOffset.UTC).plusDays(100);
        move(exit, "olga", day.toString(), null);

        assertThatThrownBy(() -> alarm(exit, TestExit.SYSTEM, day)).hasMessageContaining("no alarm 30 days before");
        assertThatThrownBy(() -> alarm(exit, "olga", day)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void holdsCertificatesToTheProfilesFixityWindow() {
        var exit = profiled("[30]");

        assertThat(exit.as(TestExit.SYSTEM, () -> exit.sql(
                                "select count(*) from handback.exit_profile where exit_id = ?", exit.id())
                        .query(Integer.class)
                        .single()))
                .isEqualTo(1);
        exit.register("repo-1")
                .agree()
                .authorise()
                .attempt("repo-1", "VERIFIED")
                .check("erin", "repo-1");
        var late = exit.drawUp("ASSET_RETURN", "INTERIM", "repo-1");

        assertThatThrownBy(() -> exit.sign("lea", late)).hasMessageContaining("within 02:00:00");
    }

    /** An authority until then would never end, and a vendor's day of erasure never come. */
    @Test
    void keepsNoDayThatNeverComes() {
        var exit = new TestExit(database);

        for (var never : new String[] {"infinity", "-infinity", "10000-01-01", "1899-12-31"}) {
            assertThatThrownBy(() -> exit.insert("olga", """
                    insert into handback.authority_proposed (exit_id, connection, basis, until)
                    values (?, 'vendor-git', 'clause 12', ?::date)""", exit.id(), never))
                    .hasMessageContaining("authority_proposed_until_comes");
            assertThatThrownBy(() -> move(exit, "olga", never, null)).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void leavesNoColumnOfADayOrInstantWithoutThatRule() {
        assertThat(JdbcClient.create(database.superuser())
                        .sql("""
                select c.table_name || '.' || c.column_name from information_schema.columns c
                join pg_class t on t.relname = c.table_name and t.relnamespace = 'handback'::regnamespace and t.relkind = 'r'
                where c.table_schema = 'handback' and c.data_type in ('date', 'timestamp with time zone', 'timestamp without time zone')
                  and t.relname <> 'flyway_schema_history'
                  and not exists (select 1 from pg_constraint k where k.conrelid = t.oid and k.contype = 'c'
                                  and pg_get_constraintdef(k.oid) like '%isfinite(' || c.column_name || ')%')""")
                        .query(String.class)
                        .list())
                .as("columns whose days may never come: a later migration gives each a check as V27 does")
                .isEmpty();
    }

    @Test
    void refusesAnErasureOrAnEndBeforeTheContractBegan() {
        var exit = new TestExit(database);
        var begun = exit.as("olga", () -> exit.sql("""
                insert into handback.exit (kind, title, profile, vendor_name, client_name, contract_reference, contract_start, contract_end, place, trigger)
                values ('REAL', 'Exit', 'plain', 'Vendor', 'Client', 'C-1', '2021-01-01', '2026-12-31', 'Europe/Berlin', 'EXPIRY') returning exit_id""").query(String.class).single());

        assertThatThrownBy(() -> exit.insert("olga", """
                insert into handback.dates_moved (exit_id, contract_end, document, reason)
                values (?, '2020-12-31', 'Amendment 3', 'less time')""", begun))
                .hasMessageContaining("not before its start or notice (2021-01-01), found 2020-12-31");
        assertThatThrownBy(() -> exit.insert("olga", """
                insert into handback.dates_moved (exit_id, contract_end, vendor_erases_at, document, reason)
                values (?, '2027-01-31', '2020-12-31', 'Amendment 3', 'more time')""", begun))
                .hasMessageContaining("not before the contract's start (2021-01-01), found 2020-12-31");
    }

    /** To the database "GMT+2" lies west of Greenwich: its today would be another day than the one that is meant. */
    @Test
    void opensNoExitAtAPlaceThatIsOnlyAnOffset() {
        var exit = new TestExit(database);

        for (var place : new String[] {"GMT+2", "UTC+02:00", "+02:00", "nowhere"}) {
            assertThatThrownBy(() -> exit.insert("olga", """
                    insert into handback.exit (kind, title, profile, vendor_name, client_name, contract_reference, contract_end, place, trigger)
                    values ('REAL', 'Exit', 'plain', 'Vendor', 'Client', 'C-1', '2026-12-31', ?, 'EXPIRY')""", place))
                    .hasMessageContaining("expected a time zone such as Europe/Berlin, found " + place);
        }
    }

    private static void alarm(TestExit exit, String actor, LocalDate day) {
        exit.insert(
                actor,
                "insert into handback.deadline_alarm (exit_id, deadline, day, days_before) values (?, 'CONTRACT_END', ?, 30)",
                exit.id(),
                day);
    }

    private static @Nullable Integer due(TestExit exit) {
        return exit.sql(
                        "select alarm_due from handback.deadline where exit_id = ? and deadline = 'CONTRACT_END'",
                        exit.id())
                .query((row, n) -> row.getObject(1, Integer.class))
                .list()
                .get(0);
    }

    private static TestExit profiled(String days) {
        var exit = new TestExit(database);
        exit.insert("olga", """
                insert into handback.exit_profile (exit_id, profile, sha256, terms)
                values (?, 'short', repeat('0', 64), jsonb_build_object('fixityHours', 2, 'alarmDays', jsonb_build_object('CONTRACT_END', ?::jsonb)))""", exit.id(), days);
        return exit;
    }

    private static void move(TestExit exit, String who, String end, @Nullable String assistance) {
        exit.insert(who, """
                insert into handback.dates_moved (exit_id, contract_end, assistance_end, document, reason)
                values (?, ?::date, ?::date, 'Amendment 3', 'more time')""", exit.id(), end, assistance);
    }
}
