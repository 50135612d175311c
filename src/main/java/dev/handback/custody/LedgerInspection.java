package dev.handback.custody;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.handback.custody.LedgerFinding.Code;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One look at everything the ledger promises. Collects what it finds and never stops at the first finding. */
final class LedgerInspection {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final LedgerTable table;
    private final FactTables facts;
    private final @Nullable String exit;
    private final Map<UUID, String> proved = new LinkedHashMap<>();
    private final LedgerSettings settings;
    private final KeptCheckpoints checkpoints;
    private final List<LedgerFinding> findings = new ArrayList<>();
    private int factTables;
    private long entries;

    /** @param exit whose entries and rows are read; null reads all. The tree is always the whole one. */
    LedgerInspection(
            LedgerTable table,
            FactTables facts,
            Optional<PublicKey> key,
            LedgerSettings settings,
            @Nullable String exit) {
        this.exit = exit;
        this.table = table;
        this.facts = facts;
        this.settings = settings;
        checkpoints = new KeptCheckpoints(key, findings);
    }

    LedgerVerdict verdict() {
        return new LedgerVerdict(entries, factTables, checkpoints.outside(), findings);
    }

    /** What the tree proves of the exit. */
    ProvedEntries provedEntries() {
        return new ProvedEntries(proved, findings);
    }

    void readCheckpointFiles() {
        checkpoints.readFiles(settings.checkpoints());
    }

    /** Expects one snapshot of the database. */
    void readDatabase() {
        facts.pinPrinting();
        checkpoints.readTable(table.checkpointNotes());
        readEntries();
        facts.unknown().forEach(name -> add(Code.TABLE_UNKNOWN, name, "-", "-", "a table of facts", "none"));
        for (var fact : facts.all()) {
            readFacts(fact);
            factTables++;
        }
        facts.unprotected().forEach(trigger -> add(Code.PROTECTION_OFF, trigger, "-", "-", "enabled always", "not so"));
    }

    private void readEntries() {
        var tree = new MerkleTree();
        checkpoints.compare(tree);
        table.eachStored(exit, entry -> {
            readEntry(entry, tree);
            checkpoints.compare(tree);
        });
        entries = tree.size();
        compareHead(tree);
        checkpoints.compareEnd(tree);
    }

    private void readEntry(LedgerTable.Stored entry, MerkleTree tree) {
        var row = "seq " + entry.seq();
        if (entry.seq() != tree.size()) {
            add(Code.ENTRY_MISSING, "ledger_entry", row, "seq", tree.size(), entry.seq());
        }
        var body = entry.body();
        if (body == null) {
            tree.push(entry.leaf());
            return;
        }
        var computed = MerkleTree.leafHash(body);
        if (!Arrays.equals(computed, entry.leaf())) {
            add(
                    Code.ENTRY_ALTERED,
                    "ledger_entry",
                    row + " fact " + entry.fact(),
                    "body",
                    hex(entry.leaf()),
                    hex(computed));
        }
        readColumns(entry, body, row);
        // the stored leaf, so that a changed body is named once and does not make the head look changed as well
        tree.push(entry.leaf().length == MerkleTree.HASH_BYTES ? entry.leaf() : computed);
    }

    private void readColumns(LedgerTable.Stored entry, byte[] bytes, String row) {
        var body = parse(bytes);
        if (exit != null && exit.equals(body.path("exit_id").textValue())) {
            proved.put(entry.fact(), new String(bytes, UTF_8));
        }
        var columns = parse(entry.columns().getBytes(UTF_8));
        for (var column : List.of("fact", "table", "exit_id", "actor", "at")) {
            var expected = body.path(column);
            var actual = columns.path(column);
            if (!same(expected, actual)) {
                add(Code.ENTRY_COLUMN_ALTERED, "ledger_entry", row, column, expected, actual);
            }
        }
    }

    private void compareHead(MerkleTree tree) {
        var head = table.head();
        if (head.size() != tree.size()) {
            add(Code.HEAD_ALTERED, "ledger_head", "1", "size", tree.size(), head.size());
        }
        if (!Arrays.equals(head.frontier(), tree.frontier())) {
            add(Code.HEAD_ALTERED, "ledger_head", "1", "frontier", hex(tree.frontier()), hex(head.frontier()));
        }
    }

    private void readFacts(FactTables.FactTable fact) {
        facts.twice(fact)
                .forEach(id -> add(Code.ROW_TWICE, fact.name(), id.toString(), "fact", "once", "several times"));
        for (var difference : facts.differences(fact, exit)) {
            var id = String.valueOf(difference.fact());
            if (difference.body() == null) {
                add(Code.ROW_WITHOUT_ENTRY, fact.name(), id, "-", "an entry", "none");
            } else if (difference.row() == null) {
                add(Code.ROW_MISSING, fact.name(), id, "-", "a row", "none");
            } else {
                compareColumns(
                        fact.name(),
                        id,
                        parse(difference.body()),
                        parse(difference.row().getBytes(UTF_8)));
            }
        }
    }

    /** Another release of PostgreSQL may print the same JSON otherwise: then no column differs. */
    private void compareColumns(String name, String id, JsonNode entry, JsonNode row) {
        var columns = new TreeSet<String>();
        entry.fieldNames().forEachRemaining(columns::add);
        row.fieldNames().forEachRemaining(columns::add);
        for (var column : columns) {
            if (!same(entry.path(column), row.path(column))) {
                add(Code.ROW_ALTERED, name, id, column, entry.path(column), row.path(column));
            }
        }
    }

    /** As printed: 1.50 and 1.5 are equal numbers, but one of them is not what was entered. */
    private static boolean same(JsonNode one, JsonNode other) {
        return one.toString().equals(other.toString());
    }

    /** Bytes that are no JSON object have no column at all; the comparison then names every one. */
    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(new String(json, UTF_8));
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private void add(Code code, String name, String row, String column, Object expected, Object actual) {
        findings.add(LedgerFinding.of(code, name, row, column, expected, actual));
    }
}
