package dev.handback.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
}
