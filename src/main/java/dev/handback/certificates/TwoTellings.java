package dev.handback.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.exits.Finding;
import java.util.List;
import java.util.TreeSet;

/** The words of an asset as the ledger tells them beside those of the tables, field by field. */
final class TwoTellings {
    private final String asset;
    private final List<Finding> findings;

    private TwoTellings(String asset, List<Finding> findings) {
        this.asset = asset;
        this.findings = findings;
    }

    /** Adds what is not told alike, with its path in the words, as both say it. */
    static void compare(String asset, JsonNode ledger, JsonNode tables, List<Finding> findings) {
        new TwoTellings(asset, findings).fields("", ledger, tables);
    }

    private void fields(String under, JsonNode ledger, JsonNode tables) {
        var names = new TreeSet<String>();
        ledger.fieldNames().forEachRemaining(names::add);
        tables.fieldNames().forEachRemaining(names::add);
        names.forEach(name -> values(under + name, ledger.path(name), tables.path(name)));
    }

    private void values(String path, JsonNode ledger, JsonNode tables) {
        if (ledger.equals(tables)) return;
        if (ledger.isObject() && tables.isObject()) {
            fields(path + ".", ledger, tables);
        } else if (ledger.isArray() && tables.isArray() && ledger.size() == tables.size()) {
            for (int n = 0; n < ledger.size(); n++) {
                values(path + "[" + n + "]", ledger.path(n), tables.path(n));
            }
        } else {
            findings.add(new Finding(
                    "EVIDENCE_NOT_ON_LEDGER",
                    asset,
                    path + ": the ledger says " + shown(ledger) + ", the tables say " + shown(tables)));
        }
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "nothing" : value.toString();
    }
}
