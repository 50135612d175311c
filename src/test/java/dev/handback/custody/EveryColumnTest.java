package dev.handback.custody;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.Tampering;
import dev.handback.Tampering.Column;
import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One row in every table of facts that the catalog knows, and one change in each of its columns. */
class EveryColumnTest {
    private TestDatabase database;
    private Tampering tampering;
    private Ledger ledger;

    @BeforeEach
    void fillEveryTable(@TempDir Path folder) {
        database = TestDatabase.create();
        new TestExit(database); // brings the people
        tampering = new Tampering(database);
        var app = database.app();
        ledger = new Ledger(app, new DataSourceTransactionManager(app), new LedgerSettings(folder, "handback/ledger"));
        byTable().forEach(this::oneRow);
        ledger.checkpoint();
        assertThat(ledger.verify()).isEmpty();
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void namesEveryColumnThatIsChangedInEveryTableOfFacts() {
        var tables = byTable();
        var most = tables.values().stream().mapToInt(List::size).max().orElseThrow();
        var changed = 0;

        for (int n = 0; n < most; n++) {
            var now = new ArrayList<Column>();
            for (var columns : tables.values()) {
                if (n < columns.size()) {
                    now.add(columns.get(n));
                }
            }
            var old = now.stream()
                    .map(column -> tampering.change(column, row(column)))
                    .collect(Collectors.toList()); // holds nulls
            var named = ledger.verify();
            for (int i = 0; i < now.size(); i++) {
                var column = now.get(i);
                assertThat(named)
                        .as(column.toString())
                        .anyMatch(finding -> finding.table().equals(column.table())
                                && (finding.column().equals(column.name())
                                        || (column.name().equals("fact")
                                                && finding.code() == LedgerFinding.Code.ROW_MISSING)));
                changed++;
                tampering.restore(column, old.get(i), row(column));
            }
        }

        assertThat(ledger.verify()).isEmpty();
        assertThat(changed).isGreaterThan(250);
        System.getLogger("tamper").log(System.Logger.Level.INFO, "columns changed and named: " + changed);
    }

    /** Guards and keys are silent, stamp and ledger are not: a row as the ledger would hold it. */
    private void oneRow(String table, List<Column> columns) {
        var superuser = database.superuser();
        var db = JdbcClient.create(superuser);
        if (db.sql("select count(*) from handback." + table)
                        .query(Integer.class)
                        .single()
                > 0) {
            return;
        }
        var written = columns.stream()
                .filter(c -> !List.of("fact", "actor", "at").contains(c.name())
                        && !c.type().equals("uuid"))
                .toList();
        var kind = db.sql("select actor from handback.fact_table where name = ?")
                .param(table)
                .query(String.class)
                .single();
        new TransactionTemplate(new DataSourceTransactionManager(superuser)).executeWithoutResult(status -> {
            var same = JdbcClient.create(superuser);
            same.sql(
                            "select set_config('handback.actor', ?, true), set_config('session_replication_role', 'replica', true)")
                    .param(kind.equals("system") ? "system:test" : "olga")
                    .query()
                    .singleRow();
            var uuids = columns.stream()
                    .filter(c -> c.type().equals("uuid") && !c.name().equals("fact"));
            var all = new LinkedHashMap<String, String>();
            written.forEach(c -> all.put(c.name(), c.any()));
            uuids.forEach(c -> all.put(c.name(), "gen_random_uuid()"));
            same.sql("insert into handback.%s (%s) values (%s)"
                            .formatted(table, String.join(", ", all.keySet()), String.join(", ", all.values())))
                    .update();
        });
    }

    private Map<String, List<Column>> byTable() {
        return tampering.columns().stream()
                .filter(column -> !column.hidden())
                .collect(Collectors.groupingBy(Column::table, LinkedHashMap::new, Collectors.toList()));
    }

    private static String row(Column column) {
        return "ctid = (select max(ctid) from handback.%s)".formatted(column.table());
    }
}
