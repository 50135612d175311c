package dev.handback.web;

import dev.handback.assets.Asset;
import dev.handback.assets.AssetRegister;
import dev.handback.destruction.Destructions;
import dev.handback.exits.Exits;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The register with where each asset stands, as a table for a spreadsheet program (RFC 4180, UTF-8). The vendor wrote some of
 * these cells: none begins as a formula does.
 */
@RestController
class RegisterExport {
    private static final int AT_A_TIME = 1_000;
    private static final String BEGINS_A_FORMULA = "=+-@\t\r\n";
    private static final String[] COLUMNS = {
        "asset",
        "title",
        "kind",
        "origin",
        "disposition",
        "connection",
        "locator",
        "returnState",
        "destructionState",
        "outcome",
        "flags",
        "findings",
        "sha256",
        "swhid",
        "bytes",
        "checkedBy",
        "certificate"
    };

    private final Exits exits;
    private final AssetRegister register;
    private final Destructions destructions;
    private final FindingList findings;
    private final AssetFlags flags;

    RegisterExport(
            Exits exits, AssetRegister register, Destructions destructions, FindingList findings, AssetFlags flags) {
        this.exits = exits;
        this.register = register;
        this.destructions = destructions;
        this.findings = findings;
        this.flags = flags;
    }

    @GetMapping("/api/exits/{id}/register.csv")
    void csv(@PathVariable String id, HttpServletResponse response) throws IOException {
        var exit = exits.find(id).exitId();
        var flags = this.flags.of(exit);
        // before the first byte, so that an error is answered as one
        var page = register.list(exit, null, 0, AT_A_TIME);
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"register-" + exit + ".csv\"");
        var format = CSVFormat.RFC4180.builder().setHeader(COLUMNS).get();
        try (var csv =
                new CSVPrinter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), format)) {
            for (int number = 1; !page.isEmpty(); number++) {
                var destroyed = destructions.states(
                        exit, page.stream().map(Asset::asset).toList());
                for (var asset : page) {
                    csv.printRecord(row(asset, flags.of(asset), destroyed));
                }
                page = register.list(exit, null, number, AT_A_TIME);
            }
        }
    }

    private List<String> row(Asset asset, List<String> flags, Map<String, String> destroyed) {
        var json = AssetJson.of(
                asset, flags, destroyed.getOrDefault(asset.asset(), "NONE"), findings.of(asset.findings()), null);
        var codes =
                json.findings().stream().map(FindingList.Found::code).distinct().collect(Collectors.joining(" "));
        return Stream.<@Nullable Object>of(
                        json.asset(),
                        json.title(),
                        json.kind(),
                        json.origin(),
                        json.disposition(),
                        json.connection(),
                        json.locator(),
                        json.returnState(),
                        json.destructionState(),
                        json.outcome(),
                        String.join(" ", json.flags()),
                        codes,
                        json.identity().sha256(),
                        json.identity().swhid(),
                        json.counts().bytes(),
                        json.checkedBy(),
                        json.certificate())
                .map(RegisterExport::cell)
                .toList();
    }

    /** What a spreadsheet program would run stands behind an apostrophe. */
    static String cell(@Nullable Object value) {
        var text = value == null ? "" : value.toString();
        return !text.isEmpty() && BEGINS_A_FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
