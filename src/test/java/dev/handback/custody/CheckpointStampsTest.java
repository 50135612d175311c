package dev.handback.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class CheckpointStampsTest {
    private static final Instant NOON = Instant.parse("2026-10-05T12:00:00Z");

    private final TestDatabase database = TestDatabase.create();
    private final DataSource app = database.app();
    private final DataSourceTransactionManager transactions = new DataSourceTransactionManager(app);
    private final Authority authority = new Authority();

    private LedgerSettings settings;
    private Ledger ledger;

    @BeforeEach
    void open(@TempDir Path home) {
        settings = new LedgerSettings(home.resolve("ledger"), "handback/ledger");
        ledger = new Ledger(app, transactions, settings);
        JdbcClient.create(database.owner()).sql("""
                        create table handback.sighting (exit_id text);
                        call handback.fact_table('handback.sighting', 'system')""").update();
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Answers at noon, and counts how often. */
    private static final class Authority implements TimeStampAuthority {
        private final List<String> stamped = new ArrayList<>();
        private boolean there = true;
        private boolean answers = true;
        private Instant now = NOON;

        @Override
        public boolean configured() {
            return there;
        }

        @Override
        public TimeStamp stamp(byte[] bytes) {
            if (!answers) {
                throw new TimeStampRefused("nobody answered");
            }
            stamped.add(new String(bytes, UTF_8));
            return new TimeStamp(("token " + stamped.size()).getBytes(UTF_8), URI.create("https://tsa.example"), now);
        }
    }

    @Test
    void stampsACheckpointOnceAndKeepsItInsideAndOutside() {
        see();
        var checkpoint = ledger.checkpoint();

        var stamp = stamps().of(checkpoint).orElseThrow();

        assertThat(stamp.checkpoint()).isEqualTo(checkpoint);
        assertThat(stamp.at()).isEqualTo(NOON);
        assertThat(stamps().of(checkpoint).orElseThrow().token()).isEqualTo(stamp.token());
        assertThat(authority.stamped).containsExactly(checkpoint.note());
        assertThat(settings.stampOf(checkpoint)).hasBinaryContent(stamp.token());
        assertThat(settings.fileOf(checkpoint)).hasContent(checkpoint.note());
        assertThat(ledger.verify()).isEmpty();
    }

    @Test
    void usesTheStampOfTheNodeThatWasFirst() {
        var checkpoint = ledger.checkpoint();
        var table = new CheckpointStampTable(app);
        table.keep(checkpoint, authority.stamp("first".getBytes(UTF_8)));

        table.keep(checkpoint, authority.stamp("second".getBytes(UTF_8)));

        assertThat(stamps().of(checkpoint).orElseThrow().token()).asString().isEqualTo("token 1");
    }

    @Test
    void bringsBackAStampThatIsMissingOutside() throws Exception {
        var checkpoint = ledger.checkpoint();
        stamps().of(checkpoint);
        Files.delete(settings.stampOf(checkpoint));
        Files.delete(settings.fileOf(checkpoint));

        stamps().stampWhenDue(NOON.plusSeconds(5));

        assertThat(settings.stampOf(checkpoint)).hasContent("token 1");
        assertThat(settings.fileOf(checkpoint)).hasContent(checkpoint.note());
    }

    @Test
    void stampsOnceADayWhenSomethingWasEntered() {
        stamps().stampWhenDue(NOON);
        assertThat(authority.stamped).as("an empty ledger").isEmpty();
        see();
        stamps().stampWhenDue(NOON);
        assertThat(authority.stamped).hasSize(1);

        see();
        stamps().stampWhenDue(NOON.plus(Duration.ofHours(23)));
        assertThat(authority.stamped).hasSize(1);
        authority.now = NOON.plus(Duration.ofHours(24));
        stamps().stampWhenDue(authority.now);
        assertThat(authority.stamped).hasSize(2);

        stamps().stampWhenDue(authority.now.plus(Duration.ofDays(9)));
        assertThat(authority.stamped).as("nothing was entered since").hasSize(2);
        assertThat(stamps().latest().orElseThrow().checkpoint().size()).isEqualTo(2);
    }

    @Test
    void stampsWhatWasDecidedAtAGateAtOnce() {
        see();
        stamps().stampWhenDue(NOON);

        JdbcClient.create(database.superuser()).sql("""
                insert into handback.ledger_entry (seq, fact, fact_table, actor, at, body, leaf)
                values (1, gen_random_uuid(), 'clearance', 'lena', now(), 'x', sha256('\\x0078'));
                update handback.ledger_head set size = 2, frontier = handback.merkle_push(frontier, 1, sha256('\\x0078'))""").update();
        stamps().stampWhenDue(NOON.plusSeconds(5));

        assertThat(authority.stamped).hasSize(2);
    }

    @Test
    void knowsEveryGateByTheNameOfItsTable() {
        assertThat(JdbcClient.create(app)
                        .sql("select name from handback.fact_table")
                        .query(String.class)
                        .list())
                .containsAll(CheckpointStampTable.AT_GATES);
    }

    @Test
    void stampsWhateverAGuardLetThroughButChecksAndSteps() {
        assertThat(JdbcClient.create(database.superuser())
                        .sql("""
                select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid
                where t.tgname = 'guard' and c.relnamespace = 'handback'::regnamespace""")
                        .query(String.class)
                        .list())
                .filteredOn(table -> !CheckpointStampTable.AT_GATES.contains(table))
                .as("guarded tables that wait for the day's stamp")
                .containsExactlyInAnyOrder("asset_check", "attempt", "delivery_received", "restore_decided");
    }

    @Test
    void keepsNothingWhenNobodyAnswersAndNeedsNobody() {
        see();
        authority.answers = false;
        assertThatThrownBy(() -> stamps().stampWhenDue(NOON)).isInstanceOf(TimeStampRefused.class);
        assertThat(stamps().latest()).isEmpty();

        authority.there = false;
        stamps().stampWhenDue(NOON);
        assertThat(stamps().of(ledger.checkpoint())).isEmpty();
    }

    private CheckpointStamps stamps() {
        return new CheckpointStamps(app, settings, ledger, authority);
    }

    private void see() {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            var db = JdbcClient.create(app);
            db.sql("select set_config('handback.actor', 'system:test', true)")
                    .query()
                    .singleRow();
            db.sql("insert into handback.sighting values ('X2026-0001')").update();
        });
    }
}
