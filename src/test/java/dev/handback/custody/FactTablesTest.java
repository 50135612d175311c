package dev.handback.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What every table of facts has in common, and all that the application's role may do: read from the catalogue. */
class FactTablesTest {
    /** What it calls by itself; whatever else there is runs in triggers and gates, as their owner. */
    private static final String CALLED = """
            answered_before archived attestation_gaps attestation_notes clearance_digest connection_findings contents_of covers \
            declared destruction_done destruction_evidence discovered done_by_instrument drill_evidence erasure_left \
            erasure_stopped evidence evidence_digest evidence_digest_of evidence_of fact_body gate_findings gate_probe has_instrument identity_of \
            is_sealed lock_exit member_of must_be_destroyed named not_discovered now one_way_in only_ours pause place \
            recall_overtaken register_digest said_by_vendor standstill""";

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
    void everyFactIsStampedEnteredAndProtectedWhateverTheSessionSays() {
        assertThat(list("""
                select f.name || ' ' || t.name from handback.fact_table f,
                    (values ('a_stamp', 'stamp_fact'), ('append_fact', 'append_fact'), ('refuse_change', 'refuse_change')) t(name, calls)
                where not exists (select 1 from pg_trigger g join pg_proc p on p.oid = g.tgfoid
                    where g.tgrelid = ('handback.' || f.name)::regclass and g.tgname = t.name and p.proname = t.calls and g.tgenabled = 'A')""")).isEmpty();
        assertThat(list("select name from handback.fact_table")).hasSizeGreaterThan(80);
    }

    @Test
    void noGuardIsSwitchedOff() {
        assertThat(list("""
                select c.relname || ' ' || t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
                where c.relnamespace = 'handback'::regnamespace and t.tgenabled not in ('O', 'A')""")).isEmpty();
    }

    @Test
    void theApplicationReadsAndAddsAndDoesNothingElseToATable() {
        assertThat(list("""
                select c.relname || ' ' || p.name from pg_class c,
                    (values ('UPDATE'), ('DELETE'), ('TRUNCATE'), ('TRIGGER'), ('REFERENCES')) p(name)
                where c.relnamespace = 'handback'::regnamespace and c.relkind in ('r', 'p', 'v')
                  and has_table_privilege('handback_app', c.oid, p.name)""")).isEmpty();
        assertThat(list("""
                select c.relname || '.' || a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
                where c.relnamespace = 'handback'::regnamespace and has_column_privilege('handback_app', c.oid, a.attnum, 'UPDATE')""")).isEmpty();
    }

    @Test
    void whatFollowsFromFactsTheDatabaseAloneAdds() {
        assertThat(list("""
                select c.relname from pg_class c where c.relnamespace = 'handback'::regnamespace and c.relkind in ('r', 'p')
                  and not has_table_privilege('handback_app', c.oid, 'INSERT') order by 1"""))
                .containsExactly(
                        "attestation_decided_asset",
                        "attestation_row",
                        "clearance_asset",
                        "destruction_recalled",
                        "erasure_content",
                        "fact_table",
                        "flyway_schema_history",
                        "ledger_entry",
                        "ledger_head",
                        "order_asset",
                        "password",
                        "person",
                        "person_subject",
                        "recalled_asset");
    }

    /** Not by who owns the database either. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "attestation_decided_asset",
                "attestation_row",
                "checkpoint",
                "checkpoint_stamp",
                "clearance_asset",
                "ledger_entry",
                "order_asset",
                "recalled_asset"
            })
    void whatFollowsFromFactsIsNeverTakenBack(String table) {
        var superuser = JdbcClient.create(database.superuser());

        assertThatThrownBy(() -> superuser.sql("delete from handback." + table).update())
                .rootCause()
                .hasMessageContaining(table + " is never changed: DELETE refused");
    }

    @Test
    void theApplicationCallsWhatIsNamedHereAndMakesNothing() {
        assertThat(list("""
                select distinct p.proname from pg_proc p where p.pronamespace = 'handback'::regnamespace
                  and has_function_privilege('handback_app', p.oid, 'EXECUTE')"""))
                .as("whoever adds one asks what a script with the application's password does with it")
                .containsExactlyInAnyOrder(CALLED.split(" "));
        assertThat(list("select 'schema' where has_schema_privilege('handback_app', 'handback', 'CREATE')"))
                .isEmpty();
    }

    @Test
    void asksOfEachFactTheGroupThatTheMatrixSays() throws IOException {
        var matrix = Files.readString(Path.of("src/docs/roles.md"));

        assertThat(list("""
                select '| `' || f.name || '` | ' || f.actor || ' | ' || coalesce(string_agg(g.groups, '; ' order by g.groups), '') || ' |'
                from handback.fact_table f left join lateral (
                    select replace(trim(trailing from replace(encode(t.tgargs, 'escape'), '\\000', ' ')), ' ', ', ') as groups
                    from pg_trigger t join pg_proc p on p.oid = t.tgfoid
                    where t.tgrelid = ('handback.' || f.name)::regclass and p.proname = 'of_group') g on true
                group by f.name, f.actor order by f.name"""))
                .as("facts and who writes them. Add each new one to the third table of src/docs/roles.md")
                .containsExactlyElementsOf(matrix.substring(matrix.indexOf("## Facts"))
                        .lines()
                        .filter(line -> line.startsWith("| `"))
                        .toList());
    }

    /** Who waited for the exit's lock would else bear an instant from before what it waited for. */
    @Test
    void readsTheClockUnderTheLockWhereItCountsWhatCameFirst() {
        assertThat(list("""
                select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
                where c.relnamespace = 'handback'::regnamespace and p.proname = 'stamp_under_lock' order by 1"""))
                .containsExactly(
                        "asset_reopened",
                        "attestation",
                        "attestation_decided",
                        "certificate_decided",
                        "checklist_settled",
                        "clearance",
                        "exception_decided",
                        "exit_closed",
                        "instrument_withdrawn",
                        "party_changed",
                        "probe",
                        "quarantined");
    }

    private static List<String> list(String sql) {
        return JdbcClient.create(database.superuser())
                .sql(sql)
                .query(String.class)
                .list();
    }
}
