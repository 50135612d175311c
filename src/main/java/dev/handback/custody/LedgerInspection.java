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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One look at everything the ledger promises. Collects what it finds and never stops at the first finding. */
final class LedgerInspection {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final LedgerTable table;
    private final FactTables facts;
    private final PublicKey key;
    private final LedgerSettings settings;
    private final List<Kept> checkpoints = new ArrayList<>();
    private final List<LedgerFinding> findings = new ArrayList<>();

    LedgerInspection(LedgerTable table, FactTables facts, PublicKey key, LedgerSettings settings) {
        this.table = table;
        this.facts = facts;
        this.key = key;
        this.settings = settings;
    }

    private record Kept(String place, Checkpoint checkpoint) {}

    List<LedgerFinding> findings() {
        return List.copyOf(findings);
    }

    void readCheckpointFiles() {
        if (!Files.isDirectory(settings.checkpoints())) {
            return;
        }
        try (var files = Files.newDirectoryStream(settings.checkpoints(), "*.txt")) {
            for (Path file : files) {
                readCheckpoint(file.toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The checkpoints cannot be read: " + settings.checkpoints(), e);
        }
    }

    /** Expects one snapshot of the database. */
    void readDatabase() {
        facts.pinPrinting();
        readCheckpointTable();
        readEntries();
        facts.unknown().forEach(name -> add(Code.TABLE_UNKNOWN, name, "-", "-", "a table of facts", "none"));
        facts.all().forEach(this::readFacts);
        facts.unprotected().forEach(trigger -> add(Code.PROTECTION_OFF, trigger, "-", "-", "enabled always", "not so"));
    }

    private void readCheckpointTable() {
        var notes = Set.copyOf(table.checkpointNotes());
        for (var outside : checkpoints) {
            if (!notes.contains(outside.checkpoint().note())) {
                add(Code.CHECKPOINT_LOST, "checkpoint", outside.place(), "note", "the same note", "none");
            }
        }
        var n = 0;
        for (var note : notes) {
            readCheckpoint("row " + ++n, note);
        }
    }

    private void readCheckpoint(String place, String note) {
        try {
            var checkpoint = Checkpoint.parse(note);
            if (!checkpoint.signedBy(key)) {
                add(Code.CHECKPOINT_SIGNATURE, "checkpoint", place, "note", "signed by the ledger's key", "not so");
            }
            checkpoints.add(new Kept(place, checkpoint));
        } catch (IllegalArgumentException e) {
            add(
                    Code.CHECKPOINT_UNREADABLE,
                    "checkpoint",
                    place,
                    "note",
                    "a signed note",
                    String.valueOf(e.getMessage()));
        }
    }

    private void readEntries() {
        var tree = new MerkleTree();
        compareCheckpoints(tree);
        table.eachStored(entry -> {
            readEntry(entry, tree);
            compareCheckpoints(tree);
        });
        compareHead(tree);
        for (var kept : checkpoints) {
            if (kept.checkpoint().size() > tree.size()) {
                add(
                        Code.CHECKPOINT_BEYOND_HEAD,
                        "checkpoint",
                        kept.place(),
                        "size",
                        kept.checkpoint().size(),
                        tree.size());
            }
        }
    }

    private void readEntry(LedgerTable.Stored entry, MerkleTree tree) {
        var row = "seq " + entry.seq();
        if (entry.seq() != tree.size()) {
            add(Code.ENTRY_MISSING, "ledger_entry", row, "seq", tree.size(), entry.seq());
        }
        var computed = MerkleTree.leafHash(entry.body());
        if (!Arrays.equals(computed, entry.leaf())) {
            add(
                    Code.ENTRY_ALTERED,
                    "ledger_entry",
                    row + " fact " + entry.fact(),
                    "body",
                    hex(entry.leaf()),
                    hex(computed));
        }
        readColumns(entry, row);
        // the stored leaf, so that a changed body is named once and does not make the head look changed as well
        tree.push(entry.leaf().length == MerkleTree.HASH_BYTES ? entry.leaf() : computed);
    }

    private void readColumns(LedgerTable.Stored entry, String row) {
        var body = parse(entry.body());
        var columns = parse(entry.columns().getBytes(UTF_8));
        for (var column : List.of("fact", "table", "exit_id", "actor", "at")) {
            var expected = body.path(column);
            var actual = columns.path(column);
            if (!same(expected, actual)) {
                add(Code.ENTRY_COLUMN_ALTERED, "ledger_entry", row, column, expected, actual);
            }
        }
    }

    private void compareCheckpoints(MerkleTree tree) {
        for (var kept : checkpoints) {
            var checkpoint = kept.checkpoint();
            if (checkpoint.size() == tree.size() && !checkpoint.root().hex().equals(hex(tree.root()))) {
                add(
                        Code.CHECKPOINT_CLASH,
                        "checkpoint",
                        kept.place(),
                        "root of " + checkpoint.size(),
                        checkpoint.root().hex(),
                        hex(tree.root()));
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
        for (var difference : facts.differences(fact)) {
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
        findings.add(new LedgerFinding(code, name, row, column, say(expected), say(actual)));
    }

    private static String say(Object value) {
        return value instanceof MissingNode ? "nothing" : value.toString();
    }
}
