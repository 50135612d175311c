package dev.handback.web;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Every code that a gate gives as a reason or an attempt at a bucket as a finding, and what it means. */
@RestController
class FindingsApi {
    private final List<Code> codes = read();

    record Code(String code, String meaning) {}

    @GetMapping("/api/findings")
    List<Code> codes() {
        return codes;
    }

    static List<Code> read() {
        var meanings = new Properties();
        try (var in = new InputStreamReader(
                new ClassPathResource("findings/codes.properties").getInputStream(), StandardCharsets.UTF_8)) {
            meanings.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the findings' codes cannot be read", e);
        }
        return meanings.stringPropertyNames().stream()
                .sorted()
                .map(code -> new Code(code, meanings.getProperty(code)))
                .toList();
    }
}
