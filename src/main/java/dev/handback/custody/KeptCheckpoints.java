package dev.handback.custody;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.Sha256;
import dev.handback.custody.LedgerFinding.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every checkpoint that is kept anywhere, to be compared with the tree while it grows again. */
final class KeptCheckpoints {
    private final Optional<PublicKey> key;
    private final List<LedgerFinding> findings;
    private final NavigableMap<Long, List<Kept>> bySize = new TreeMap<>();
    private int outside;

    KeptCheckpoints(Optional<PublicKey> key, List<LedgerFinding> findings) {
        this.key = key;
        this.findings = findings;
    }

    private record Kept(String place, Checkpoint checkpoint) {}

    int outside() {
        return outside;
    }

    void readFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.newDirectoryStream(folder, "*.txt")) {
            for (Path file : files) {
                read(file.toString(), asSigned(Files.readAllBytes(file)));
                outside++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The checkpoints cannot be read: " + folder, e);
        }
    }

    // what came by mail was saved by somebody's editor: other ends of lines, a mark at the beginning, no last end
    private static String asSigned(byte[] bytes) {
        var text = new String(bytes, UTF_8).replace("\uFEFF", "").replace("\r\n", "\n");
        return text.endsWith("\n") ? text : text + "\n";
    }

    /** After the files: what lies outside must be in the database as well. */
    void readTable(List<String> notes) {
        var inDatabase = Set.copyOf(notes);
        all(bySize)
                .filter(file -> !inDatabase.contains(file.checkpoint().note()))
                .forEach(file ->
                        add(Code.CHECKPOINT_LOST, file.place(), "note", "the same note in the database", "none"));
        notes.forEach(note -> read("row of the database", note));
    }

    private void read(String place, String note) {
        try {
            var checkpoint = Checkpoint.parse(note);
            if (key.filter(checkpoint::signedBy).isEmpty()) {
                add(
                        Code.CHECKPOINT_SIGNATURE,
                        place,
                        "size " + checkpoint.size(),
                        "signed by the ledger's key",
                        "not so");
            }
            bySize.computeIfAbsent(checkpoint.size(), size -> new ArrayList<>()).add(new Kept(place, checkpoint));
        } catch (IllegalArgumentException e) {
            add(Code.CHECKPOINT_UNREADABLE, place, "note", "a signed note", String.valueOf(e.getMessage()));
        }
    }

    /** To be called at every size, since the tree forgets its earlier roots. */
    void compare(MerkleTree tree) {
        for (var one : bySize.getOrDefault(tree.size(), List.of())) {
            var expected = one.checkpoint().root();
            var actual = new Sha256(HexFormat.of().formatHex(tree.root()));
            if (!actual.equals(expected)) {
                add(Code.CHECKPOINT_CLASH, one.place(), "root of " + tree.size(), expected, actual);
            }
        }
    }

    void compareEnd(MerkleTree tree) {
        all(bySize.tailMap(tree.size(), false))
                .forEach(one -> add(
                        Code.CHECKPOINT_BEYOND_HEAD,
                        one.place(),
                        "size",
                        one.checkpoint().size(),
                        tree.size()));
    }

    private static Stream<Kept> all(Map<Long, List<Kept>> checkpoints) {
        return checkpoints.values().stream().flatMap(List::stream);
    }

    private void add(Code code, String place, String column, Object expected, Object actual) {
        findings.add(LedgerFinding.of(code, "checkpoint", place, column, expected, actual));
    }
}
