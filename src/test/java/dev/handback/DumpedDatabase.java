package dev.handback;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every cell of every table of every schema as text, bytes as they are: what a dump of the database would hold. */
final class DumpedDatabase {
    private DumpedDatabase() {}

    /** By table. */
    static Map<String, String> of(TestDatabase database) {
        var db = JdbcClient.create(database.superuser());
        var tables = db.sql("""
                        select format('%I.%I', schemaname, tablename) from pg_tables
                        where schemaname not in ('pg_catalog', 'information_schema') order by 1""").query(String.class).list();
        var dump = new LinkedHashMap<String, String>();
        for (var table : tables) {
            var text = new StringBuilder();
            db.sql("select * from " + table).query(row -> {
                for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                    text.append(cell(row.getObject(column))).append('\n');
                }
            });
            dump.put(table, text.toString());
        }
        return dump;
    }

    private static String cell(Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.ISO_8859_1) : String.valueOf(value);
    }
}
