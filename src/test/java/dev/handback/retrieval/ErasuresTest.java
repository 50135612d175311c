package dev.handback.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.Sha256;
import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.destruction.OrderedExit;
import dev.handback.vault.Vault;
import dev.handback.vault.VaultSettings;
import dev.handback.work.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** Intent, bytes, tombstone: whoever is killed in between begins again and ends the same. */
class ErasuresTest {
    @TempDir
    Path folder;

    private final TestDatabase database = TestDatabase.create();
    private Vault vault;
    private Erasures erasures;
    private TransactionTemplate transactions;

    @BeforeEach
    void open() {
        vault = new Vault(new VaultSettings(folder.resolve("vault"), DataSize.ofBytes(0)));
        var app = sessionsOf(TestExit.SYSTEM);
        transactions = new TransactionTemplate(new DataSourceTransactionManager(app));
        erasures = new Erasures(new ErasuresTable(JdbcClient.create(app)), vault, transactions);
    }

    @AfterEach
    void close() throws IOException {
        vault.destroy();
        database.close();
    }

    @Test
    void removesExactlyWhatTheTombstoneNames() throws Exception {
        var theirs = store();
        var ours = store();
        var exit = home("a", theirs);
        home("b", ours);

        done(exit, approved(exit));

        assertThat(vault.find(theirs)).isEmpty();
        assertThat(vault.find(ours)).isPresent();
        assertThat(tombstones(exit)).containsExactly(theirs.hex());
    }

    @Test
    void keepsWhatAnotherHoldingHasAndSaysSo() throws Exception {
        var shared = store();
        var other = home("b", shared);
        var exit = home("a", shared);

        done(exit, approved(exit));

        assertThat(vault.find(shared)).as("of asset b of exit %s", other.id()).isPresent();
        assertThat(tombstones(exit)).isEmpty();
        assertThat(kept(exit)).contains(shared.hex(), other.id());
    }

    @Test
    void beginsAgainAfterAKillBetweenIntentAndBytes() throws Exception {
        var theirs = store();
        var exit = home("a", theirs);
        var erasure = approved(exit);
        ErasureTest.begin(exit, erasure);
        assertThat(vault.find(theirs)).isPresent();

        done(exit, erasure);

        assertThat(vault.find(theirs)).isEmpty();
        assertThat(tombstones(exit)).containsExactly(theirs.hex());
    }

    @Test
    void writesTheTombstoneAfterAKillBetweenBytesAndRecord() throws Exception {
        var theirs = store();
        var exit = home("a", theirs);
        var erasure = approved(exit);
        assertThat(erase(exit, erasure)).isInstanceOf(Erasures.Gone.class);
        assertThat(tombstones(exit)).as("killed before it was recorded").isEmpty();

        done(exit, erasure);
        done(exit, erasure);

        assertThat(tombstones(exit)).containsExactly(theirs.hex());
    }

    @Test
    void doesNotBeginUnderAHoldThatCameAfterTheApproval() throws Exception {
        var theirs = store();
        var exit = home("a", theirs);
        var erasure = approved(exit);
        OrderedExit.of(exit).hold("olga", "a");

        var result = erase(exit, erasure);

        assertThat(result).isInstanceOfSatisfying(Erasures.Stopped.class, not -> assertThat(not.findings())
                .extracting(finding -> finding.code())
                .containsExactly("ON_HOLD"));
        record(exit, erasure, result);
        assertThat(vault.find(theirs)).isPresent();
        assertThat(erasures.find(exit.id(), erasure).state()).isEqualTo("NOT_ERASED");
    }

    @Test
    void goesNoFurtherUnderAHoldThatCameAfterItBegan() throws Exception {
        var theirs = store();
        var exit = home("a", theirs);
        var erasure = approved(exit);
        exit.insert(
                TestExit.SYSTEM,
                "insert into handback.erasure_begun (exit_id, erasure) values (?, ?)",
                exit.id(),
                erasure);
        var held = OrderedExit.of(exit);
        held.hold("olga", "a");

        var result = erase(exit, erasure);

        assertThat(result).isInstanceOf(Erasures.Stopped.class);
        record(exit, erasure, result);
        assertThat(vault.find(theirs)).isPresent();
        assertThat(erasures.find(exit.id(), erasure).state()).isEqualTo("ERASING");
        held.liftHolds();
        assertThat(erase(exit, erasure)).isInstanceOf(Erasures.Gone.class);
        assertThat(vault.find(theirs)).isEmpty();
    }

    @Test
    void removesAgainWhatARestoredVaultBroughtBack() throws Exception {
        var theirs = store();
        var exit = home("a", theirs);
        done(exit, approved(exit));
        assertThat(erasures.eraseAgain()).hasValue(0);
        vault.store(new ByteArrayInputStream(theirs.hex().getBytes(StandardCharsets.UTF_8)));
        restore(theirs);

        assertThat(erasures.eraseAgain()).hasValue(1);

        assertThat(vault.find(theirs)).isEmpty();
    }

