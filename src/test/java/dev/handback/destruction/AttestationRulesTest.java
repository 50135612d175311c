package dev.handback.destruction;

import static dev.handback.destruction.OrderedExit.ROW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What of a holder's letter is a gap, what a note, and which letters are taken in: one flaw at a time. */
class AttestationRulesTest {
    private static TestDatabase database;
    private static OrderedExit it;
    private static String number;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
        var exit = new TestExit(database)
                .register("a", "FOREGROUND", "RETURN_THEN_DESTROY")
                .register("c", "FOREGROUND", "RETURN_THEN_DESTROY");
        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition, connection, locator, locations)
                values (?, 'b', 1, 'ADDED', 'In two places', 'git-repository', 'FOREGROUND', 'RETURN_THEN_DESTROY', 'vendor-git',
                        'https://git.vendor.example/b', 'London; Paris')""", exit.id());
        exit.agree().authorise();
        for (var asset : List.of("a", "b", "c")) {
            exit.attempt(asset, "VERIFIED").check("erin", asset).fixity(asset, "INTACT");
        }
        exit.sign("lea", exit.drawUp("ASSET_RETURN", "INTERIM", "a", "b", "c"));
        it = OrderedExit.of(exit);
        number = it.served("a", "b");
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    /** A faultless row, of which one part says something else. */
    private static Arguments flaw(String code, String part, String otherwise) {
        return Arguments.of(code, part, otherwise);
    }

    static Stream<Arguments> flaws() {
        return Stream.of(
                flaw("NOT_ERASED", "\"ERASED\"", "\"NOT_ERASED\""),
                flaw("EXCEPTIONS_MISSING", "\"ERASED\"", "\"ERASED_WITH_EXCEPTIONS\""),
                flaw("DATE_MISSING", "\"completedOn\"", "\"someOtherField\""),
                flaw("DATE_IN_FUTURE", "TODAY", "2099-01-01"),
                flaw("METHOD_MISSING", "\"method\"", "\"someOtherField\""),
                flaw("VERIFICATION_MISSING", "\"FULL\"", "\"NONE\""),
                flaw("LOCATIONS_MISSING", "[\"git.vendor.example\"]", "[]"),
                flaw("PERFORMER_MISSING", "\"Pat Performer\"", "\" \""),
                flaw("VERIFIER_MISSING", "\"Vera Verifier\"", "\" \""),
                flaw("PERFORMER_IS_VERIFIER", "\"Vera Verifier\"", "\"pat  performer \""),
                flaw("PERFORMER_IS_VERIFIER", "vera@vendor.example", "PAT@vendor.example"),
                flaw(
                        "SUBPROCESSOR_OPEN",
                        "\"FULL\"",
                        "\"FULL\", \"subprocessors\": [{\"name\": \"Sub\", \"state\": \"IN_PROGRESS\"}]"),
                flaw("RETAINED_WITHOUT_BASIS", "\"FULL\"", "\"FULL\", \"retained\": [{\"what\": \"logs\"}]"));
    }

    @ParameterizedTest(name = "{0}: {1} becomes {2}")
    @MethodSource("flaws")
    void findsTheOneGapThereIs(String code, String part, String otherwise) {
        var row = ROW.formatted("a", "TODAY").replace(part, otherwise).replace("TODAY", it.today());

        assertThat(gaps(it.attest(number, row), "a")).containsExactly(code);
    }

    @Test
    void findsNoGapInAFaultlessLetter() {
        assertThat(gaps(it.attestToday(number, "a"), "a")).isEmpty();
        assertThat(gaps(it.attest(number, """
                {"asset": "a", "completedOn": "%s", "result": "ERASED_WITH_EXCEPTIONS", "method": "CLEAR", "verification": "SAMPLED",
                 "performer": {"name": "Pat"}, "verifier": {"name": "Vera"}, "locations": ["x"],
                 "subprocessors": [{"name": "Sub", "state": "IN_PROGRESS", "on": "2099-01-01"}]}""".formatted(it.today())), "a")).isEmpty();
    }

    @Test
    void findsTheLocationOfTheRegisterThatTheLetterLeavesOut() {
        var row = ROW.formatted("b", it.today()).replace("git.vendor.example", " london ");

        assertThat(findings("attestation_gaps", it.attest(number, row), "b"))
                .containsExactly("LOCATIONS_SHORT locations: the register also names  Paris");
        assertThat(gaps(it.attest(number, row.replace("\" london \"", "\"Paris\", \"LONDON\"")), "b"))
                .isEmpty();
    }

    @Test
    void findsThatItSpeaksOfSomethingElse() {
        var attestation = it.attest(
                number, ROW.formatted("a", it.today()), ROW.formatted("c", it.today()), ROW.formatted("x", it.today()));

        assertThat(gaps(attestation, "b")).containsExactly("NOT_ATTESTED");
        assertThat(gaps(attestation, "c")).containsExactly("OUTSIDE_ORDER");
        assertThat(gaps(attestation, "x")).containsExactly("NOT_REGISTERED");
    }

    @Test
    void saysBesideItsGapsWhatIsWorthKnowing() {
        var row = ROW.formatted("b", it.today()).replace("\"git.vendor.example\"", "\"London\", \"Paris\"");
        var other = ROW.formatted("c", it.today());

        assertThat(notes(it.attest(number, row), "b")).isEmpty();
        assertThat(notes(it.attestToday(number, "a"), "a")).containsExactly("LOCATIONS_NOT_COMPARED");
        assertThat(notes(it.attest(number, row.replace(it.today(), "2020-02-29")), "b"))
                .containsExactly("BEFORE_INSTRUCTION");
        assertThat(findings("attestation_notes", it.attest(null, other), "c"))
                .first()
                .asString()
                .contains("BEFORE_INSTRUCTION", "without any order");
        assertThat(notes(
                        it.attest(number, with(row, "\"tails\": [{\"what\": \"backup\", \"until\": \"2099-01-01\"}]")),
                        "b"))
                .containsExactly("TAIL_UNTIL");
        assertThat(notes(
                        it.attest(
                                number,
                                with(
                                        row,
                                        "\"retained\": [{\"what\": \"logs\", \"basis\": \"tax law\"}, {\"what\": \"more\"}]")),
                        "b"))
                .containsExactly("RETAINED_BY_HOLDER");
    }

    @Test
    void saysThatTheStandardWasWithdrawn() {
        var row = ROW.formatted("b", it.today()).replace("\"git.vendor.example\"", "\"London\", \"Paris\"");

        assertThat(notes(by("NIST SP 800-88", "Rev. 1", row), "b")).containsExactly("STANDARD_WITHDRAWN");
        assertThat(notes(by("NIST SP 800-88", "Rev. 2", row), "b")).isEmpty();
        assertThat(notes(by("ISO/IEC 27040", "1", row), "b")).isEmpty();
    }

    @Test
    void saysThatTheOrderWasRecalled() {
        var held = OrderedExit.certified(database, "a");
        var order = held.served("a");
        var before = held.attestToday(order, "a");
        assertThat(notes(before, "a")).doesNotContain("ORDER_RECALLED");

        held.hold("otto", "a");

        assertThat(notes(before, "a")).contains("ORDER_RECALLED");
    }

    @Test
    void takesInNoLetterOfAStrangerOrOfAnOrderThatNobodyGotOrThatNamesAnAssetTwice() {
        var row = ROW.formatted("a", it.today());
        assertThatThrownBy(() -> it.exit.insert(
                        "erin",
                        "insert into handback.attestation (exit_id, number, said) values (?, ?, ?::jsonb)",
                        it.exit.id(),
                        number,
                        "[" + row + "]"))
                .hasMessageContaining("erin may not do this (attestation)");
        assertThatThrownBy(() -> it.attest(it.exit.id() + "-D9", row)).hasMessageContaining("was not served");
        assertThatThrownBy(() -> it.attest(number, row, row)).hasMessageContaining("names each asset once");
        assertThatThrownBy(() -> it.attest(null)).hasMessageContaining("attestation");
    }

    @Test
    void aLinkSpeaksOfTheAssetsOfItsOrderAlone() {
        var link = it.exit.as(
                "olga",
                () -> it.exit.sql("""
                insert into handback.attestation_link (exit_id, number, holder, token_sha256, expires_at)
                values (?, ?, 'Orbit', repeat('e', 64), handback.now() + interval '1 day') returning link""", it.exit.id(), number).query(String.class).single());

        assertThatThrownBy(() -> throughLink(link, number, "c")).hasMessageContaining("for the assets of its order");
        assertThatThrownBy(() -> throughLink(link, it.exit.id() + "-D9", "a")).hasMessageContaining("is not open");
    }

    @Test
    void acceptsNothingThatNobodyAttestedNorTwice() {
        var fresh = OrderedExit.certified(database, "a", "b");
        var order = fresh.served("a", "b");
        assertThat(fresh.gate("lea", "ACCEPT", "a")).containsExactly("NOT_ATTESTED");

        var attestation = fresh.attestToday(order, "a");
        assertThat(fresh.gate("lea", "ACCEPT", "a")).containsExactly("NOT_PROBED");
        assertThatThrownBy(() -> fresh.decide("lea", attestation, "SENT_BACK", "b"))
                .hasMessageContaining("does not speak of it");
        fresh.probe("a", "INDETERMINATE");
        fresh.decide("lea", attestation, "ACCEPTED", "a");
        assertThat(fresh.gate("leo", "ACCEPT", "a")).containsExactly("ALREADY_DECIDED");
        assertThatThrownBy(() -> fresh.decide("leo", attestation, "ACCEPTED", "a"))
                .hasMessageContaining("is decided already");
    }

    @Test
    void acceptsOnlyTheLetterThatCountsNow() {
        var fresh = OrderedExit.certified(database, "a");
        var order = fresh.served("a");
        var first = fresh.attestToday(order, "a");
        var second = fresh.attestToday(order, "a");
        fresh.probe("a", "INDETERMINATE");

        assertThatThrownBy(() -> fresh.decide("lea", first, "ACCEPTED", "a"))
                .hasMessageContaining("attestation %s counts now, not %s".formatted(second, first));
    }

    private static int throughLink(String link, String order, String asset) {
        return it.exit.insert(
                TestExit.SYSTEM,
                "insert into handback.attestation (exit_id, number, link, said) values (?, ?, ?, ?::jsonb)",
                it.exit.id(),
                order,
                link,
                "[" + ROW.formatted(asset, it.today()) + "]");
    }

    private static String with(String row, String more) {
        return row.replace("\"FULL\"", "\"FULL\", " + more);
    }

    private static String by(String standard, String revision, String row) {
        return it.exit.as("otto", () -> it.exit
                .sql("""
                insert into handback.attestation (exit_id, number, standard, revision, said) values (?, ?, ?, ?, ?::jsonb)
                returning attestation""", it.exit.id(), number, standard, revision, "[" + row + "]")
                .query(String.class)
                .single());
    }

    private static List<String> gaps(String attestation, String asset) {
        return codes("attestation_gaps", attestation, asset);
    }

    private static List<String> notes(String attestation, String asset) {
        return codes("attestation_notes", attestation, asset);
    }

    private static List<String> codes(String function, String attestation, String asset) {
        return findings(function, attestation, asset).stream()
                .map(finding -> finding.replaceFirst(" .*", ""))
                .toList();
    }

    private static List<String> findings(String function, String attestation, String asset) {
        return it.exit
                .sql("select code || ' ' || detail from handback.%s(?, ?)".formatted(function), attestation, asset)
                .query(String.class)
                .list();
    }
}
