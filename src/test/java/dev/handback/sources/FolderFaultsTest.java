package dev.handback.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a disk says, and what that means for whoever has something placed. */
class FolderFaultsTest {
    @TempDir
    private Path folder;

    @Test
    void tellsAFullDiskFromOneThatMayNotBeWritten() {
        assertThat(code(new FileSystemException("/x", null, "No space left on device")))
                .isEqualTo("DESTINATION_FULL");
        assertThat(code(new FileSystemException("/x", null, "Disk quota exceeded")))
                .isEqualTo("DESTINATION_FULL");
        assertThat(code(new FileSystemException("/x", null, "Read-only file system")))
                .isEqualTo("DESTINATION_UNWRITABLE");
        assertThat(code(new AccessDeniedException("/x"))).isEqualTo("DESTINATION_UNWRITABLE");
    }

    @Test
    void saysThatTheShareIsGoneAndNotWhatBrokeThen() throws Exception {
        Files.delete(folder);

        assertThat(code(new FileSystemException("/x", null, "Stale file handle")))
                .isEqualTo("DESTINATION_ABSENT");
    }

    @Test
    void saysNothingOfWhereTheFolderLies() {
        var refused = catchThrowableOfType(SourceRefused.class, () -> faults().writing("files/a", () -> {
            throw new FileSystemException(folder + "/contracts/files/a", null, "Input/output error");
        }));

        assertThat(refused.detail())
                .contains("connection home-files, files/a cannot be written: Input/output error")
                .doesNotContain(folder.toString());
    }

    /** A ZIP is a file system that Java knows and that has no hard links. */
    @Test
    void refusesAFileSystemOnWhichItMightReplaceSomething() throws Exception {
        var archive = URI.create("jar:" + folder.resolve("a.zip").toUri());
        try (var zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            var place = Files.createDirectory(zip.getPath("/home")).resolve("a.txt");

            var refused = catchThrowableOfType(SourceRefused.class, () -> new NewFiles(faults())
                    .make("a.txt", place, "unfinished", null, () -> new ByteArrayInputStream(new byte[] {1})));

            assertThat(refused.code()).isEqualTo("DESTINATION_NO_LINKS");
            assertThat(refused.detail()).contains("hard link", "or a bucket");
            try (var left = Files.list(zip.getPath("/home"))) {
                assertThat(left).isEmpty();
            }
        }
    }

    private String code(java.io.IOException fault) {
        return catchThrowableOfType(SourceRefused.class, () -> faults().writing("files/a", () -> {
                    throw fault;
                }))
                .code();
    }

    private FolderFaults faults() {
        return new FolderFaults("home-files", folder);
    }
}