    @Test
    void removesNothingAgainThatACopyUnderWayHasOrThatNoFactNamesYet() throws Exception {
        var theirs = store();
        var exit = home("a", theirs);
        done(exit, approved(exit));
        restore(theirs);
        work("""
                insert into work.scheduled_tasks (task_name, task_instance, picked, version) values ('rounds', 'recurring', true, 1),
                    ('work', 'retrieve of b', true, 1)""");
        assertThat(erasures.eraseAgain()).as("a step is under way").isEmpty();
        work("update work.scheduled_tasks set picked = false where task_name = 'work'");
        work("""
                insert into work.bucket_object (exit_id, asset, key, version_id, etag, what, latest, size, seen, changed, state, sha256)
                values ('X', 'b', 'k', '', '', 'VERSION', true, 1, 1, 1, 'HELD', '%s')""".formatted(theirs.hex()));

        assertThat(erasures.eraseAgain())
                .as("a copy that was killed goes on from it")
                .hasValue(0);

        assertThat(vault.find(theirs)).isPresent();
        work("delete from work.bucket_object");
        assertThat(erasures.eraseAgain()).hasValue(1);
    }

    @Test
    void namesOnTheTombstoneOnlyWhatDidNotComeAgainMeanwhile() throws Exception {
        var theirs = store();
        var exit = home("a", theirs);
        var erasure = approved(exit);
        ErasureTest.begin(exit, erasure);
        var other = home("b", theirs);

        done(exit, erasure);

        assertThat(vault.find(theirs)).isPresent();
        assertThat(tombstones(exit)).isEmpty();
        assertThat(kept(exit)).contains(theirs.hex(), "it came meanwhile");
        assertThat(other.sql("select again from handback.quarantined where exit_id = ?", other.id())
                        .query(String.class)
                        .single())
                .isEqualTo(exit.id() + "-Q1");
    }

    private void work(String sql) {
        JdbcClient.create(sessionsOf(TestExit.SYSTEM)).sql(sql).update();
    }

    private static String kept(TestExit exit) {
        return exit.sql("select kept::text from handback.erased where exit_id = ?", exit.id())
                .query(String.class)
                .single();
    }

    @Test
    void releasesNothingWhoseBytesAreMissing() throws Exception {
        var theirs = store();
        var exit = home("a", theirs);
        vault.erase(theirs);
        var lea = sessionsOf("lea");
        var quarantines = new Quarantines(new QuarantinesTable(JdbcClient.create(lea)), vault);
        var transaction = new TransactionTemplate(new DataSourceTransactionManager(lea));

        assertThatThrownBy(() -> transaction.executeWithoutResult(
                        status -> quarantines.release(exit.id(), exit.id() + "-Q1", "it is ours")))
                .hasMessageContaining("1 of its contents are not in the vault any more");
        assertThat(quarantines.find(exit.id(), exit.id() + "-Q1").state()).isEqualTo("ACTIVE");
    }

    private DriverManagerDataSource sessionsOf(String actor) {
        return new DriverManagerDataSource(
                database.url() + "?options=-c%20handback.actor=" + actor, "handback_app", "");
    }

    private String text = "";

    private Sha256 store() {
        text = UUID.randomUUID().toString();
        return vault.store(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .sha256();
    }

    private void restore(Sha256 sha256) {
        assertThat(vault.store(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                        .sha256())
                .isEqualTo(sha256);
    }

    /** An asset that came, and is sealed when it is called a. */
    private TestExit home(String asset, Sha256 content) {
        var exit = new TestExit(database).register(asset).agree().authorise().attempt(asset, "VERIFIED", content.hex());
        if (asset.equals("a")) {
            QuarantineTest.seal(exit, "erin", "a", 1);
        }
        return exit;
    }

    private static String approved(TestExit exit) {
        return ErasureTest.approved(exit);
    }

    private void done(TestExit exit, String erasure) throws Exception {
        record(exit, erasure, erase(exit, erasure));
    }

    private Erasures.Result erase(TestExit exit, String erasure) throws Exception {
        return erasures.erase(exit.id(), erasure, Progress.unseen());
    }

    private void record(TestExit exit, String erasure, Erasures.Result result) {
        transactions.executeWithoutResult(status -> erasures.record(exit.id(), erasure, result));
    }

    private static List<String> tombstones(TestExit exit) {
        return exit.sql("""
                select c ->> 'sha256' from handback.erased e cross join jsonb_array_elements(e.contents) c
                where e.exit_id = ?""", exit.id()).query(String.class).list();
    }
}
