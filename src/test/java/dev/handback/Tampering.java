package dev.handback;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What somebody with the superuser's password does to rows: any column of any table, with everything that watches it
 * silenced meanwhile and watching again afterwards. Columns come from the catalog, so that new tables are met as well.
 */
public final class Tampering {
    private final JdbcClient superuser;

    public Tampering(TestDatabase database) {
        superuser = JdbcClient.create(database.superuser());
        // constraints would save some rows from some changes; a superuser drops them first
        superuser.sql("""
                do $$ declare c record; begin
                    for c in select conrelid::regclass as t, conname from pg_constraint
                             where connamespace = 'handback'::regnamespace and contype in ('c', 'f') loop
                        execute format('alter table %s drop constraint %I', c.t, c.conname);
                    end loop;
                    for c in select attrelid::regclass as t, attname from pg_attribute
                             where attidentity <> '' and attrelid in (select oid from pg_class
                                   where relnamespace = 'handback'::regnamespace) loop
                        execute format('alter table %s alter column %I drop identity', c.t, c.attname);
                    end loop;
                end $$""").update();
    }

    /** @param hidden whether the column stays out of the ledger by the table's own word */
    public record Column(String table, String name, String type, boolean required, boolean hidden) {
        /** Another value of its type that no check of ours expects. */
        String other() {
            return switch (type) {
                case "text" -> "coalesce(%1$s, '') || 'x'";
                case "uuid" -> "gen_random_uuid()";
                case "integer", "bigint", "numeric" -> "coalesce(%1$s, 0) + 1";
                case "boolean" -> "not coalesce(%1$s, false)";
                case "date" -> "coalesce(%1$s, date '2026-01-01') + 1";
                case "timestamp with time zone" ->
                    "coalesce(%1$s, timestamptz '2026-01-01 00:00Z') + interval '1 microsecond'";
                case "jsonb" -> "coalesce(%1$s, '[]'::jsonb) || '[\"x\"]'::jsonb";
                case "bytea" -> "coalesce(%1$s, '') || '\\x00'::bytea";
                case "text[]" -> "coalesce(%1$s, '{}') || 'x'::text";
                default -> throw new IllegalStateException("no other value of type " + type + " for " + this);
            };
        }

        /** A first value where a row must have one. */
        public String any() {
            return "(" + other().replace("%1$s", "null::" + type) + ")";
        }

        @Override
        public String toString() {
            return table + "." + name;
        }
    }

    /** Every column of every table that holds facts. */
    public List<Column> columns() {
        return superuser.sql("""
                        select f.name as "table", a.attname as name, format_type(a.atttypid, null) as type,
                               a.attnotnull as required, a.attname = any (f.omitted) as hidden
                        from handback.fact_table f
                        join pg_attribute a on a.attrelid = ('handback.' || quote_ident(f.name))::regclass
                            and a.attnum > 0 and not a.attisdropped
                        order by f.name, a.attnum""").query(Column.class).list();
    }

    public int rows(String table) {
        return superuser
                .sql("select count(*) from handback." + table)
                .query(Integer.class)
                .single();
    }

    /** Writes another value into one column of one row and returns the old one, to be {@link #restore}d. */
    public @Nullable String change(Column column, String where) {
        var old = superuser
                .sql("select %s::text from handback.%s where %s".formatted(column.name(), column.table(), where))
                .query(String.class)
                .optional()
                .orElse(null);
        silently(
                column.table(),
                "update handback.%s set %s = %s where %s"
                        .formatted(column.table(), column.name(), column.other().formatted(column.name()), where));
        return old;
    }

    public void restore(Column column, @Nullable String old, String where) {
        var value = old == null ? "null" : "'" + old.replace("'", "''") + "'::" + column.type();
        silently(
                column.table(),
                "update handback.%s set %s = %s where %s".formatted(column.table(), column.name(), value, where));
    }

    /** Runs SQL while no trigger of the table fires, and puts each back as it was. */
    public void silently(String table, String sql) {
        superuser.sql("""
                do $$ declare t record; begin
                    create temporary table was on commit drop as
                        select tgname, tgenabled from pg_trigger where tgrelid = 'handback.%1$s'::regclass and not tgisinternal;
                    alter table handback.%1$s disable trigger user;
                    %2$s;
                    for t in select * from was loop
                        execute format('alter table handback.%1$s enable %%s trigger %%I',
                                       case t.tgenabled when 'A' then 'always' else '' end, t.tgname);
                    end loop;
                end $$""".formatted(table, sql)).update();
    }
}
