package dev.handback.exits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the page of an exit says in short is counted from its facts. */
class CoverageTest {
    private static TestDatabase database;
    private static CoverageTable table;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        table = new CoverageTable(JdbcClient.create(database.app()));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void countsNothingOfAnEmptyRegister() {
        assertThat(table.of(new TestExit(database).id()))
                .isEqualTo(new Coverage(0, 0, 0, 0, 0, 0, 0, null, null, 0, 0));
    }

    @Test
    void countsEachAssetWhereItIsAndNoneTwice() {
        var exit = new TestExit(database);
        for (var asset : new String[] {"certified", "checked", "verified", "missing"}) {
            exit.register(asset, "FOREGROUND", "RETURN_THEN_DESTROY");
        }
        exit.register("theirs", "FOREGROUND", "DESTROY_ONLY").agree().authorise();
        for (var asset : new String[] {"certified", "checked", "verified"}) {
            exit.attempt(asset, "VERIFIED");
        }
        exit.attempt("missing", "PARTIAL");
        exit.check("erin", "certified").check("erin", "checked").fixity("certified", "INTACT");
        exit.sign("lea", exit.drawUp("ASSET_RETURN", "INTERIM", "certified"));

        var today = LocalDate.now(ZoneOffset.UTC);
        var coverage = table.of(exit.id());
        assertThat(coverage).isEqualTo(new Coverage(5, 4, 3, 2, 1, 0, 2, today, today, 5, 0));
        assertThat(coverage.notHome()).isEqualTo(2);
        assertThat(table.milestones(exit.id()))
                .containsExactly(new Milestone("Opened", today), new Milestone("Register agreed", today));
    }

    @Test
    void knowsWhenTheReturnWasCertified() {
        var exit = new TestExit(database).register("repo").agree().authorise().attempt("repo", "VERIFIED");
        exit.check("erin", "repo").fixity("repo", "INTACT");
        exit.sign("lea", exit.drawUp("ASSET_RETURN", "FINAL", "repo"));

        assertThat(table.milestones(exit.id()))
                .extracting(Milestone::what)
                .containsExactly("Opened", "Register agreed", "Return certified");
    }
}
