package dev.handback.retrieval;

import static dev.handback.retrieval.ArchivedAttempt.ASSET;
import static dev.handback.retrieval.ArchivedAttempt.agreed;
import static dev.handback.retrieval.ArchivedAttempt.asked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.SystemActor;
import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.TestRooms;
import dev.handback.assets.AssetRegister;
import dev.handback.exits.Gates;
import dev.handback.exits.InvalidInput;
import dev.handback.retrieval.Restores.Next;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.work.Progress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.transaction.support.TransactionTemplate;

/** When a restore is looked at again, when it is over, and what is asked of whom. */
class RestoresTest {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final Instant FAR = Instant.now().plus(7, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    private static TestRooms rooms;

    private Instant now = Instant.now();
    private RestoreSeen answer = new RestoreSeen(0, 3, 0, null, List.of(), "key");
    private int asked;

    @BeforeAll
    static void start(@TempDir Path home) {
        rooms = new TestRooms(DATABASE, home, Map.of("handback.vault.folder", home.resolve("vault")));
    }

    @AfterAll
    static void close() {
        rooms.close();
        DATABASE.close();
    }

    @Test
    void looksAgainWhileSomethingIsWaitedForAndWritesOnlyWhatChanged() throws Exception {
        var exit = restoring();

        look(exit);
        look(exit);
        assertThat(next(exit)).isEqualTo(Next.LOOK_AGAIN);
        assertThat(facts(exit)).isEqualTo(1);
        answer = new RestoreSeen(1, 2, 0, FAR, List.of(), "key");
        look(exit);
        answer = new RestoreSeen(3, 0, 0, FAR, List.of(), "key");
        look(exit);

        assertThat(facts(exit)).isEqualTo(3);
        assertThat(next(exit)).isEqualTo(Next.RETRIEVE);
    }

    @Test
    void retrievesWhatCanBeReadAndDecidesAnewWhereNothingCan() throws Exception {
        var some = restoring();
        answer = new RestoreSeen(1, 0, 2, FAR, List.of(new Finding("RESTORE_REFUSED", "no")), "key");
        look(some);
        assertThat(next(some)).isEqualTo(Next.RETRIEVE);

        var none = restoring();
        answer = new RestoreSeen(0, 0, 3, null, List.of(new Finding("RESTORE_UNSUPPORTED", "501")), "key");
        look(none);
        assertThat(next(none)).isEqualTo(Next.DECIDE);
        assertThat(restores().list(none.id(), ASSET).get(0).findings())
                .extracting(Finding::code)
                .containsExactly("RESTORE_UNSUPPORTED");
    }

    @Test
    void givesUpWaitingWhenItIsOverdue() throws Exception {
        var exit = restoring();
        look(exit);

        now = now.plus(97, ChronoUnit.HOURS);
        look(exit);

        assertThat(next(exit)).isEqualTo(Next.DECIDE);
        assertThat(restores().list(exit.id(), ASSET).get(0).findings())
                .extracting(Finding::code)
                .containsExactly("RESTORE_OVERDUE");
    }

    @Test
    void copiesWhatIsReadableBeforeItGoes() throws Exception {
        var exit = restoring();
        answer = new RestoreSeen(1, 2, 0, FAR, List.of(), "key");
        look(exit);
        assertThat(next(exit)).isEqualTo(Next.LOOK_AGAIN);

        // overdue comes later than the first copy goes
        answer = new RestoreSeen(1, 2, 0, now.plus(11, ChronoUnit.HOURS), List.of(), "key");
        look(exit);

        assertThat(next(exit)).isEqualTo(Next.RETRIEVE);
        assertThat(restores().list(exit.id(), ASSET).get(0).findings())
                .extracting(Finding::code)
                .containsExactly("RESTORE_UNEVEN");
    }

    @Test
    void asksNobodyBehindAShutGate() throws Exception {
        var exit = restoring();
        look(exit);
        exit.insert("lea", """
                insert into handback.authority_decided (exit_id, proposal, decision, reason)
                select ?, proposal, 'WITHDRAWN', 'consent revoked' from handback.authority where exit_id = ?""", exit.id(), exit.id());

        look(exit);

        assertThat(asked).isEqualTo(1);
        assertThat(next(exit)).isEqualTo(Next.DECIDE);
        assertThat(restores().list(exit.id(), ASSET).get(0).findings())
                .extracting(Finding::code)
                .containsExactly("AUTHORITY_WITHDRAWN");
    }

    @Test
    void endsWithAFindingWhenWeFail() {
        var exit = restoring();

        SystemActor.run(
                "test",
                () -> inTransaction(() -> restores().recordFailure(exit.id(), ASSET, "attempt 3 of 3: no disk")));

        assertThat(next(exit)).isEqualTo(Next.DECIDE);
        assertThat(restores().list(exit.id(), ASSET).get(0).findings())
                .extracting(Finding::code)
                .containsExactly("ATTEMPTS_EXHAUSTED");
    }

    @ParameterizedTest
    @CsvSource({", 14, tier", "Expedited, 14, tier", "Bulk, , days", "Bulk, 0, days", "Bulk, 91, days", "Bulk, -3, days"
    })
    void refusesAnAgreementToNothingCertain(String tier, String days, String field) {
        var exit = asked(ArchivedAttempt.of(DATABASE, "held", "a"));

        assertThatThrownBy(() -> TestRooms.doing("lea", () -> rooms.get(Restores.class)
                        .decide(exit.id(), ASSET, new RestoreWord(true, tier, days, "clause"), "t")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(field);
        assertThat(restores().list(exit.id(), ASSET)).isEmpty();
    }

    @Test
    void tellsWhatIsArchivedBeforeAnybodyAgrees() {
        var exit = ArchivedAttempt.of(DATABASE, "held", "a", "deep");

        assertThat(restores().archived(exit.id(), ASSET))
                .contains(new Archived(2, 200, Map.of("GLACIER", 1L, "DEEP_ARCHIVE", 1L)));
        exit.attempt(ASSET, "PARTIAL");
        assertThat(restores().archived(exit.id(), ASSET)).isEmpty();
    }

    private static TestExit restoring() {
        return agreed(asked(ArchivedAttempt.of(DATABASE, "held", "a", "b", "c")));
    }

    private void look(TestExit exit) throws InterruptedException {
        var seen = restores().look(exit.id(), ASSET, Progress.unseen());
        SystemActor.run("test", () -> inTransaction(() -> restores().record(exit.id(), ASSET, seen)));
    }

    private Next next(TestExit exit) {
        return restores().next(exit.id(), ASSET);
    }

    private static int facts(TestExit exit) {
        return exit.sql("select count(*) from handback.restore_seen where exit_id = ?", exit.id())
                .query(Integer.class)
                .single();
    }

    private static void inTransaction(Runnable work) {
        rooms.get(TransactionTemplate.class).executeWithoutResult(status -> work.run());
    }

    private Restores restores() {
        return new Restores(
                rooms.get(RestoresTable.class),
                rooms.get(AssetRegister.class),
                rooms.get(Gates.class),
                new Holder(),
                new RestoreSettings(Duration.ofHours(1), Duration.ofHours(96), Duration.ofHours(12), 20),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    /** A holder's store that answers as it is told. */
    private final class Holder implements ArchiveStore {
        @Override
        public RestoreSeen look(Order order, Progress progress) {
            asked++;
            return answer;
        }

        @Override
        public RestoreSeen known(Order order, Finding why) {
            return new RestoreSeen(0, 3, 0, null, List.of(why), "nobody");
        }
    }
}
