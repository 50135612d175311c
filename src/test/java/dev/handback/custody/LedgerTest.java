package dev.handback.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.handback.TestDatabase;
import dev.handback.custody.LedgerFinding.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** On a fact table of its own, so that the ledger is judged whatever the other rooms keep. */
class LedgerTest {
    private static final String SYSTEM = "system:test";

    private final TestDatabase database = TestDatabase.create();
    private final DataSource app = database.app();
    private final DataSourceTransactionManager transactions = new DataSourceTransactionManager(app);
    private final JdbcClient db = JdbcClient.create(app);
    private final JdbcClient superuser = JdbcClient.create(database.superuser());

    private Path folder;
    private Ledger ledger;

    @BeforeEach
    void open(@TempDir Path home) {
        folder = home.resolve("ledger");
        ledger = ledger();
        JdbcClient.create(database.owner()).sql("""
                        create table handback.sighting (exit_id text, n numeric, note text, seen timestamptz, secret text);
                        call handback.fact_table('handback.sighting', 'any', 'secret');
                        create table handback.ruling (exit_id text);
                        call handback.fact_table('handback.ruling', 'person');
                        create table handback.measure (exit_id text);
                        call handback.fact_table('handback.measure', 'system')
                        """).update();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void entersEveryFactWithItsActorAndTime() {
        see("X2026-0001", "a whale");

        var entry = ledger.entries(0, 10).get(0);

        assertThat(entry.seq()).isZero();
        assertThat(entry.table()).isEqualTo("sighting");
        assertThat(entry.exitId()).isEqualTo("X2026-0001");
        assertThat(entry.actor()).isEqualTo(SYSTEM);
        assertThat(entry.body())
                .contains(
                        "\"note\": \"a whale\"",
                        "\"table\": \"sighting\"",
                        entry.fact().toString());
        assertThat(entry.leaf().bytes())
                .isEqualTo(MerkleTree.leafHash(entry.body().getBytes(UTF_8)));
    }

    @Test
    void keepsOmittedColumnsOut() {
        as(SYSTEM, "insert into handback.sighting (secret) values ('hash of a password')");

        assertThat(ledger.entries(0, 1).get(0).body()).doesNotContain("secret", "hash of a password");
        assertThat(ledger.verify()).isEmpty();
    }

    @Test
    void leavesNoTraceAndNoGapOfWhatIsRolledBack() {
        see("X2026-0001", "first");
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            actor(SYSTEM);
            db.sql("insert into handback.sighting (note) values ('never')").update();
            status.setRollbackOnly();
        });
        see("X2026-0001", "second");

