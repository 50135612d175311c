package dev.handback.web;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Every code of a finding, what it means, and the runbook that helps. */
@RestController
class FindingsApi {
    private static final String OF_RETRIEVALS = "task-DecideRetrieval";
    private static final Map<String, String> HELPING = runbooks();

    private final List<Code> codes = read();

    /** @param runbook its address on this server */
    record Code(String code, String meaning, String runbook) {}

    @GetMapping("/api/findings")
    List<Code> codes() {
        return codes;
    }

    static List<Code> read() {
        var meanings = properties("findings/codes.properties");
        return meanings.stringPropertyNames().stream()
                .sorted()
                .map(code -> new Code(code, meanings.getProperty(code), runbook(code)))
                .toList();
    }

    /** The address of the runbook that helps with a code. */
    static String runbook(String code) {
        return "/runbooks/" + HELPING.getOrDefault(code, OF_RETRIEVALS);
    }

    /** The same for the pages, which know it as {@code help}. */
    public String with(Object code) {
        return runbook(String.valueOf(code));
    }

    /** Code to runbook. */
    static Map<String, String> runbooks() {
        var helping = properties("findings/runbooks.properties");
        var runbooks = new HashMap<String, String>();
        for (var runbook : helping.stringPropertyNames()) {
            for (var code : helping.getProperty(runbook).strip().split("\\s+")) {
                if (runbooks.put(code, runbook) != null) {
                    throw new IllegalStateException("two runbooks are named for " + code);
                }
            }
        }
        return runbooks;
    }

    private static Properties properties(String resource) {
        var read = new Properties();
        try (var in = new InputStreamReader(new ClassPathResource(resource).getInputStream(), StandardCharsets.UTF_8)) {
            read.load(in);
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }
}
