package dev.handback.retrieval.folder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that a vendor may have chosen to hurt whoever writes them on a disk. */
class KeyPathsTest {

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "contract.pdf|contract.pdf",
                "2021/Q1/contract v2 (final).pdf|2021/Q1/contract v2 (final).pdf",
                "\u00fcmlaut/\u65e5\u672c.txt|\u00fcmlaut/\u65e5\u672c.txt",
                "e\u0301|e\u0301",
                ".hidden|.hidden",
                "../../etc/passwd|%2E%2E/%2E%2E/etc/passwd",
                "./a|%2E/a",
                ".../a|..%2E/a",
                "/etc/passwd|%empty/etc/passwd",
                "a//b|a/%empty/b",
                "folder/|folder/%empty",
                "//|%empty/%empty/%empty",
                "a\\b|a%5Cb",
                "C:\\x|C%3A%5Cx",
                "file:stream|file%3Astream",
                "what?*|what%3F%2A",
                "a\"<>b|a%22%3C%3Eb",
                "50%|50%25",
                "%2E%2E|%252E%252E",
                "%unfinished-0|%25unfinished-0",
                "%long/x|%25long/x",
                "CON|%43ON",
                "con.txt|%63on.txt",
                "Lpt1.a.b|%4Cpt1.a.b",
                "CONTRACT|CONTRACT",
                "com10|com10",
                "nul.|nul%2E",
                "dot.|dot%2E",
                "dots..|dots.%2E",
                "blank |blank%20",
                " blank| blank",
                "a\u0000b|a%00b",
                "a\u001b[2Jb|a%1B[2Jb",
                "a\u007fb|a%7Fb",
                "txt.\u202eexe|txt.%E2%80%AEexe",
                "a\u2028b|a%E2%80%A8b",
                "names.jsonl|names.jsonl",
            },
            delimiter = '|')
    void givesEachNameAPathThatEveryFileSystemHolds(String key, String path) {
        assertThat(new KeyPaths().file(key.getBytes(UTF_8))).isEqualTo("files/" + path);
    }

    @Test
    void spellsBytesThatAreNoUtf8() {
        var paths = new KeyPaths();

        assertThat(paths.file(bytes("a\u00ffb"))).isEqualTo("files/a%FFb");
        assertThat(paths.file(bytes("\u00ed\u00a0\u0080"))).isEqualTo("files/%ED%A0%80");
        assertThat(paths.file(bytes("cut \u00e2\u0082"))).isEqualTo("files/cut %E2%82");
        assertThat(paths.file("%FF".getBytes(UTF_8))).isEqualTo("files/%25FF");
    }

    @Test
    void keepsApartWhatAFileSystemTakesForTheSame() {
        var keys = Stream.of("A/b", "README", "Readme", "a", "a/b", "a/b/c", "e\u0301", "ss", "\u00df", "\u00e9")
                .map(key -> key.getBytes(UTF_8))
                .toList();

        var given = given(keys, new KeyPaths());

        assertThat(given.stream()
                        .map(path -> Normalizer.normalize(path, Normalizer.Form.NFC))
                        .map(path -> path.toLowerCase(java.util.Locale.ROOT)))
                .doesNotHaveDuplicates();
        assertThat(given).contains("files/A/b", "files/README");
        assertThat(given.get(2)).matches("files/Readme%~[0-9a-f]{16}");
        // a file cannot lie where a folder of another key is, nor a folder where a file is
        assertThat(given.get(3)).matches("files/a%~[0-9a-f]{16}");
        assertThat(given.get(4)).matches("files/a%~[0-9a-f]{16}/b");
        assertThat(given.get(5)).matches("files/a%~[0-9a-f]{16}/b%~[0-9a-f]{16}/c");
    }

    @Test
    void putsEarlierVersionsBelowTheirKey() {
        var paths = new KeyPaths();

        assertThat(paths.version("a/b.txt".getBytes(UTF_8), 1)).isEqualTo("versions/a/b.txt/1");
        assertThat(paths.version("a/b.txt".getBytes(UTF_8), 12)).isEqualTo("versions/a/b.txt/12");
        // the first version of a/b.txt lies where this key's folder would be
        assertThat(paths.version("a/b.txt/1".getBytes(UTF_8), 1)).matches("versions/a/b.txt/1%~[0-9a-f]{16}/1");
    }

    @Test
    void givesNoPathThatIsLongerThanCommonSystemsHold() {
        var paths = new KeyPaths();
        var cruel = Stream.of(
                        "x".repeat(1024),
                        "/".repeat(1024),
                        "a/".repeat(512),
                        "A/".repeat(512),
                        "%/".repeat(512),
                        "\u65e5".repeat(341),
                        ("\u65e5".repeat(60) + "/").repeat(5))
                .map(key -> key.getBytes(UTF_8))
                .toList();

        var given = given(cruel, paths);

        assertThat(given).doesNotHaveDuplicates().allSatisfy(path -> {
            assertThat(path.getBytes(UTF_8)).hasSizeLessThan(920);
            assertThat(List.of(path.split("/")))
                    .allSatisfy(name -> assertThat(name.getBytes(UTF_8)).hasSizeLessThan(256));
        });
        assertThat(given.get(0)).matches("files/x{100}%~[0-9a-f]{16}");
        assertThat(given.get(1)).matches("files/%long/[0-9a-f]{64}");
        // marks cannot make a path grow without end: each of these differs from the one before by case alone
        var stairs = IntStream.range(0, 40)
                .mapToObj(i -> ("a/".repeat(i) + "A/".repeat(40 - i)).getBytes(UTF_8))
                .toList();
        assertThat(given(stairs, paths)).doesNotHaveDuplicates().allSatisfy(path -> assertThat(path)
                .hasSizeLessThan(920));
    }

    @Test
    void givesTheSamePathsWheneverAskedAndKnowsThem() {
        var keys = hostile();
        var paths = new KeyPaths();
        var given = given(keys, paths);

        assertThat(given(keys, paths)).isEqualTo(given);
        assertThat(given(keys, new KeyPaths())).isEqualTo(given);
        assertThat(given).doesNotHaveDuplicates().allMatch(paths::isFile).noneMatch(paths::isFolder);
        assertThat(paths.isFolder("files")).isTrue();
        assertThat(paths.isFile("names.jsonl")).isTrue();
        assertThat(paths.isFile("files/nobody's")).isFalse();
        assertThat(paths.isFile("files/%6Eul.txt")).isTrue();
        assertThat(paths.isFile("files/%6EUL.TXT")).isFalse();
    }

    @Test
    void knowsTheUnfinishedOfItsOwnAndNothingElse() {
        var paths = new KeyPaths();
        var file = paths.file("a.txt".getBytes(UTF_8));

        assertThat(paths.isUnfinished("files/" + paths.unfinished(file))).isTrue();
        assertThat(paths.isUnfinished(paths.unfinished(KeyPaths.INDEX))).isTrue();
        assertThat(new KeyPaths().isUnfinished(paths.unfinished(file))).isFalse();
        assertThat(paths.isUnfinished("%unfinished-0123456789abcdef-0123456789abcdef"))
                .isFalse();
        assertThat(paths.isUnfinished(file)).isFalse();
    }

    /** Whoever has both finds the same file at the same place. */
    @Test
    void agreesWithUnpackPy(@TempDir Path folder) throws IOException {
        Files.copy(Path.of("src/main/resources/package/unpack.py"), folder.resolve("unpack.py"));
        var keys = hostile();
        var lines = keys.stream().map(Base64.getEncoder()::encodeToString).toList();
        Files.write(folder.resolve("keys"), lines);

        var theirs = Tool.named("python3").say(folder, "-X", "utf8", "-c", """
                import base64, unpack
                names = unpack.Names()
                for line in open("keys"):
                    print(names.path(b"files/" + base64.b64decode(line)))
                """);

        assertThat(given(keys, new KeyPaths())).isEqualTo(theirs.lines().toList());
    }

    /** In the order of their bytes, as they come. */
    private static List<byte[]> hostile() {
        var keys = new ArrayList<byte[]>();
        for (var key : List.of(
                "a",
                "A",
                "a/b",
                "a/B",
                "A/b",
                "a/b/c",
                "../x",
                "/x",
                "x//y",
                "x/",
                "CON",
                "con",
                "nul.txt",
                "x. ",
                "x.",
                "50%",
                "%25",
                "\u00e9",
                "e\u0301",
                "\u00c9",
                "\u00df",
                "SS",
                "ss",
                "\u03a3",
                "\u03c3",
                "\u03c2",
                "\u0130",
                "i\u0307",
                "\u0131",
                "i",
                "I",
                "\u1e9e",
                "a\u0000",
                "\u202ea",
                "x".repeat(1024),
                "X".repeat(1024),
                "/".repeat(1000),
                "a/".repeat(40) + "z",
                "a/".repeat(400),
                "\ud83d\ude00".repeat(60),
                "\ue000",
                "q\u00ad",
                " a",
                "\u00a0")) keys.add(key.getBytes(UTF_8));
        for (var raw :
                List.of("\u00ff", "\u00c3", "\u00ed\u00a0\u0080", "\u00f4\u0090\u0080\u0080", "\u00e2\u0028\u00a1"))
            keys.add(bytes(raw));
        var random = new Random(7);
        for (int i = 0; i < 300; i++) {
            var key = new byte[1 + random.nextInt(12)];
            for (int j = 0; j < key.length; j++)
                key[j] = (byte) "aAbB/.%\u00e9 \u00c3\u00a9".charAt(random.nextInt(11));
            keys.add(key);
        }
        keys.sort(Arrays::compareUnsigned);
        var once = new ArrayList<byte[]>();
        for (var key : keys) if (once.isEmpty() || !Arrays.equals(once.get(once.size() - 1), key)) once.add(key);
        return once;
    }

    private static List<String> given(List<byte[]> keys, KeyPaths paths) {
        return keys.stream().map(paths::file).toList();
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(ISO_8859_1);
    }
}
