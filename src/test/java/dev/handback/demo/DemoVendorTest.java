package dev.handback.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoVendorTest {
    private final Path data;

    DemoVendorTest(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void servesGoodRepositoriesToWhoHasTheToken() throws Exception {
        try (var host = DemoVendor.open(data, "token")) {
            assertThat(clone(host, "team/billing-api", "token")).isEqualTo("ok");
            assertThat(clone(host, "team/website", "token")).isEqualTo("ok");
            assertThat(clone(host, "team/website", "wrong")).contains("fatal");
        }
    }

    @Test
    void tampersWithOneRepositoryAndRefusesAnother() throws Exception {
        try (var host = DemoVendor.open(data, "token")) {
            assertThat(clone(host, "team/legacy-tools", "token")).contains("fatal");
            assertThat(clone(host, "restricted/pricing", "token")).contains("403");
        }
    }

    @Test
    void findsItsRepositoriesAtTheSameAddressAfterARestart() throws Exception {
        String before;
        try (var host = DemoVendor.open(data, "token")) {
            before = host.origin();
        }

        try (var host = DemoVendor.open(data, "token")) {
            assertThat(host.origin()).isEqualTo(before);
            assertThat(clone(host, "team/docs", "token")).isEqualTo("ok");
        }
    }

    private String clone(GitHost host, String repository, String token) throws IOException, InterruptedException {
        var pair = Base64.getEncoder().encodeToString((DemoVendor.USER + ":" + token).getBytes());
        var target = Files.createTempDirectory(data, "clone");
        var said = Files.createTempFile(data, "clone", ".txt");
        var command = new ProcessBuilder(Arrays.asList(
                        "git",
                        "-c",
                        "credential.helper=",
                        "-c",
                        "http.extraHeader=Authorization: Basic " + pair,
                        "-c",
                        "transfer.fsckObjects=true",
                        "clone",
                        "-q",
                        "--mirror",
                        host.url(repository),
                        target.toString()))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        command.environment().put("GIT_TERMINAL_PROMPT", "0");
        command.environment().put("HOME", data.toString());
        var git = command.start();
        assertThat(git.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return git.exitValue() == 0 ? "ok" : Files.readString(said);
    }
}
