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
        try (var vendor = DemoVendor.open(data, "token")) {
            assertThat(clone(vendor.git(), "team/billing-api", "token")).isEqualTo("ok");
            assertThat(clone(vendor.git(), "team/website", "token")).isEqualTo("ok");
            assertThat(clone(vendor.git(), "team/website", "wrong")).contains("fatal");
        }
    }

    @Test
    void tampersWithOneRepositoryAndRefusesAnother() throws Exception {
        try (var vendor = DemoVendor.open(data, "token")) {
            assertThat(clone(vendor.git(), "team/legacy-tools", "token")).contains("fatal");
            assertThat(clone(vendor.git(), "restricted/pricing", "token")).contains("403");
        }
    }

    @Test
    void findsItsRepositoriesAtTheSameAddressAfterARestart() throws Exception {
        String before;
        try (var vendor = DemoVendor.open(data, "token")) {
            before = vendor.git().origin();
        }

        try (var vendor = DemoVendor.open(data, "token")) {
            assertThat(vendor.git().origin()).isEqualTo(before);
            assertThat(clone(vendor.git(), "team/docs", "token")).isEqualTo("ok");
        }
    }

    @Test
    void erasesWhatItSaysForGood() throws Exception {
        try (var vendor = DemoVendor.open(data, "token")) {
            assertThat(clone(vendor.git(), "team/report-jobs", "token")).isEqualTo("ok");

            vendor.erase("team/report-jobs");

            assertThat(clone(vendor.git(), "team/report-jobs", "token")).contains("not found");
            assertThat(clone(vendor.git(), "team/report-archive", "token")).isEqualTo("ok");
        }

        try (var again = DemoVendor.open(data, "token")) {
            assertThat(clone(again.git(), "team/report-jobs", "token")).contains("not found");
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