        assertThat(ledger.entries(0, 10)).extracting(LedgerEntry::seq).containsExactly(0L, 1L);
        assertThat(ledger.verify()).isEmpty();
    }

    @Test
    void listsTheEntriesOfOneExit() {
        see("X2026-0001", "one");
        see("X2026-0002", "two");
        see("X2026-0001", "three");

        assertThat(ledger.entriesOf("X2026-0001", -1, 10))
                .extracting(LedgerEntry::seq)
                .containsExactly(0L, 2L);
        assertThat(ledger.entriesOf("X2026-0001", 0, 10))
                .extracting(LedgerEntry::seq)
                .containsExactly(2L);
        assertThat(ledger.entries(1, 1)).extracting(LedgerEntry::seq).containsExactly(1L);
    }

    @Test
    void knowsTheNewestEntryOfAnExitOrOfNone() {
        assertThat(ledger.newest("X2026-0001")).isEqualTo(-1);
        see("X2026-0001", "one");
        see("X2026-0002", "two");
        assertThat(ledger.newest("X2026-0001")).isZero();

        as(SYSTEM, "insert into handback.sighting (note) values ('of no exit')");

        assertThat(ledger.newest("X2026-0001")).isEqualTo(2);
    }

    @Test
    void numbersWithoutAGapWhenManyWriteAtOnce() throws Exception {
        var writers = Executors.newFixedThreadPool(6);
        Callable<Void> write = () -> {
            see("X2026-0001", "at once");
            return null;
        };
        for (var done :
                writers.invokeAll(IntStream.range(0, 120).mapToObj(i -> write).toList())) {
            done.get();
        }
        writers.shutdown();

        assertThat(ledger.entries(0, 200)).hasSize(120);
        assertThat(ledger.verify()).isEmpty();
    }

    @Test
    void refusesFactsOfNobodyAndOfTheWrongKind() {
        refuses("HB002", () -> db.sql("insert into handback.sighting (note) values ('x')")
                .update());
        refuses("HB002", () -> as("", "insert into handback.sighting (note) values ('x')"));
        refuses("HB002", () -> as("stranger", "insert into handback.sighting (note) values ('x')"));
        refuses("HB002", () -> as(SYSTEM, "insert into handback.ruling values ('x')"));
        person("anna");
        refuses("HB002", () -> as("anna", "insert into handback.measure values ('x')"));
        as("anna", "insert into handback.ruling values ('x')");

        assertThat(ledger.entries(0, 10)).extracting(LedgerEntry::actor).containsExactly("anna");
    }

    @Test
    void ignoresActorAndTimeThatAnInsertNames() {
        as(SYSTEM, "insert into handback.sighting (note, actor, at) values ('x', 'anna', '1999-01-01')");

        var entry = ledger.entries(0, 1).get(0);
        assertThat(entry.actor()).isEqualTo(SYSTEM);
        assertThat(entry.at()).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
    }

    @Test
    void refusesFactsOfAnOlderSnapshot() {
        var older = new TransactionTemplate(transactions);
        older.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);

        refuses(
                "HB003",
                () -> older.executeWithoutResult(status -> {
                    actor(SYSTEM);
                    db.sql("insert into handback.sighting (note) values ('x')").update();
                }));
    }

    @Test
    void refusesEveryChangeEvenToItsOwner() {
        see("X2026-0001", "a whale");
        ledger.checkpoint();

        for (var table : List.of("sighting", "ledger_entry", "ledger_head", "checkpoint")) {
            for (var sql : List.of("delete from handback.%s", "truncate handback.%s")) {
                refuses("42501", () -> db.sql(sql.formatted(table)).update());
                refuses("42501", () -> superuser.sql(sql.formatted(table)).update());
            }
        }
        refuses("42501", () -> superuser
                .sql("update handback.sighting set note = 'a cow'")
                .update());
        refuses(
                "42501",
                () -> superuser.sql("update handback.ledger_head set size = 9").update());
        refuses("42501", () -> db.sql("select handback.append_fact()").query().listOfRows());
        refuses("42501", () -> db.sql("call handback.fact_table('handback.sighting', 'any')")
                .update());
        assertThat(ledger.verify()).isEmpty();
    }

    @Test
    void entersNothingOfATableElsewhere() {
        superuser.sql("""
                        create schema elsewhere;
                        create table elsewhere.sighting (like handback.sighting);
                        create trigger append_fact after insert on elsewhere.sighting for each row execute function handback.append_fact()""").update();

        assertThatThrownBy(() -> superuser
                        .sql(
                                "insert into elsewhere.sighting (fact, actor, at) values (gen_random_uuid(), 'anna', now())")
                        .update())
                .hasMessageContaining("only tables of schema handback hold facts, not elsewhere.sighting");
        assertThat(ledger.entries(0, 10)).isEmpty();
    }

    @Test
    void makesFactsOnlyOfItsOwnTablesEachWithANameOfItsOwn() {
        superuser.sql("""
                        create schema elsewhere; create table elsewhere.sighting (id int);
                        create table handback.listed ("table" text)""").update();

        assertThatThrownBy(() -> superuser
                        .sql("call handback.fact_table('elsewhere.sighting', 'any')")
                        .update())
                .hasMessageContaining("elsewhere.sighting is no table of schema handback");
        assertThatThrownBy(() -> superuser
                        .sql("call handback.fact_table('handback.listed', 'any')")
                        .update())
                .hasMessageContaining("handback.listed has a column \"table\", which the ledger writes itself");
        assertThat(superuser
                        .sql(
                                "select count(*) from pg_constraint where conrelid = 'handback.sighting'::regclass and contype = 'u'")
                        .query(Integer.class)
                        .single())
                .as("no two sightings are one fact")
                .isEqualTo(1);
    }

    @Test
    void signsItsHead() throws Exception {
        see("X2026-0001", "a whale");

        var checkpoint = ledger.checkpoint();

        assertThat(checkpoint.size()).isEqualTo(1);
        assertThat(checkpoint.root()).isEqualTo(ledger.entries(0, 1).get(0).leaf());
        assertThat(Checkpoint.parse(checkpoint.note())).isEqualTo(checkpoint);
        assertThat(checkpoint.signedBy(CheckpointKey.publicKey(publicKey()))).isTrue();
        assertThat(ledger.checkpoint()).isEqualTo(checkpoint);
        assertThat(superuser
                        .sql("select count(*) from handback.checkpoint")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(checkpointFiles()).singleElement().satisfies(file -> assertThat(file)
                .hasContent(checkpoint.note()));
    }

    @Test
    void signsTheEmptyLedger() {
        assertThat(ledger.checkpoint().size()).isZero();
        assertThat(ledger.verify()).isEmpty();
    }

    @Test
    void signsOnlyWhatIsCommitted() {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            actor(SYSTEM);
            db.sql("insert into handback.sighting (note) values ('later'); set constraints all immediate")
                    .update();
            assertThat(ledger.checkpoint().size()).isZero();
        });
        assertThat(ledger.checkpoint().size()).isEqualTo(1);
    }

    @Test
    void keepsItsKeyForItsOwnUserAndAcrossStarts() throws Exception {
        see("X2026-0001", "a whale");
        var before = ledger.checkpoint();

        assertThat(ledger().checkpoint()).isEqualTo(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secretKey())))
                .isEqualTo("rw-------");
        assertThat(ledger.publicKey()).startsWith("-----BEGIN PUBLIC KEY-----");
    }

    @Test
    void refusesToReplaceALostKey() throws Exception {
        ledger.checkpoint();
        Files.delete(secretKey());

        assertThatThrownBy(this::ledger).hasMessageContaining("is missing").hasMessageContaining("Restore");
    }

    @Test
    void provesOneEntryWithoutTheOthers() {
        IntStream.range(0, 11).forEach(i -> see("X2026-0001", "whale " + i));

        var proof = ledger.proof(6);

        assertThat(proof.proves(ledger.entries(6, 1).get(0).body().getBytes(UTF_8)))
                .isTrue();
        assertThat(proof.proves(ledger.entries(5, 1).get(0).body().getBytes(UTF_8)))
                .isFalse();
        assertThat(proof.text())
                .startsWith("c2sp.org/tlog-proof@v1\nindex 6\n")
                .endsWith("\n\n" + proof.checkpoint().note());
        assertThatThrownBy(() -> ledger.proof(11))
                .isInstanceOf(NoSuchEntry.class)
                .hasMessageContaining("11");
        assertThatThrownBy(() -> ledger.proof(-1)).isInstanceOf(NoSuchEntry.class);
    }

    @Test
    void staysGoodWhenAColumnIsAddedLater() {
        see("X2026-0001", "a whale");
        superuser.sql("alter table handback.sighting add column later text").update();
        see("X2026-0001", "a cow");

        assertThat(ledger.verify()).isEmpty();
    }

    @Test
    void readsRowsInTheLedgersOwnTimeZone() {
        as(SYSTEM, "insert into handback.sighting (seen, n) values ('2026-05-01 12:00:00.123456+05', 1.50)");
        superuser
                .sql("alter database %s set timezone = 'Asia/Tokyo'".formatted(name()))
                .update();

        see("X2026-0001", "in Tokyo");

        assertThat(ledger.verify()).isEmpty();
    }

    @Test
    void namesTheColumnOfAnAlteredRow() {
        see("X2026-0001", "a whale");
        var fact = onlyFact();

        tamper("update handback.sighting set note = 'a cow'");

        assertThat(ledger.verify())
                .containsExactly(new LedgerFinding(
                        Code.ROW_ALTERED, "sighting", fact.toString(), "note", "\"a whale\"", "\"a cow\""));
    }

    @Test
    void noticesEveryColumnOfEveryRow() {
        as(SYSTEM, "insert into handback.sighting (exit_id, n, note, seen) values ('X1', 1.50, 'x', '2026-01-01Z')");
        for (var change : List.of(
                "exit_id = 'X2'",
                "n = 1.5",
                "n = 2",
                "note = null",
                "seen = seen + interval '1 us'",
                "actor = 'anna'",
                "at = at + interval '1 us'")) {
            var column = change.substring(0, change.indexOf(' '));
            superuser
                    .sql("create table saved as select * from handback.sighting")
                    .update();
            tamper("update handback.sighting set " + change);

            assertThat(ledger.verify())
                    .as(change)
                    .extracting(LedgerFinding::code, LedgerFinding::column)
                    .containsExactly(tuple(Code.ROW_ALTERED, column));

            tamper("truncate handback.sighting; insert into handback.sighting select * from saved; drop table saved");
        }
        assertThat(ledger.verify()).isEmpty();
    }

    @Test
    void namesADeletedRow() {
        see("X2026-0001", "a whale");
        var fact = onlyFact();

        tamper("delete from handback.sighting");

        assertThat(ledger.verify())
                .extracting(LedgerFinding::code, LedgerFinding::row)
                .containsExactly(tuple(Code.ROW_MISSING, fact.toString()));
    }

    @Test
    void namesARowThatNobodyEntered() {
        var fact = UUID.randomUUID();

        tamper("insert into handback.sighting (note, fact, actor, at) values ('x', '%s', 'anna', now())"
                .formatted(fact));

        assertThat(ledger.verify())
                .extracting(LedgerFinding::code, LedgerFinding::row)
                .containsExactly(tuple(Code.ROW_WITHOUT_ENTRY, fact.toString()));
    }

    @Test
    void namesARowThatIsThereTwice() {
        see("X2026-0001", "a whale");

        superuser
                .sql("alter table handback.sighting drop constraint sighting_fact_key")
                .update();
        tamper("insert into handback.sighting select * from handback.sighting");

        assertThat(ledger.verify()).extracting(LedgerFinding::code).containsExactly(Code.ROW_TWICE);
    }

    @Test
    void namesAnEntryWhoseBodyWasAltered() {
        see("X2026-0001", "a whale");
        see("X2026-0001", "a cow");

        tamperEntry("body = convert_to(replace(convert_from(body, 'UTF8'), 'whale', 'shark'), 'UTF8') where seq = 0");

        assertThat(ledger.verify())
                .extracting(LedgerFinding::code, LedgerFinding::column)
                .containsExactly(tuple(Code.ENTRY_ALTERED, "body"), tuple(Code.ROW_ALTERED, "note"));
    }

    @Test
    void namesAnEntryThatIsNoLongerReadable() {
        see("X2026-0001", "a whale");

        tamperEntry("body = '\\x00ff'");

        assertThat(ledger.verify())
                .extracting(LedgerFinding::code)
                .contains(Code.ENTRY_ALTERED, Code.ENTRY_COLUMN_ALTERED, Code.ROW_ALTERED);
    }

    @Test
    void namesASearchColumnThatWasAltered() {
        see("X2026-0001", "a whale");

        tamperEntry("exit_id = 'X2026-0009'");

        assertThat(ledger.verify())
                .containsExactly(new LedgerFinding(
                        Code.ENTRY_COLUMN_ALTERED,
                        "ledger_entry",
                        "seq 0",
                        "exit_id",
                        "\"X2026-0001\"",
                        "\"X2026-0009\""));
    }

    @Test
    void namesAMissingEntry() {
        IntStream.range(0, 3).forEach(i -> see("X2026-0001", "whale " + i));

        superuser
                .sql(
                        "alter table handback.ledger_entry disable trigger all; delete from handback.ledger_entry where seq = 1;"
                                + "alter table handback.ledger_entry enable always trigger refuse_change")
                .update();

        assertThat(ledger.verify())
                .extracting(LedgerFinding::code)
                .contains(Code.ENTRY_MISSING, Code.HEAD_ALTERED, Code.ROW_WITHOUT_ENTRY);
    }

    @Test
    void namesAnAlteredHead() {
        see("X2026-0001", "a whale");

        superuser.sql("""
                alter table handback.ledger_head disable trigger all;
                update handback.ledger_head set frontier = sha256('forged');
                alter table handback.ledger_head enable always trigger refuse_change;
                alter table handback.ledger_head enable always trigger refuse_other_head""").update();

        assertThat(ledger.verify())
                .extracting(LedgerFinding::code, LedgerFinding::column)
                .containsExactly(tuple(Code.HEAD_ALTERED, "frontier"));
    }

    @Test
    void noticesThatAFactTableIsNoLongerProtected() {
        superuser
                .sql("alter table handback.sighting disable trigger append_fact")
                .update();
        superuser.sql("drop trigger refuse_change on handback.sighting").update();

        assertThat(ledger.verify())
                .extracting(LedgerFinding::code, LedgerFinding::table)
                .containsExactly(
                        tuple(Code.PROTECTION_OFF, "sighting.append_fact"),
                        tuple(Code.PROTECTION_OFF, "sighting.refuse_change"));
    }

    @Test
    void noticesThatAFactTableIsGone() {
        see("X2026-0001", "a whale");

        superuser.sql("alter table handback.sighting rename to elsewhere").update();

        assertThat(ledger.verify())
                .extracting(LedgerFinding::code, LedgerFinding::table)
                .contains(tuple(Code.TABLE_UNKNOWN, "sighting"));
    }

    @Test
    void aRewrittenHistoryClashesWithTheCheckpointOutside() {
        see("X2026-0001", "a whale");
        see("X2026-0001", "a cow");
        ledger.checkpoint();
        see("X2026-0001", "a goat");

        rewriteHistory();

        assertThat(ledger.verify())
                .extracting(LedgerFinding::code)
                .contains(Code.CHECKPOINT_CLASH, Code.CHECKPOINT_LOST)
                .doesNotContain(Code.ENTRY_ALTERED, Code.HEAD_ALTERED, Code.ROW_ALTERED);
    }

    @Test
    void aShortenedHistoryEndsBeforeTheCheckpointOutside() {
        see("X2026-0001", "a whale");
        ledger.checkpoint();

        superuser.sql("""
                set session_replication_role = replica;
                alter table handback.ledger_entry disable trigger all; alter table handback.ledger_head disable trigger all;
                alter table handback.sighting disable trigger all;
                delete from handback.ledger_entry; delete from handback.sighting;
                update handback.ledger_head set size = 0, frontier = ''""").update();

        assertThat(ledger.verify()).extracting(LedgerFinding::code).contains(Code.CHECKPOINT_BEYOND_HEAD);
    }

    @Test
    void startsOnlyOnTheHistoryThatItsCheckpointsAreOf() throws Exception {
        see("X2026-0001", "a whale");
        var key = CheckpointKey.at(secretKey(), publicKey(), true);
        ledger.checkpoint();
        ledger().afterSingletonsInstantiated();

        var longer = key.sign("handback/ledger", 7, new byte[32]);
        var file = folder.resolve("checkpoints/000000000007-0000000000000000.txt");
        Files.writeString(file, longer.note());
        assertThatThrownBy(() -> ledger().afterSingletonsInstantiated())
                .isInstanceOf(HistoryContradicted.class)
                .hasMessageContaining("CHECKPOINT_BEYOND_HEAD checkpoint " + file + " size: expected 7, found 1")
                .hasMessageContaining(folder.toString());

        Files.writeString(file, key.sign("handback/ledger", 0, new byte[32]).note());
        assertThatThrownBy(() -> ledger().afterSingletonsInstantiated())
                .hasMessageContaining("CHECKPOINT_CLASH")
                .hasMessageContaining("root of 0");

        Files.delete(file);
        ledger().afterSingletonsInstantiated();
    }

    @Test
    void readsAKeptHeadThatSomebodysEditorSavedInItsOwnWay() throws Exception {
        see("X2026-0001", "a whale");
        ledger.checkpoint();
        var note = Files.readString(checkpointFiles().get(0));
        var file = folder.resolve("checkpoints/kept.txt");
        for (var saved : List.of(note.strip(), note.replace("\n", "\r\n"), "\uFEFF" + note)) {
            Files.writeString(file, saved);
            assertThat(ledger.verify()).isEmpty();
        }

        Files.write(file, new byte[] {(byte) 0xE9, 1, 2});
        assertThat(ledger.verify()).extracting(LedgerFinding::code).containsExactly(Code.CHECKPOINT_UNREADABLE);
    }

    @Test
    void namesACheckpointSignedByAnotherKey(@TempDir Path elsewhere) {
        see("X2026-0001", "a whale");
        var forger = new Ledger(app, transactions, new LedgerSettings(elsewhere.resolve("ledger"), "handback/ledger"));

        forger.checkpoint();

        assertThat(ledger.verify()).extracting(LedgerFinding::code).containsExactly(Code.CHECKPOINT_SIGNATURE);
    }

    @Test
    void namesACheckpointFileThatIsNone() throws Exception {
        ledger.checkpoint();
        Files.writeString(checkpointFiles().get(0), "handback/ledger\n1\n");

        assertThat(ledger.verify()).extracting(LedgerFinding::code).containsExactly(Code.CHECKPOINT_UNREADABLE);
    }

    @Test
    void refusesASignatureOfAnotherText() throws Exception {
        see("X2026-0001", "a whale");
        var checkpoint = ledger.checkpoint();
        var forged = Checkpoint.parse(checkpoint.note().replace("\n1\n", "\n2\n"));

        assertThat(forged.signedBy(CheckpointKey.publicKey(publicKey()))).isFalse();
    }

    /** What somebody with the superuser's password can do at most: bodies, leaves and head all fit each other again. */
    private void rewriteHistory() {
        superuser.sql("""
                alter table handback.sighting disable trigger all;
                alter table handback.ledger_entry disable trigger all;
                alter table handback.ledger_head disable trigger all;
                alter table handback.checkpoint disable trigger all;
                delete from handback.checkpoint;
                update handback.sighting set note = 'a shark' where note = 'a whale';
                update handback.ledger_entry set body = convert_to(replace(convert_from(body, 'UTF8'), 'whale', 'shark'), 'UTF8');
                update handback.ledger_entry set leaf = sha256('\\x00'::bytea || body);
                update handback.ledger_head set size = 0, frontier = '';
                do $$ declare e record; begin
                    for e in select leaf from handback.ledger_entry order by seq loop
                        update handback.ledger_head set size = size + 1, frontier = handback.merkle_push(frontier, size, e.leaf);
                    end loop;
                end $$""").update();
    }

    private void tamper(String sql) {
        superuser
                .sql("alter table handback.sighting disable trigger all; " + sql
                        + "; alter table handback.sighting enable always trigger a_stamp"
                        + "; alter table handback.sighting enable always trigger append_fact"
                        + "; alter table handback.sighting enable always trigger refuse_change")
                .update();
    }

    private void tamperEntry(String change) {
        superuser
                .sql("alter table handback.ledger_entry disable trigger all; update handback.ledger_entry set " + change
                        + "; alter table handback.ledger_entry enable always trigger refuse_change")
                .update();
    }

    private void see(String exit, String note) {
        as(SYSTEM, "insert into handback.sighting (exit_id, note) values ('%s', '%s')".formatted(exit, note));
    }

    private void as(String actor, String sql) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            actor(actor);
            db.sql(sql).update();
        });
    }

    private void actor(String actor) {
        db.sql("select set_config('handback.actor', ?, true)")
                .param(actor)
                .query()
                .singleRow();
    }

    private void person(String id) {
        superuser
                .sql("insert into handback.person (id, identity_key, name, email) values (?, ?, 'N', 'e@x.example')")
                .params(id, id + "@x.example")
                .update();
    }

    private UUID onlyFact() {
        return ledger.entries(0, 2).get(0).fact();
    }

    private String name() {
        return superuser.sql("select current_database()").query(String.class).single();
    }

    private Path secretKey() {
        return folder.resolve("checkpoint-key.pem");
    }

    private Path publicKey() {
        return folder.resolve("checkpoint-key.pub.pem");
    }

    private List<Path> checkpointFiles() throws Exception {
        try (var files = Files.list(folder.resolve("checkpoints"))) {
            return files.toList();
        }
    }

    private Ledger ledger() {
        return new Ledger(app, transactions, new LedgerSettings(folder, "handback/ledger"));
    }

    private static AbstractThrowableAssert<?, ?> refuses(String state, ThrowingCallable command) {
        return assertThatThrownBy(command).rootCause().isInstanceOfSatisfying(SQLException.class, e -> assertThat(
                        e.getSQLState())
                .isEqualTo(state));
    }
}
