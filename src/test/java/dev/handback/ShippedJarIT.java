package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped, without any class of the tests on its path. */
class ShippedJarIT {
    private static final Path JAR = Path.of("target/handback.jar");

    @Test
    void startsOnAFolderOfItsOwnAnswersAndStops(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home)
            throws IOException, InterruptedException {
        assumeTrue(Files.exists(JAR) || "true".equals(System.getenv("CI")), "no jar: it is made by ./mvnw verify");

        try (var shipped = ChildProcess.jar(
                JAR,
                List.of(
                        "--handback.data-dir=" + home.resolve("data"),
                        "--handback.vault.keep-free=1MB",
                        "--server.port=0"))) {
            var port = shipped.awaitLine("Tomcat started on port").replaceAll(".*started on port (\\d+).*", "$1");
            shipped.awaitLine("Started Commands");

            var login = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/login"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(login.statusCode()).isEqualTo(200);
            assertThat(login.body()).contains("Log in");
            assertThat(home.resolve("data/first-administrator.txt")).exists();
            shipped.terminate();
        }
    }

    @Test
    void carriesNothingOfTheDemoAndNamesAllItCarries() throws IOException {
        assumeTrue(Files.exists(JAR) || "true".equals(System.getenv("CI")), "no jar: it is made by ./mvnw verify");

        try (var jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(JarEntry::getName))
                    .noneMatch(name -> name.contains("s3proxy")
                            || name.contains("dev/handback/demo")
                            || name.contains("jgit.http.server")
                            || name.endsWith("/demo.html"))
                    .contains("META-INF/sbom/application.cdx.json", "META-INF/sbom/vendored.cdx.json");
        }
    }
}
