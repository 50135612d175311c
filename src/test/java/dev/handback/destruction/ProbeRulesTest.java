package dev.handback.destruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The rules of looks as plain SQL of the application's own role. */
class ProbeRulesTest {
    private static final TestDatabase DATABASE = TestDatabase.create();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void claimsAbsenceOnlyWhereTheSameCredentialSawItBefore() {
        var exit = exit();

        assertThatThrownBy(() -> exit.probe("repo", "AFTER", "NOT_OBSERVED"))
                .hasMessageContaining("asset repo: exit never found anything at https://git.vendor.example/repo");

        exit.probe("repo", "CONTROL", "ANSWERS").probe("repo", "AFTER", "NOT_OBSERVED");
        assertThat(result(exit)).isEqualTo("NOT_OBSERVED");
    }

    @Test
    void takesAControlThatFoundNothingForNone() {
        var exit = exit().probe("repo", "CONTROL", "NOT_OBSERVED");

        assertThatThrownBy(() -> exit.probe("repo", "AFTER", "NOT_OBSERVED")).hasMessageContaining("INDETERMINATE");
    }

    @Test
    void needsAControlAtEveryAddressItClaims() {
        var exit = exit().probe("repo", "CONTROL", "ANSWERS");

        assertThatThrownBy(() -> exit.as(TestExit.SYSTEM, () -> {
                    exit.sql("""
                        insert into handback.probe_begun (exit_id, asset, ordinal, purpose, connection, locator)
                        select exit_id, asset, 2, 'AFTER', connection, locator from handback.asset where exit_id = ? and asset = 'repo'""", exit.id()).update();
                    return exit.sql("""
                        insert into handback.probe (exit_id, asset, ordinal, purpose, result, locator, seen_as, detail, answer_sha256)
                        select exit_id, asset, 2, 'AFTER', 'NOT_OBSERVED', locator, 'exit',
                            '{"looks": [{"locator": "https://git.vendor.example/copy", "result": "NOT_OBSERVED"}]}', repeat('0', 64)
                        from handback.asset where exit_id = ? and asset = 'repo'""", exit.id()).update();
                }))
                .hasMessageContaining("never found anything at https://git.vendor.example/copy");
    }

    @Test
    void looksOnlyOnTheBasisOfAnAuthority() {
        var exit = new TestExit(DATABASE)
                .register("repo", "FOREGROUND", "DESTROY_ONLY")
                .agree();

        assertThatThrownBy(() -> exit.probe("repo", "CONTROL", "ANSWERS")).hasMessageContaining("gate PROBE is shut");

        exit.authorise();
        assertThatCode(() -> exit.probe("repo", "CONTROL", "ANSWERS")).doesNotThrowAnyException();
    }

    @Test
    void neverSaysOfAControlWhatOnlyALaterLookCanSay() {
        assertThatThrownBy(() -> exit().probe("repo", "CONTROL", "CONTRADICTED"))
                .hasMessageContaining("probe_check");
        assertThatThrownBy(() -> exit().probe("repo", "AFTER", "ANSWERS")).hasMessageContaining("probe_check");
    }

    @Test
    void countsEachLookBeforeItBegins() {
        var exit = exit();

        assertThatThrownBy(() -> exit.insert(TestExit.SYSTEM, """
                insert into handback.probe (exit_id, asset, ordinal, purpose, result, locator, seen_as, detail)
                values (?, 'repo', 1, 'AFTER', 'INDETERMINATE', 'x', 'exit', '{}')""", exit.id())).hasMessageContaining("foreign key");
        assertThatThrownBy(() -> exit.insert(TestExit.SYSTEM, """
                insert into handback.probe_begun (exit_id, asset, ordinal, purpose, connection, locator)
                values (?, 'repo', 2, 'AFTER', 'vendor-git', 'https://git.vendor.example/repo')""", exit.id()))
                .hasMessageContaining("is not the next one");
    }

    @Test
    void looksWhereTheRegisterSaysThatItIs() {
        for (var where : List.of(
                "'vendor-git', 'https://git.vendor.example/other'", "'other-git', 'https://git.vendor.example/repo'")) {
            assertThatThrownBy(() -> exit().insert(TestExit.SYSTEM, """
                    insert into handback.probe_begun (exit_id, asset, ordinal, purpose, connection, locator)
                    select max(exit_id), 'repo', 1, 'CONTROL', %s from handback.exit""".formatted(where)))
                    .hasMessageContaining("asset repo: the register has another connection or locator");
        }
    }

    @Test
    void letsLegalAloneSayThatNothingCanBeObserved() {
        var exit = exit();

        assertThatThrownBy(() -> notObservable(exit, "olga")).hasMessageContaining("expected a member of legal");
        notObservable(exit, "lea");

        assertThat(exit.sql("select not_observable_reason from handback.probed where exit_id = ?", exit.id())
                        .query(String.class)
                        .single())
                .isEqualTo("on paper");
    }

    @Test
    void doesNotCallUnobservableWhatWasObserved() {
        var exit = exit().probe("repo", "CONTROL", "ANSWERS").probe("repo", "AFTER", "CONTRADICTED");

        assertThatThrownBy(() -> notObservable(exit, "lea")).hasMessageContaining("probe 2 observed it");
    }

    @Test
    void letsTheNewestLookCount() {
        var exit = exit().probe("repo", "CONTROL", "ANSWERS")
                .probe("repo", "AFTER", "CONTRADICTED")
                .probe("repo", "AFTER", "NOT_OBSERVED");

        assertThat(result(exit)).isEqualTo("NOT_OBSERVED");
    }

    private static TestExit exit() {
        return new TestExit(DATABASE).register("repo").agree().authorise();
    }

    private static int notObservable(TestExit exit, String who) {
        return exit.insert(
                who,
                "insert into handback.not_observable (exit_id, asset, reason) values (?, 'repo', 'on paper')",
                exit.id());
    }

    private static String result(TestExit exit) {
        return exit.sql("select result from handback.probed where exit_id = ? and asset = 'repo'", exit.id())
                .query(String.class)
                .single();
    }
}
