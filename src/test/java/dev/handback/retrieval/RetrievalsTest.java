package dev.handback.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.SystemActor;
import dev.handback.TestDatabase;
import dev.handback.TestExit;
import dev.handback.TestRooms;
import dev.handback.assets.AssetRegister;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrievalsTest {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static TestRooms rooms;
    private static Path leftBehind;

    @BeforeAll
    static void startWhereAnotherWasKilled(@TempDir Path home) throws IOException {
        leftBehind = home.resolve("retrieving/p1");
        Files.createDirectories(leftBehind.resolve("2/round-1"));
        Files.writeString(leftBehind.resolve("in-use"), "");
        Files.writeString(leftBehind.resolve("2/round-1/half.pack"), "half a pack");
        rooms = new TestRooms(DATABASE, home, Map.of("handback.vault.folder", home.resolve("vault")));
    }

    @AfterAll
    static void close() {
        rooms.close();
        DATABASE.close();
    }

    @Test
    void removesTheWorkFoldersOfAKilledProcess() {
        assertThat(leftBehind).doesNotExist();
    }

    @Test
    void endsTheAttemptThatRanWhenItGivesUp() {
        var exit = new TestExit(DATABASE).register("repo").agree().authorise();
        exit.insert(TestExit.SYSTEM, """
                insert into handback.attempt (exit_id, asset, number, connection, locator)
                values (?, 'repo', 1, 'vendor-git', 'https://x')""", exit.id());

        giveUp(exit);

        assertThat(attempts(exit)).singleElement().satisfies(attempt -> {
            assertThat(attempt.outcome()).isEqualTo("FAILED");
            assertThat(attempt.findings()).contains("ATTEMPTS_EXHAUSTED", "\"attempt 3 of 3: killed\"");
        });
    }

    @Test
    void givesUpWithAnAttemptToDecideOnWhereNoneWasCounted() {
        var exit = new TestExit(DATABASE).register("repo").agree().authorise();

        giveUp(exit);

        assertThat(exit.state("repo")).isEqualTo("NEEDS_DECISION");
        assertThat(attempts(exit)).singleElement().satisfies(attempt -> assertThat(attempt.findings())
                .contains("nothing was fetched: attempt 3 of 3: killed"));
    }

    @Test
    void givesUpAnewWhereAnEarlierAttemptHadEnded() {
        var exit = new TestExit(DATABASE).register("repo").agree().authorise().attempt("repo", "VERIFIED");
        exit.insert(
                "lea",
                "insert into handback.asset_reopened (exit_id, asset, after_attempt, certificate, reason) values (?, 'repo', 1, 'C1', 'again')",
                exit.id());

        giveUp(exit);

        assertThat(attempts(exit)).extracting(Attempt::outcome).containsExactly("FAILED", "VERIFIED");
        assertThat(exit.state("repo")).isEqualTo("NEEDS_DECISION");
    }

    @Test
    void countsNoAttemptBehindAShutGate() {
        var exit = new TestExit(DATABASE).register("repo").agree();

        giveUp(exit);

        assertThat(attempts(exit)).isEmpty();
        assertThat(rooms.get(AssetRegister.class).find(exit.id(), "repo").returnState())
                .isEqualTo("REGISTERED");
    }

    private static void giveUp(TestExit exit) {
        SystemActor.run(
                "test", () -> rooms.get(Retrievals.class).recordFailure(exit.id(), "repo", "attempt 3 of 3: killed"));
    }

    private static java.util.List<Attempt> attempts(TestExit exit) {
        return rooms.get(Retrievals.class).attempts(exit.id(), "repo");
    }
}
