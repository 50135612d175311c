package dev.handback.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of the vendor's own list is what of ours, in plain SQL: a row that only looks like one of ours must not pass for it. */
class DeclarationRulesTest {
    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS://Git.Vendor.example/repo-1.git/",
        "https://git.vendor.example:443/repo-1",
        "ssh://git@git.vendor.example/repo-1.git",
        "' https://git.vendor.example/repo-1 '"
    })
    void takesOnePlaceForOneHoweverItIsWritten(String locator) {
        assertThat(matched(List.<String[]>of(row(null, locator)))).containsExactly("repo-1");
    }

    /** Paths and keys that differ by their capitals, or by where a prefix ends, are two. */
    @ParameterizedTest
    @CsvSource({
        "https://git.vendor.example/Repo-1.git",
        "https://git.vendor.example:8443/repo-1",
        "https://other.vendor.example/repo-1",
        "s3://vendor-documents/Contracts/",
        "s3://vendor-documents/contracts",
        "s3://vendor-documents/contracts/2026/",
        "s3://vendor-documents"
    })
    void takesNoOtherPlaceForOurs(String locator) {
        assertThat(matched(List.<String[]>of(row(null, locator)))).containsExactly((String) null);
    }

    @Test
    void doesNotTakeAnotherAddressForOursBecauseItBearsOurName() {
        assertThat(matched(List.of(
                        row("repo-1", "https://git.vendor.example/copies/repo-1.git"),
                        row("repo-1", "https://git.vendor.example/repo-1"),
                        row("repo-1", "rack 7, second shelf"),
                        row("repo-1", null),
                        row("docs", "https://git.vendor.example/repo-1"))))
                .containsExactly(null, "repo-1", "repo-1", "repo-1", "repo-1");
    }

    @Test
    void takesNoWordForAnAssetThatWasWithdrawn() {
        var exit = declared(List.<String[]>of(row(null, "rack 7")));
        exit.insert("olga", """
                insert into handback.declaration_answered (exit_id, version, ordinal, asset, reason)
                values (?, 1, 1, 'docs', 'the paper of it')""", exit.id());
        assertThat(matched(exit)).containsExactly("docs");

        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, reason, title, kind, origin, disposition, connection, locator)
                select exit_id, asset, 2, 'WITHDRAWN', 'entered in error', title, kind, origin, disposition, connection, locator
                from handback.asset where exit_id = ? and asset = 'docs'""", exit.id());

        assertThat(exit.sql(
                                "select count(*) from handback.declared(?) where matched is null and answer is null",
                                exit.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void recordsNoDeclarationOfADayToCome() {
        var exit = new TestExit(database);

        assertThatThrownBy(() -> exit.insert("olga", """
                insert into handback.declaration (exit_id, version, declared_by, declared_on, file_sha256, rows)
                values (?, 1, 'Vera Vendor', current_date + 3, repeat('a', 64), 1)""", exit.id())).hasMessageContaining("which is not yet");
    }

    @Test
    void recordsNoSecondDeclarationUnderTheNumberOfTheFirst() {
        var exit = declared(List.<String[]>of(row("repo-1", null)));

        for (int version : new int[] {1, 3}) {
            assertThatThrownBy(() -> exit.insert("otto", """
                    insert into handback.declaration (exit_id, version, declared_by, declared_on, file_sha256, rows)
                    values (?, ?, 'Vera Vendor', current_date, repeat('b', 64), 0)""", exit.id(), version))
                    .hasMessageContaining("expected declaration 2, is " + version);
        }
    }

    private static String[] row(@Nullable String asset, @Nullable String locator) {
        return new @Nullable String[] {asset, locator};
    }

    private static List<@Nullable String> matched(List<String[]> rows) {
        return matched(declared(rows));
    }

    private static TestExit declared(List<String[]> rows) {
        var exit = new TestExit(database).register("repo-1");
        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition, connection, locator)
                values (?, 'docs', 1, 'ADDED', 'Documents', 's3-documents', 'FOREGROUND', 'RETURN', 'vendor-s3', 's3://vendor-documents/contracts/')""", exit.id());
        exit.as("olga", () -> {
            exit.sql("""
                    insert into handback.declaration (exit_id, version, declared_by, declared_on, file_sha256, rows)
                    values (?, 1, 'Vera Vendor', current_date, repeat('a', 64), ?)""", exit.id(), rows.size()).update();
            for (int i = 0; i < rows.size(); i++)
                exit.sql(
                                "insert into handback.declaration_row (exit_id, version, ordinal, asset, title, locator) values (?, 1, ?, ?, 'A thing', ?)",
                                exit.id(),
                                i + 1,
                                rows.get(i)[0],
                                rows.get(i)[1])
                        .update();
            return rows.size();
        });
        return exit;
    }

    private static List<@Nullable String> matched(TestExit exit) {
        return exit.sql("select matched from handback.declared(?) order by ordinal", exit.id())
                .query((r, n) -> r.getString(1))
                .list();
    }
}
