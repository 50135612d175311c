package dev.handback.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A guard of the database that is taken away.
 *
 * @param name what is taken away, such as {@code if dispute_settled 2: not found}
 * @param function that is called wherever it counts; empty for a privilege
 * @param away the statement that takes it away
 * @param back the one that puts it back
 */
record Mutant(String name, String function, String away, String back) {
    /** A condition up to its THEN; an {@code end if} has none, nor has {@code add column if not exists name}. */
    private static final Pattern CONDITION = Pattern.compile(
            "(?<!end )\\b(?:els)?if\\s+(?!exists\\s+\\w|not exists\\s+\\w)(.+?)\\s+then\\b", Pattern.DOTALL);

    /** Every one there is, by kind and name. */
    static List<Mutant> all(JdbcClient db) {
        var all = new ArrayList<Mutant>();
        all.addAll(triggers(db));
        all.addAll(conditions(db));
        all.addAll(privileges(db));
        return all;
    }

    private static List<Mutant> triggers(JdbcClient db) {
        return db.sql("""
                select format('trigger %s %s', c.relname, t.tgname), p.proname,
                    format('drop trigger %I on handback.%I', t.tgname, c.relname),
                    pg_get_triggerdef(t.oid) || case when t.tgenabled = 'A'
                        then format('; alter table handback.%I enable always trigger %I', c.relname, t.tgname) else '' end
                from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
                where c.relnamespace = 'handback'::regnamespace and not t.tgisinternal order by 1""")
                .query((row, n) -> new Mutant(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                .list();
    }

    /** Each IF and ELSIF of each function, never true. */
    private static List<Mutant> conditions(JdbcClient db) {
        var all = new ArrayList<Mutant>();
        db.sql("""
                select p.proname, p.prosrc, pg_get_functiondef(p.oid) from pg_proc p join pg_language l on l.oid = p.prolang
                where p.pronamespace = 'handback'::regnamespace and l.lanname = 'plpgsql' order by 1, 3""").query(row -> {
            var function = row.getString(1);
            var text = row.getString(3);
            int begin = text.indexOf(row.getString(2));
            var found = CONDITION.matcher(text).region(begin, text.length());
            for (int number = 1; found.find(); number++) {
                var name =
                        "if " + function + " " + number + ": " + found.group(1).replaceAll("\\s+", " ");
                var away = text.substring(0, found.start(1)) + "false" + text.substring(found.end(1));
                all.add(new Mutant(name, function, away, text));
            }
        });
        return all;
    }

    /** Each privilege that the application has not. */
    private static List<Mutant> privileges(JdbcClient db) {
        var all = new ArrayList<Mutant>();
        all.addAll(db.sql("""
                select c.relname, p.name, 'handback.' || quote_ident(c.relname) from pg_class c,
                    (values ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE'), ('TRIGGER')) p(name)
                where c.relnamespace = 'handback'::regnamespace and c.relkind in ('r', 'p')
                  and not has_table_privilege('handback_app', c.oid, p.name)
                  -- a revoke would take what single columns are given, too
                  and not exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attacl is not null)
                order by 1, 2""")
                .query((row, n) -> granted(row.getString(2), row.getString(3)))
                .list());
        all.addAll(db.sql("""
                select p.proname, 'EXECUTE', format('function %s', p.oid::regprocedure) from pg_proc p
                where p.pronamespace = 'handback'::regnamespace and p.prokind = 'f'
                  and not has_function_privilege('handback_app', p.oid, 'EXECUTE')
                order by 1, 3""")
                .query((row, n) -> granted(row.getString(2), row.getString(3)))
                .list());
        return all;
    }

    private static Mutant granted(String privilege, String on) {
        return new Mutant(
                "grant " + privilege + " on " + on,
                "",
                "grant %s on %s to handback_app".formatted(privilege, on),
                "revoke %s on %s from handback_app".formatted(privilege, on));
    }
}
