package dev.handback.custody;

import java.sql.Types;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks at every fact table beside the ledger. */
final class FactTables {
    private final JdbcClient db;

    FactTables(DataSource database) {
        db = JdbcClient.create(database);
    }

    /** @param sqlName quoted by the database itself, since names cannot be parameters */
    record FactTable(String name, String sqlName, String omitted, boolean ofExit) {}

    /** A row and an entry that do not say the same; one of the two may be absent. */
    record Difference(
            UUID fact, byte @Nullable [] body, @Nullable String row) {}

    /**
     * Rows are printed below by PostgreSQL's own functions alone, with settings pinned here: a function of ours that
     * somebody replaced cannot hide a difference.
     */
    void pinPrinting() {
        db.sql("""
                        select set_config('timezone', 'UTC', true), set_config('bytea_output', 'hex', true),
                               set_config('intervalstyle', 'iso_8601', true), set_config('extra_float_digits', '1', true),
                               set_config('search_path', 'pg_catalog', true)
                        """).query().singleRow();
    }

    List<FactTable> all() {
        return db.sql("""
                        select f.name, format('handback.%I', f.name) as sql_name, quote_literal(f.omitted::text) as omitted,
                               exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'exit_id') as of_exit
                        from handback.fact_table f join pg_class c
                            on c.relname = f.name and c.relnamespace = 'handback'::regnamespace and c.relkind = 'r'
                        order by f.name
                        """)
                .query((row, n) -> new FactTable(
                        row.getString("name"),
                        row.getString("sql_name"),
                        row.getString("omitted"),
                        row.getBoolean("of_exit")))
                .list();
    }

    List<String> unknown() {
        return db.sql("""
                        select name from (select fact_table from handback.ledger_entry union select name from handback.fact_table) u(name)
                        where not exists (select from handback.fact_table f where f.name = u.name)
                           or not exists (select from pg_class c where c.relname = u.name
                                          and c.relnamespace = 'handback'::regnamespace and c.relkind = 'r')
                        order by name
                        """).query(String.class).list();
    }

    /** @param exit of whose rows; null asks for all. Rows that belong to no exit are always compared. */
    List<Difference> differences(FactTable table, @Nullable String exit) {
        var one = table.ofExit() ? exit : null;
        return db.sql("""
                        select coalesce(e.fact, t.fact) as fact, e.body, t.row
                        from (select f.fact, (jsonb_strip_nulls(to_jsonb(f) - %2$s::text[])
                                  || jsonb_build_object('table', :name::text))::text as row
                              from %1$s f where %3$s) t
                        full join (select fact, body from handback.ledger_entry where fact_table = :name and %3$s) e
                            on e.fact = t.fact
                        where e.fact is null or t.fact is null or convert_to(t.row, 'UTF8') <> e.body
                        order by 1
                        """.formatted(table.sqlName(), table.omitted(), one == null ? "true" : "exit_id = :exit"))
                .param("name", table.name())
                .param("exit", one, Types.VARCHAR)
                .query((row, n) ->
                        new Difference(row.getObject("fact", UUID.class), row.getBytes("body"), row.getString("row")))
                .list();
    }

    List<UUID> twice(FactTable table) {
        return db.sql("select fact from %s group by fact having count(*) > 1".formatted(table.sqlName()))
                .query(UUID.class)
                .list();
    }

    /** The triggers that ought to be there and enabled ALWAYS, as {@code table.trigger}. */
    List<String> unprotected() {
        return db.sql("""
                        select n.tab || '.' || n.trig
                        from (select name, trig from handback.fact_table,
                                  (values ('a_stamp'), ('append_fact'), ('refuse_change')) x(trig)
                              union all values ('ledger_entry', 'refuse_change'), ('checkpoint', 'refuse_change'),
                                  ('ledger_head', 'refuse_change'), ('ledger_head', 'refuse_other_head')) n(tab, trig)
                        where not exists (select from pg_trigger t join pg_class c on c.oid = t.tgrelid
                                          where c.relnamespace = 'handback'::regnamespace
                                            and c.relname = n.tab and t.tgname = n.trig and t.tgenabled = 'A')
                        order by 1
                        """).query(String.class).list();
    }
}
