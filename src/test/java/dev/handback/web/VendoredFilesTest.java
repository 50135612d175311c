package dev.handback.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
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
        var listed = listed();
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

    @Test
    void theBillOfMaterialsNamesTheSameFiles() throws IOException {
        var named = new TreeMap<String, String>();
        for (var component : JsonMapper.builder()
                .build()
                .readTree(Path.of("src/main/resources/META-INF/sbom/vendored.cdx.json")
                        .toFile())
                .path("components")) {
            assertThat(component.path("purl").asText())
                    .endsWith("/" + component.path("name").asText() + "@"
                            + component.path("version").asText());
            for (var file : component.path("components")) {
                named.put(
                        file.path("name").asText(),
                        file.path("hashes").path(0).path("content").asText());
                assertThat(file.path("name").asText())
                        .startsWith(component.path("name").asText() + "/"
                                + component.path("version").asText() + "/");
            }
        }

        assertThat(named).isEqualTo(listed());
    }

    @Test
    void theNoticeCarriesTheirLicences() throws IOException {
        var notice = Files.readString(Path.of("NOTICE")).replaceAll("\\s+", " ");
        for (var file : listed().keySet()) {
            if (file.endsWith("/LICENSE")) {
                assertThat(notice)
                        .contains(
                                Files.readString(VENDORED.resolve(file)).strip().replaceAll("\\s+", " "));
            }
        }
    }

    private static TreeMap<String, String> listed() throws IOException {
        var listed = new TreeMap<String, String>();
        ROW.matcher(Files.readString(VENDORED.resolve("VENDORED.md")))
                .results()
                .forEach(row -> listed.put(row.group(1), row.group(2)));
        return listed;
    }
}
