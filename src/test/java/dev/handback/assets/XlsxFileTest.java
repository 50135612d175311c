package dev.handback.assets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Registers as spreadsheet programs write them; the same rules as for CSV. */
class XlsxFileTest {
    private static final String HEADING =
            row(1, "asset", "title", "kind", "origin", "disposition", "connection", "locator", "expected_by");

    @Test
    void readsTheSameRowsAsFromCsv() throws IOException {
        var xlsx = read(sheet(HEADING
                + row(
                        3,
                        "billing",
                        "Billing, \"old\"",
                        "git-repository",
                        "FOREGROUND",
                        "RETURN",
                        "acme",
                        "https://git.acme.example/b")));
        var csv = read(("asset,title,kind,origin,disposition,connection,locator,expected_by\n\n"
                        + "billing,\"Billing, \"\"old\"\"\",git-repository,FOREGROUND,RETURN,acme,https://git.acme.example/b,\n")
                .getBytes(UTF_8));

        assertThat(xlsx.problems()).isEmpty();
        assertThat(xlsx.rows()).isEqualTo(csv.rows()).hasSize(1);
    }

    @Test
    void namesRowAndColumnAsForCsv() throws IOException {
        var read = read(sheet(HEADING
                + row(2, "Billing!", "Billing", "git-repository", "NOBODY", "RETURN", "acme", "https://h.example/b")));

        assertThat(read.rows()).isEmpty();
        assertThat(read.problems())
                .extracting(RegisterProblem::row, RegisterProblem::column)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(2, "asset"),
                        org.assertj.core.groups.Tuple.tuple(2, "origin"));
    }

    @Test
    void refusesAFormulaWhateverItShows() throws IOException {
        var read = read(sheet(HEADING + "<row r=\"2\"><c r=\"A2\" t=\"str\"><f>A1&amp;\"x\"</f><v>billing</v></c>"
                + cell(2, 1, "Billing") + "</row>"));

        assertThat(read.problems()).anySatisfy(problem -> {
            assertThat(problem.row()).isEqualTo(2);
            assertThat(problem.column()).isEqualTo("asset");
            assertThat(problem.message()).contains("formula");
        });
    }

    @Test
    void writesNumbersAsTheyReadAndDatesAsDates() throws IOException {
        var problems = new java.util.ArrayList<RegisterProblem>();

        var csv = XlsxFile.csv(
                sheet(
                        "<row r=\"1\"><c r=\"A1\"><v>12</v></c><c r=\"B1\"><v>1.50</v></c><c r=\"C1\" s=\"1\"><v>46000</v></c><c r=\"D1\" t=\"b\"><v>1</v></c></row>"),
                problems);

        assertThat(problems).isEmpty();
        assertThat(csv).isEqualTo("12,1.5,2025-12-09,true\r\n");
    }

    @Test
    void refusesAnErrorOfTheSpreadsheet() throws IOException {
        var read = read(sheet(HEADING + "<row r=\"2\"><c r=\"A2\" t=\"e\"><v>#REF!</v></c></row>"));

        assertThat(read.problems())
                .anySatisfy(problem -> assertThat(problem.message()).contains("error of the spreadsheet"));
    }

    @Test
    void refusesWhatUnpacksWithoutEnd() throws IOException {
        var parts = parts(HEADING);
        parts.put("xl/media/zeros", " ".repeat(65 << 20));

        assertThat(read(zip(parts)).problems()).singleElement().satisfies(problem -> assertThat(problem.message())
                .contains("64 MiB"));
    }

    @Test
    void refusesDeclaredEntities() throws IOException {
        var parts = parts(HEADING);
        parts.put(
                "xl/worksheets/sheet1.xml",
                "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                        + "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&e;</t></is></c></row></sheetData></worksheet>");

        assertThat(read(zip(parts)).problems()).singleElement().satisfies(problem -> assertThat(problem.message())
                .contains("entities"));
    }

    @Test
    void saysThatABrokenWorkbookIsBroken() throws IOException {
        assertThat(read(zip(Map.of("word/document.xml", "<x/>"))).problems())
                .anySatisfy(problem -> assertThat(problem.message()).contains("cannot be read as a workbook"));
        assertThat(read("PK\u0003\u0004 nothing".getBytes(UTF_8)).importable()).isFalse();
    }

    private static RegisterPreview read(byte[] bytes) {
        return RegisterFile.read(new ByteArrayInputStream(bytes), List.of(), (connection, locator) -> Optional.empty());
    }

    private static String row(int number, String... cells) {
        var row = new StringBuilder("<row r=\"" + number + "\">");
        for (int i = 0; i < cells.length; i++) row.append(cell(number, i, cells[i]));
        return row.append("</row>").toString();
    }

    private static String cell(int row, int column, String text) {
        return "<c r=\"" + (char) ('A' + column) + row + "\" t=\"inlineStr\"><is><t>"
                + text.replace("&", "&amp;").replace("<", "&lt;") + "</t></is></c>";
    }

    private static byte[] sheet(String rows) throws IOException {
        return zip(parts(rows));
    }

    private static Map<String, String> parts(String rows) {
        var parts = new LinkedHashMap<String, String>();
        parts.put(
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                        + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
                        + "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
                        + "<Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/></Types>");
        parts.put(
                "_rels/.rels",
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\""
                        + " Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        parts.put(
                "xl/workbook.xml",
                "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
                        + " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
                        + "<sheets><sheet name=\"Register\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
        parts.put(
                "xl/_rels/workbook.xml.rels",
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                        + "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                        + "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>");
        parts.put(
                "xl/styles.xml",
                "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>"
                        + "<cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>");
        parts.put(
                "xl/worksheets/sheet1.xml",
                "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>" + rows
                        + "</sheetData></worksheet>");
        return parts;
    }

    private static byte[] zip(Map<String, String> parts) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
