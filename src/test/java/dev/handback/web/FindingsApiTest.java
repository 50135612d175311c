package dev.handback.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

class FindingsApiTest {
    private static final Pattern CODE = Pattern.compile("\\('([A-Z]+(?:_[A-Z]+)+)', (?:null|s\\.|e\\.|r\\.|a\\.|in_)");

    @Test
    void explainsEveryCodeThatAGateGives() throws IOException {
        var gates = new ClassPathResource("db/migration/V9__gates.sql").getContentAsString(StandardCharsets.UTF_8);
        var given = new TreeSet<String>();
        CODE.matcher(gates).results().forEach(found -> given.add(found.group(1)));

        assertThat(given).hasSizeGreaterThan(20);
        assertThat(FindingsApi.read().stream().map(FindingsApi.Code::code)).containsAll(given);
    }

    @Test
    void explainsEveryCodeThatARetrievalGives() throws IOException {
        var quoted = Pattern.compile("\"([A-Z0-9]+(?:_[A-Z0-9]+)+)\"");
        var given = new TreeSet<String>();
        for (var room : List.of("sources", "retrieval/git", "retrieval/s3")) {
            try (var files = Files.list(Path.of("src/main/java/dev/handback").resolve(room))) {
                for (var file :
                        files.filter(file -> file.toString().endsWith(".java")).toList())
                    quoted.matcher(Files.readString(file)).results().forEach(found -> given.add(found.group(1)));
            }
        }

        assertThat(given).contains("OBJECTS_MISSING", "LFS_OBJECT_DIFFERS", "OPEN_UPLOADS");
        assertThat(FindingsApi.read().stream().map(FindingsApi.Code::code)).containsAll(given);
    }
}
