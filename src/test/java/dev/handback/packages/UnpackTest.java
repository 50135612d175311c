package dev.handback.packages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.Sha256;
import dev.handback.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** unpack.py against names that a vendor may have chosen to hurt whoever unpacks. */
class UnpackTest {
    @TempDir
    private Path folder;

    @Test
    void escapesWhateverCouldLeadOutOrMeanSomethingElse() throws IOException {
        var names = List.of(
                "../../out",
                "/etc/passwd",
                "a/../b",
                "CON",
                "nul.txt",
                "tab\there",
                "C:\\x",
                "dot.",
                "blank ",
                "50%",
                "a//b",
                "ü",
                new String(new byte[] {(byte) 0xff}, ISO_8859_1),
                "x".repeat(300));

        var restored = unpack(names);

        assertThat(restored.get("../../out")).isEqualTo("disk/files/%2E%2E/%2E%2E/out");
        assertThat(restored.get("/etc/passwd")).isEqualTo("disk/files/%empty/etc/passwd");
        assertThat(restored.get("a/../b")).isEqualTo("disk/files/a/%2E%2E/b");
        assertThat(restored.get("CON")).isEqualTo("disk/files/%43ON");
        assertThat(restored.get("nul.txt")).isEqualTo("disk/files/%6Eul.txt");
        assertThat(restored.get("tab\there")).isEqualTo("disk/files/tab%09here");
        assertThat(restored.get("C:\\x")).isEqualTo("disk/files/C%3A%5Cx");
        assertThat(restored.get("dot.")).isEqualTo("disk/files/dot%2E");
        assertThat(restored.get("blank ")).isEqualTo("disk/files/blank%20");
        assertThat(restored.get("50%")).isEqualTo("disk/files/50%25");
        assertThat(restored.get("a//b")).isEqualTo("disk/files/a/%empty/b");
        assertThat(restored.get("\u00ff")).isEqualTo("disk/files/%FF");
        assertThat(restored.get("x".repeat(300))).contains("%~").hasSizeLessThan(150);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void keepsApartWhatAFileSystemTakesForTheSame() throws IOException {
        var restored = unpack(List.of("Readme", "README", "a", "a/b", "\u00e9", "e\u0301"));

        assertThat(restored.values().stream().map(path -> path.toLowerCase(java.util.Locale.ROOT)))
                .doesNotHaveDuplicates()
                .hasSize(6);
        assertThat(restored.get("Readme")).isEqualTo("disk/files/Readme");
        assertThat(restored.get("README")).startsWith("disk/files/README%~");
    }

    @Test
    void restoresNamesThatNoPathIsLongEnoughFor() throws IOException {
        var slashes = "/".repeat(1000);

        assertThat(unpack(List.of("a", slashes)).get(slashes))
                .isEqualTo("disk/files/%long/" + Sha256.of("files/" + slashes).hex());
    }

    @Test
    void restoresNothingThatIsNotWhatItShouldBe() throws IOException {
        var bag = bag(List.of("good", "bad"));
        var wrong = bag.resolve(place(Sha256.of("content of bad").hex()));
        Files.writeString(wrong, "content of worse");

        var failed = org.assertj.core.api.Assertions.catchThrowable(() -> Tool.named("python3")
                .say(bag, "unpack.py", folder.resolve("target").toString()));

        assertThat(failed).hasMessageContaining("not restored");
        assertThat(folder.resolve("target/disk/files/good")).exists();
        assertThat(folder.resolve("target/disk/files/bad")).doesNotExist();
    }

    @Test
    void followsNoLinkAndNoPathOfHostileMetadata() throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), "content of linked");
        var linked = bag(List.of("linked"));
        var place = linked.resolve(place(Sha256.of("content of linked").hex()));
        Files.delete(place);
        Files.createSymbolicLink(place, secret);

        var failed = org.assertj.core.api.Assertions.catchThrowable(() -> Tool.named("python3")
                .say(linked, "unpack.py", folder.resolve("t1").toString()));
        assertThat(failed).hasMessageContaining("is no file");

        Files.writeString(
                linked.resolve("metadata/files.jsonl"),
                Files.readString(linked.resolve("metadata/files.jsonl")).replace("data/sha256", "data/../../secret"));
        failed = org.assertj.core.api.Assertions.catchThrowable(() -> Tool.named("python3")
                .say(linked, "unpack.py", folder.resolve("t2").toString()));
        assertThat(failed).hasMessageContaining("cannot unpack: metadata names");
    }

    /** @return where each name was restored to, one character for each byte of what is no UTF-8 */
    private TreeMap<String, String> unpack(List<String> names) throws IOException {
        var bag = bag(names);
        var target = folder.resolve("target");
        Tool.named("python3").say(bag, "unpack.py", target.toString());
        var restored = new TreeMap<String, String>();
        for (var line : Files.readAllLines(target.resolve("names.jsonl"))) {
            var row = Json.read(line);
            var raw = Base64.getDecoder().decode(row.path("nameBase64").asText());
            var path = row.path("path").asText();
            assertThat(Files.readString(target.resolve(path))).isEqualTo("content of " + name(raw));
            restored.put(name(raw), path);
        }
        assertThat(restored).hasSize(names.size());
        return restored;
    }

    private static String name(byte[] raw) {
        return raw.length == 1 ? new String(raw, ISO_8859_1) : new String(raw, UTF_8);
    }

    private Path bag(List<String> names) throws IOException {
        var bag = Files.createDirectories(folder.resolve("bag"));
        Files.createDirectories(bag.resolve("metadata"));
        Files.writeString(bag.resolve("unpack.py"), TagFiles.resource("unpack.py"));
        Files.writeString(
                bag.resolve("metadata/assets.jsonl"),
                "{\"asset\":\"disk\",\"attempts\":[{\"attempt\":1,\"held\":[{\"name\":\"manifest\"}]}]}\n");
        var rows = new StringBuilder();
        for (var name : names) {
            var raw = name.length() == 1 && name.charAt(0) == 0xff ? new byte[] {(byte) 0xff} : name.getBytes(UTF_8);
            var sha256 = Sha256.of("content of " + name).hex();
            var place = bag.resolve(place(sha256));
            Files.createDirectories(place.getParent());
            Files.writeString(place, "content of " + name);
            rows.append(
                    "{\"asset\":\"disk\",\"attempt\":1,\"what\":\"file\",\"row\":1,\"nameBase64\":\"%s\",\"sha256\":\"%s\",\"path\":\"%s\"}\n"
                            .formatted(Base64.getEncoder().encodeToString(raw), sha256, place(sha256)));
        }
        Files.writeString(bag.resolve("metadata/files.jsonl"), rows.toString());
        return bag;
    }

    private static String place(String sha256) {
        return "data/sha256/" + sha256.substring(0, 2) + "/" + sha256.substring(2, 4) + "/" + sha256;
    }
}
