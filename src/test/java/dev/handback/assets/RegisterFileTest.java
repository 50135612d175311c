package dev.handback.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterFileTest {
    private static final String HEADING = "asset,title,kind,origin,disposition,connection,locator";
    private static final String PAYMENTS =
            "payments,Payments,git-repository,FOREGROUND,RETURN,acme-git,https://git.acme.example/payments.git";
    private static final BiFunction<String, String, Optional<String>> ANYWHERE = (c, l) -> Optional.empty();

    @Test
    void readsARowWithTheMandatoryColumnsOnly() {
        var preview = read(HEADING, PAYMENTS);

        assertThat(preview.problems()).isEmpty();
        assertThat(preview.importable()).isTrue();
        assertThat(preview.rows())
                .singleElement()
                .returns("payments", RegisterRow::asset)
                .returns(Origin.FOREGROUND, RegisterRow::origin)
                .returns(Disposition.RETURN, RegisterRow::disposition)
                .returns("https://git.acme.example/payments.git", RegisterRow::locator)
                .returns(null, RegisterRow::personalData)
                .returns(Set.of(), RegisterRow::right);
    }

    @Test
    void readsEveryColumnAndWritesItBack() {
        var cells = full();

        var preview = RegisterFile.readRow(cells, List.of(), ANYWHERE);

        assertThat(preview.problems())
                .containsExactly(
                        new RegisterProblem(1, "depends_on", "names shared-lib, which is no asset of the register"));
        var row = preview.rows().get(0);
        assertThat(row.expected()).containsOnly(Map.entry("refs", 12L), Map.entry("objects", 300L));
        assertThat(row.right()).containsOnly(Right.COPYRIGHT, Right.PATENT);
        assertThat(row.personalData()).isFalse();
        assertThat(row.cells()).containsExactlyInAnyOrderEntriesOf(with(full(), "expected", "objects=300;refs=12"));
    }

    @Test
    void listsEveryProblemAtOnceWithRowAndColumn() {
        var preview = read(
                HEADING + ",baseline",
                "Payments,,svn,MINE,KEEP,acme-git,ftp://git.acme.example/a,tag:v1",
                "ledger,Ledger,git-repository,FOREGROUND,RETURN,,,");

        assertThat(preview.importable()).isFalse();
        assertThat(preview.rows()).isEmpty();
        assertThat(preview.problems().stream().map(p -> p.row() + " " + p.column()))
                .containsExactly(
                        "2 asset",
                        "2 title",
                        "2 kind",
                        "2 origin",
                        "2 disposition",
                        "2 locator",
                        "2 baseline",
                        "3 connection",
                        "3 locator");
        assertThat(messages(preview)).contains("expected one of git-repository, s3-documents, manual, found \"svn\"");
    }

    @Test
    void takesWhatComesByHandWithoutConnection() {
        var byHand = with(with(with(row(), "kind", "manual"), "connection", ""), "locator", "safe 4 of the notary");
        var onDisk = with(with(row(), "connection", ""), "locator", "delivery:disk-2");

        for (var row : List.of(byHand, onDisk, with(byHand, "locator", ""))) {
            var read = RegisterFile.readRow(row, List.of(), ANYWHERE);
            assertThat(read.problems()).isEmpty();
            assertThat(read.rows().get(0).connection()).isNull();
            // registered rows are read again when others are added, and their places are no addresses
            assertThat(RegisterFile.readRow(with(row(), "asset", "other"), read.rows(), ANYWHERE)
                            .problems())
                    .isEmpty();
        }
    }

    @Test
    void refusesAMediumThatIsNoPlainLabel() {
        var onDisk = with(with(row(), "connection", ""), "locator", "delivery:../disk 2");

        assertThat(RegisterFile.readRow(onDisk, List.of(), ANYWHERE).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("delivery:disk-2"));
    }

    @Test
    void refusesAConnectionOrACredentialOfWhatComesByHand() {
        var byHand = with(row(), "kind", "manual");

        assertThat(RegisterFile.readRow(byHand, List.of(), ANYWHERE).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.column()).isEqualTo("connection"));
        assertThat(RegisterFile.readRow(
                                with(with(byHand, "connection", ""), "locator", "https://bob:hunter2@share.example/x"),
                                List.of(),
                                ANYWHERE)
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "A", "a b", "ä", "a/b", "../a"})
    void refusesNamesThatDoNotFitAPath(String asset) {
        assertProblem("asset", asset).contains("expected");
    }

    @Test
    void refusesANameLongerThanSixtyFour() {
        assertProblem("asset", "a".repeat(65)).startsWith("expected 1 to 64 of");
        assertThat(RegisterFile.readRow(with(row(), "asset", "a".repeat(64)), List.of(), ANYWHERE)
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://bob:hunter2@git.acme.example/a.git | carries a user name or password",
                "https://hunter2@git.acme.example/a.git     | carries a user name or password",
                "ssh://git:hunter2@git.acme.example/a.git   | carries a user name or password",
                "https://git.acme.example/a.git?token=hunter2 | carries a query or fragment",
                "https://git.acme.example/a.git#hunter2     | carries a query or fragment",
                "https://bob:hunter2 @git.acme.example/a    | is not an address",
                "git@git.acme.example:hunter2.git           | expected the long form ssh://",
            })
    void refusesCredentialsInLocatorsWithoutRepeatingThem(String locator, String message) {
        assertProblem("locator", locator).startsWith(message).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://git.acme.example/a",
                "file:///etc/passwd",
                "git.acme.example/a.git",
                "/srv/git/a",
                "https:///a.git",
                "https://git.acme.example/",
                "https://git.acme.example/../a.git",
                "https://git.acme.example/a/%2e%2e/b.git",
                "ext::sh -c touch"
            })
    void refusesWhatIsNoPlainAddressOfARepository(String locator) {
        assertProblem("locator", locator).isNotEmpty();
    }

    @Test
    void refusesALocatorThatItsConnectionDoesNotServe() {
        var preview = RegisterFile.readRow(
                row(), List.of(), (connection, locator) -> Optional.of(connection + " does not serve " + locator));

        assertThat(preview.problems())
                .containsExactly(new RegisterProblem(
                        1, "locator", "acme-git does not serve https://git.acme.example/payments.git"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "baseline | v1",
                "baseline | commit:abc",
                "baseline | commit:HEAD",
                "baseline | bundle:0123",
                "baseline | manifest:",
                "baseline | date:31.12.2024",
                "baseline | date:2024-02-30",
                "expected | refs",
                "expected | refs=-1",
                "expected | files=3",
                "expected | refs=1;refs=2",
                "expected_by | vendor",
                "exposure | SEEN",
                "right | COPYRIGHT+COPYRIGHT",
                "right | NONE+PATENT",
                "right | COPYRIGHT+",
                "classification | secret",
                "personal_data | maybe",
                "wave | first",
                "priority | -1",
                "destination | https://home.example/a.git",
                "depends_on | A B",
            })
    void refusesOptionalCellsOfTheWrongForm(String column, String value) {
        assertThat(RegisterFile.readRow(with(row(), column, value), List.of(), ANYWHERE)
                        .problems())
                .isNotEmpty()
                .allSatisfy(p -> assertThat(p.column()).startsWith(column));
    }

    @Test
    void takesAFolderToPlaceInAndNoneToFetchFrom() {
        var manual = with(with(row(), "destination_connection", "home-files"), "destination", "folder:contracts/acme");
        manual.put("kind", "manual");
        manual.remove("connection");
        manual.remove("locator");

        assertThat(RegisterFile.readRow(manual, List.of(), ANYWHERE).rows())
                .singleElement()
                .returns("folder:contracts/acme", RegisterRow::destination);
        manual.put("kind", "git-repository");
        manual.put("connection", "acme-git");
        manual.put("locator", "https://git.acme.example/payments.git");
        assertProblem(manual, "destination").contains("is a folder: expected the address of a repository");
        assertProblem("locator", "folder:contracts/acme").contains("in which is only placed");
        assertProblem(with(manual, "destination", "folder:../acme"), "destination")
                .contains("folder:place/in/it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\nb", "a\u202Eb", "a\u200Bb"})
    void refusesTextThatHidesOrTurnsItself(String title) {
        assertProblem("title", title).contains("control or invisible characters");
    }

    @Test
    void refusesAnAssetListedTwiceAndNamesTheFirstRow() {
        var preview = read(HEADING, PAYMENTS, "", PAYMENTS.replace("payments.git", "other.git"));

        assertThat(preview.problems())
                .containsExactly(new RegisterProblem(4, "asset", "payments is already in row 2: expected once"));
    }

    @Test
    void refusesOneRepositoryUnderTwoNames() {
        var preview = read(
                HEADING,
                PAYMENTS,
                "billing,Billing,git-repository,FOREGROUND,RETURN,acme-ssh,ssh://git@GIT.acme.example:22/payments");

        assertThat(preview.problems())
                .containsExactly(new RegisterProblem(3, "locator", "names the same repository as payments in row 2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"contracts/2026/", "contracts%2F2026%2F", "contracts%2f", "contracts", "", "contr"})
    void refusesDocumentsUnderTwoNamesHoweverAPrefixIsWritten(String prefix) {
        var preview = read(
                HEADING,
                "contracts,Contracts,s3-documents,FOREGROUND,RETURN,acme-s3,s3://acme-documents/contracts/2026/",
                "more,More,s3-documents,FOREGROUND,RETURN,acme-s3,s3://acme-documents/" + prefix);

        assertThat(preview.problems())
                .containsExactly(new RegisterProblem(3, "locator", "overlaps the objects of contracts in row 2"));
    }

    @Test
    void refusesAnEscapeThatIsNone() {
        var preview =
                read(HEADING, "contracts,Contracts,s3-documents,FOREGROUND,RETURN,acme-s3,s3://acme-documents/100%/");

        assertThat(messages(preview)).contains("expected s3://bucket/prefix");
    }

    @Test
    void refusesWhatIsAlreadyRegistered() {
        var registered = read(HEADING, PAYMENTS).rows();

        var preview = RegisterFile.readRow(row(), registered, ANYWHERE);

        assertThat(preview.problems().stream().map(RegisterProblem::message))
                .containsExactly(
                        "payments is already in the register: expected once",
                        "names the same repository as payments in the register");
    }

    @Test
    void refusesDependenciesThatLeadBack() {
        var preview = read(
                HEADING + ",depends_on", PAYMENTS + ",ledger", PAYMENTS.replace("payments", "ledger") + ",payments");

        assertThat(messages(preview)).isEqualTo("leads back to payments\nleads back to ledger");
    }

    @Test
    void followsAChainOfDependenciesAsLongAsTheFile() {
        var rows = IntStream.range(0, 5_000)
                .mapToObj(i -> PAYMENTS.replace("payments", "a" + i) + ",a" + (i + 1))
                .collect(Collectors.joining("\n"));

        var preview = read(HEADING + ",depends_on", rows);

        assertThat(messages(preview)).isEqualTo("names a5000, which is no asset of the register");
    }

    @Test
    void namesUnknownAndRepeatedColumns() {
        var preview = read(HEADING + ",colour,title", PAYMENTS + ",red,Again");

        assertThat(preview.problems().stream().map(p -> p.row() + " " + p.column()))
                .containsExactly("1 colour", "1 title");
    }

    @Test
    void namesEveryMissingColumn() {
        var preview = read("asset,kind", "payments,git-repository");

        assertThat(preview.problems().stream().map(p -> p.row() + " " + p.column()))
                .containsExactly("1 title", "1 origin", "1 disposition");
    }

    @Test
    void namesRowsOfAnotherLength() {
        var preview = read(HEADING, PAYMENTS + ",one more", "ledger,Ledger");

        assertThat(messages(preview))
                .isEqualTo("the row has 8 cells: expected 7 as in the heading\n"
                        + "the row has 2 cells: expected 7 as in the heading");
    }

    @Test
    void sparesTheByteOrderMarkThatSpreadsheetsWrite() {
        assertThat(read("\uFEFF" + HEADING, PAYMENTS).problems()).isEmpty();
    }

    @Test
    void keepsCommasAndQuotesInsideQuotedCells() {
        var preview = read(HEADING, PAYMENTS.replace(",Payments,", ",\"Payments, \"\"core\"\"\","));

        assertThat(preview.rows().get(0).title()).isEqualTo("Payments, \"core\"");
    }

    @Test
    void saysWhichLineIsNotUtf8() {
        var preview = read((HEADING + "\n" + PAYMENTS.replace("Payments", "Zähler")).getBytes(ISO_8859_1));

        assertThat(preview.problems())
                .containsExactly(new RegisterProblem(2, "", "the file is not UTF-8 here: save it as \"CSV UTF-8\""));
    }

    @Test
    void recognisesUtf16() {
        assertThat(messages(read(("\uFEFF" + HEADING).getBytes(UTF_16LE)))).contains("looks like UTF-16");
    }

    @Test
    void recognisesOtherSeparators() {
        assertThat(messages(read(HEADING.replace(',', ';'), PAYMENTS.replace(',', ';'))))
                .contains("expected commas");
    }

    @Test
    void survivesQuotesThatNeverClose() {
        assertThat(messages(read(HEADING, "payments,\"Payments,git-repository")))
                .contains("cannot be read as CSV");
        assertThat(messages(read(HEADING, "payments,\"Pay\"ments,x"))).contains("cannot be read as CSV");
    }

    @Test
    void refusesFilesWithoutAssets() {
        assertThat(messages(read(new byte[0]))).startsWith("the file is empty");
        assertThat(messages(read(HEADING))).startsWith("the file lists no asset");
        assertThat(read(HEADING).importable()).isFalse();
    }

    @Test
    void refusesFilesThatAreTooLarge() {
        assertThat(messages(read(new byte[CsvFile.MAX_BYTES + 1]))).contains("at most 5 MiB");
    }

    @Test
    void refusesMoreRowsThanTheLimit() {
        var rows = IntStream.rangeClosed(0, CsvFile.MAX_ROWS)
                .mapToObj(i -> PAYMENTS.replace("payments", "a" + i))
                .collect(Collectors.joining("\n"));

        assertThat(read(HEADING, rows).problems())
                .containsExactly(
                        new RegisterProblem(10_002, "", "too many rows: expected at most 10000 assets in one file"));
    }

    private static AbstractStringAssert<?> assertProblem(String column, String value) {
        return assertProblem(with(row(), column, value), column);
    }

    private static AbstractStringAssert<?> assertProblem(Map<String, String> cells, String column) {
        var problems = RegisterFile.readRow(cells, List.of(), ANYWHERE).problems();
        assertThat(problems).singleElement().returns(column, RegisterProblem::column);
        return assertThat(problems.get(0).message());
    }

    private static String messages(RegisterPreview preview) {
        return preview.problems().stream().map(RegisterProblem::message).collect(Collectors.joining("\n"));
    }

    private static RegisterPreview read(String... lines) {
        return read(String.join("\n", lines).getBytes(UTF_8));
    }

    private static RegisterPreview read(byte[] bytes) {
        return RegisterFile.read(new ByteArrayInputStream(bytes), List.of(), ANYWHERE);
    }

    private static Map<String, String> with(Map<String, String> cells, String column, String value) {
        cells.put(column, value);
        return cells;
    }

    private static Map<String, String> row() {
        return new java.util.LinkedHashMap<>(
                read(HEADING, PAYMENTS).rows().get(0).cells());
    }

    private static Map<String, String> full() {
        var cells = row();
        cells.put("exposure", "CREATED");
        cells.put("right", "COPYRIGHT+PATENT");
        cells.put("owner", "Northwind AG");
        cells.put("ownership_basis", "clause 14.2");
        cells.put("classification", "CONFIDENTIAL");
        cells.put("personal_data", "no");
        cells.put("medium", "git");
        cells.put("holder", "Acme");
        cells.put("locations", "Frankfurt, Pune");
        cells.put("baseline", "commit:" + "a".repeat(40));
        cells.put("expected", "refs=12;objects=300");
        cells.put("expected_by", "Northwind architecture");
        cells.put("wave", "1");
        cells.put("priority", "2");
        cells.put("destination_connection", "home");
        cells.put("destination", "https://git.northwind.example/payments.git");
        cells.put("depends_on", "shared-lib");
        return cells;
    }
}
