package dev.handback.custody;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Writes small files that are whole or absent after a crash. */
final class Durable {
    private Durable() {}

    /** Readable by the application's user alone. */
    static void write(Path file, byte[] bytes) throws IOException {
        var folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
        Files.createDirectories(folder);
        var beside = Files.createTempFile(folder, ".", null);
        try (var channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(folder);
    }

    /** Without this a crash may forget the new name. Windows cannot open a folder, and needs no such call. */
    private static void syncFolder(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
