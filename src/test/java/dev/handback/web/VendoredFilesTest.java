package dev.handback.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What others wrote and we serve ourselves is exactly what they published. */
class VendoredFilesTest {
    private static final Path VENDORED = Path.of("src/main/resources/static/vendor");
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\|.*\\| `([0-9a-f]{64})` \\|");

    @Test
    void everyFileIsListedWithItsDigest() throws IOException {
        var listed = new TreeMap<String, String>();
        ROW.matcher(Files.readString(VENDORED.resolve("VENDORED.md")))
                .results()
                .forEach(row -> listed.put(row.group(1), row.group(2)));
        var found = new TreeMap<String, String>();
        try (var files = Files.walk(VENDORED)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                found.put(
                        VENDORED.relativize(file).toString().replace('\\', '/'),
                        Sha256.of(Files.readAllBytes(file)).hex());
            }
        }
        found.remove("VENDORED.md");

        assertThat(found).isNotEmpty().isEqualTo(listed);
    }
}
