package dev.handback.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.certificates.DocumentFinding;
import dev.handback.custody.LedgerFinding;
import dev.handback.verify.PackageFinding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    void explainsEveryCodeThatDestructionGives() throws IOException {
        var gates =
                new ClassPathResource("db/migration/V16__destruction.sql").getContentAsString(StandardCharsets.UTF_8);
        var given = Pattern.compile("return (?:next )?\\('([A-Z]+(?:_[A-Z]+)+)',")
                .matcher(gates)
                .results();

        assertThat(given.map(found -> found.group(1)).distinct())
                .hasSizeGreaterThan(30)
                .allSatisfy(code -> {
                    assertThat(FindingsApi.read().stream().map(FindingsApi.Code::code))
                            .contains(code);
                    assertThat(FindingsApi.runbooks()).containsKey(code);
                });
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

    @Test
    void explainsEveryCodeThatALookGives() throws IOException {
        var quoted = Pattern.compile("\"([A-Z0-9]+(?:_[A-Z0-9]+)+)\"");
        var given = new TreeSet<String>();
        for (var look : List.of("RepositoryLook", "BucketLook", "Seen")) {
            var source = Files.readString(Path.of("src/main/java/dev/handback/destruction", look + ".java"));
            quoted.matcher(source).results().forEach(found -> given.add(found.group(1)));
        }

        assertThat(given).contains("GONE_OR_HIDDEN", "VERSIONS_ANSWER", "NO_CONTROL");
        assertThat(FindingsApi.read().stream().map(FindingsApi.Code::code)).containsAll(given);
    }

    @Test
    void explainsEveryCodeThatAGuardOrACheckGives() throws IOException {
        var given = new TreeSet<String>();
        var guard = Pattern.compile("'code', '([A-Z_]+)'");
        var finding = Pattern.compile("Finding\\(\"([A-Z_]+)\"");
        for (var migration : sources("src/main/resources/db/migration")) {
            guard.matcher(migration).results().forEach(found -> given.add(found.group(1)));
        }
        for (var source : sources("src/main/java/dev/handback/retrieval")) {
            finding.matcher(source).results().forEach(found -> given.add(found.group(1)));
        }
        for (var source : sources("src/main/java/dev/handback/certificates")) {
            Pattern.compile("Finding\\(\\s*\"([A-Z_]+)\"")
                    .matcher(source)
                    .results()
                    .forEach(found -> given.add(found.group(1)));
        }
        assertThat(given).contains("OWN_MEMBERSHIP", "ATTEMPTS_EXHAUSTED", "EVIDENCE_NOT_ON_LEDGER");
        Stream.of(DocumentFinding.Code.values()).forEach(code -> given.add(code.name()));
        Stream.of(LedgerFinding.Code.values()).forEach(code -> given.add(code.name()));
        Stream.of(PackageFinding.Code.values()).forEach(code -> given.add(code.name()));

        assertThat(FindingsApi.read().stream().map(FindingsApi.Code::code)).containsAll(given);
    }

    @Test
    void namesARunbookThatExistsForEveryCode() throws IOException {
        assertThat(FindingsApi.read())
                .allSatisfy(code -> assertThat(Path.of(code.runbook().substring(1) + ".md"))
                        .as(code.code())
                        .exists());
        assertThat(FindingsApi.read().stream().map(FindingsApi.Code::code))
                .containsAll(FindingsApi.runbooks().keySet());

        var gates = new ClassPathResource("db/migration/V9__gates.sql").getContentAsString(StandardCharsets.UTF_8);
        assertThat(CODE.matcher(gates).results().map(found -> found.group(1)))
                .as("a gate's finding is none of a retrieval")
                .allSatisfy(code -> assertThat(
                                FindingsApi.runbooks().containsKey(code) || code.equals("ASSET_NEEDS_DECISION"))
                        .as(code)
                        .isTrue());
    }

    private static List<String> sources(String folder) throws IOException {
        try (var files = Files.walk(Path.of(folder))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> {
                        try {
                            return Files.readString(file);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }
}
