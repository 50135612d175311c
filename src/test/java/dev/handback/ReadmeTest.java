package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What README.md names is there. */
class ReadmeTest {
    private final String readme;

    ReadmeTest() throws IOException {
        readme = Files.readString(Path.of("README.md"));
    }

    @Test
    void tellsInTheOrderInWhichSomebodyAsks() {
        assertThat(all("(?m)^## (.+)$"))
                .containsExactly(
                        "See it",
                        "Run it",
                        "Test it",
                        "How it proves custody",
                        "Roles",
                        "Configure",
                        "Operate",
                        "Limits",
                        "Extend",
                        "Words");
        assertThat(readme).startsWith("# Handback\n");
    }

    @Test
    void linksAndShowsOnlyFilesThatAreThere() {
        assertThat(all("]\\((?!https?:)([^)#]+)\\)")).isNotEmpty().allSatisfy(link -> assertThat(Path.of(link))
                .exists());
    }

    @Test
    void namesOnlyPathsThatAreThere() {
        assertThat(all("`((?:src|bpmn|runbooks|\\.ci|\\.github)(?:/[\\w./-]+)?)`"))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(Path.of(path)).exists());
    }

    @Test
    void namesOnlyTestsThatAreThere() throws IOException {
        try (var files = Files.walk(Path.of("src/test/java"))) {
            var tests = files.map(file -> file.getFileName().toString()).toList();

            assertThat(all("`(\\w+(?:Test|IT))`")).isNotEmpty().allSatisfy(test -> assertThat(tests)
                    .contains(test + ".java"));
        }
    }

    @Test
    void namesOnlyProfilesAndTheJarOfTheBuild() throws IOException {
        var pom = Files.readString(Path.of("pom.xml"));

        assertThat(all("\\./mvnw[^\\n]* -P(\\w+)")).isNotEmpty().allSatisfy(profile -> assertThat(pom)
                .contains("<id>" + profile + "</id>"));
        assertThat(all("java -jar target/([\\w-]+)\\.jar"))
                .allSatisfy(jar -> assertThat(pom).contains("<finalName>" + jar + "</finalName>"));
        assertThat(Path.of("mvnw")).isExecutable();
    }

    @Test
    void namesOnlySettingsThatExist() throws IOException {
        var known = new TreeSet<String>();
        try (var metadata = ReadmeTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            JsonMapper.builder()
                    .build()
                    .readTree(metadata)
                    .get("properties")
                    .findValuesAsText("name")
                    .forEach(known::add);
        }
        var named = new ArrayList<>(all("[`-](handback\\.[a-z.-]+[a-z])"));
        named.addAll(keysOf("handback"));

        assertThat(named).isNotEmpty().allSatisfy(setting -> assertThat(known)
                .anyMatch(name -> name.equals(setting) || setting.startsWith(name + ".")));
    }

    /** The settings of the example, down to the first key that is a name or a list. */
    @SuppressWarnings("unchecked")
    private List<String> keysOf(String root) {
        var example = all("```yaml\\n(?s:(.*?))```").get(0);
        var keys = new ArrayList<String>();
        ((java.util.Map<String, java.util.Map<String, Object>>) new Yaml().load(example))
                .getOrDefault(root, java.util.Map.of())
                .forEach((key, value) -> {
                    if (key.equals("signing") && value instanceof java.util.Map<?, ?> inner) {
                        inner.keySet().forEach(name -> keys.add(root + "." + key + "." + name));
                    } else {
                        keys.add(root + "." + key);
                    }
                });
        return keys;
    }

    private List<String> all(String pattern) {
        return Pattern.compile(pattern)
                .matcher(readme)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
