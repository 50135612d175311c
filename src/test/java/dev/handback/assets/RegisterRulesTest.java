package dev.handback.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of the register in plain SQL, as the application's role. */
class RegisterRulesTest {
    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    /** What the vendor itself said there would be proves nothing against the vendor, whatever name it went by. */
    @ParameterizedTest
    @CsvSource({
        "vendor, true",
        "VENDOR, true",
        "' Vendor ', true",
        "Vendor., true",
        "Holder GmbH, true",
        "holder  gmbh, true",
        "Northwind architecture, false",
        "Vendor audit of the client, false"
    })
    void knowsTheVendorsOwnWordByEachOfItsNames(String expectedBy, boolean vendor) {
        var exit = new TestExit(database);
        exit.insert("olga", """
                insert into handback.register_row
                    (exit_id, asset, version, action, title, kind, origin, disposition, connection, locator, holder, expected_by)
                values (?, 'repo-1', 1, 'ADDED', 'A thing', 'git-repository', 'FOREGROUND', 'RETURN', 'vendor-git',
                    'https://git.vendor.example/repo-1', 'Holder GmbH', ?)""", exit.id(), expectedBy);

        assertThat(exit.sql("select handback.said_by_vendor(?, 'repo-1')", exit.id())
                        .query(Boolean.class)
                        .single())
                .isEqualTo(vendor);
    }

    @Test
    void withdrawsNothingOfWhichAnUploadWaits() {
        var exit = new TestExit(database).register("disk");
        exit.as("erin", () -> exit.sql("""
                insert into work.delivery_upload (exit_id, asset, name, sha256, bytes, uploaded_by)
                values (?, 'disk', 'image.iso', repeat('a', 64), 3, 'erin')""", exit.id()).update());

        assertThatThrownBy(() -> withdraw(exit)).hasMessageContaining("disk");

        exit.as("erin", () -> exit.sql("delete from work.delivery_upload where exit_id = ?", exit.id())
                .update());
        assertThat(withdraw(exit)).isOne();
    }

    @Test
    void keepsTheDispositionOfWhatSomebodyTriedToRetrieve() {
        var exit = new TestExit(database).register("disk").agree().authorise();
        assertThat(correct(exit, "'ASSIGN'", "locator")).isOne();
        exit.attempt("disk", "GONE");

        assertThatThrownBy(() -> correct(exit, "'RETURN'", "locator"))
                .hasMessageContaining("something of it was retrieved already, so its disposition stays ASSIGN");
    }

    /** What a killed attempt left of the old place is nothing to go on from at another one. */
    @Test
    void forgetsWhatWasListedWhereItIsNoLonger() {
        var exit = new TestExit(database).register("disk");
        exit.as(TestExit.SYSTEM, () -> exit.sql("""
                insert into work.bucket_listing (exit_id, asset, attempt, pass, complete, ended, in_uploads)
                values (?, 'disk', 1, 1, 0, false, false)""", exit.id()).update());

        correct(exit, "disposition", "locator");
        assertThat(listings(exit)).isOne();
        correct(exit, "disposition", "locator || '-2'");

        assertThat(listings(exit)).isZero();
    }

    private static int listings(TestExit exit) {
        return exit.sql("select count(*) from work.bucket_listing where exit_id = ?", exit.id())
                .query(Integer.class)
                .single();
    }

    private static int correct(TestExit exit, String disposition, String locator) {
        return exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, reason, title, kind, origin, disposition, connection, locator)
                select exit_id, asset, version + 1, 'CORRECTED', 'seen anew', title, kind, origin, %s, connection, %s
                from handback.asset where exit_id = ? and asset = 'disk'""".formatted(disposition, locator), exit.id());
    }

    private static int withdraw(TestExit exit) {
        return exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, reason, title, kind, origin, disposition, connection, locator)
                select exit_id, asset, 2, 'WITHDRAWN', 'entered twice', title, kind, origin, disposition, connection, locator
                from handback.asset where exit_id = ? and asset = 'disk'""", exit.id());
    }
}
