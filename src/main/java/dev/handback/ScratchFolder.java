package dev.handback;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.springframework.util.FileSystemUtils;

/**
 * Unfinished work on the disk of what it is for. Each running process locks a folder of its own; what a killed process
 * left behind is no longer locked, and is removed at the next start. Nothing here was ever promised to anybody.
 */
public final class ScratchFolder implements AutoCloseable {
    private static final String LOCK = "in-use";

    private final Path own;
    private final FileChannel lock;

    /** Takes a new folder in this one for the process, after removing those of processes that are gone. */
    public ScratchFolder(Path all) throws IOException {
        Files.createDirectories(all);
        removeStale(all);
        own = Files.createTempDirectory(all, "p");
        lock = FileChannel.open(own.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new IOException("the new folder " + own + " is locked by another process");
        }
    }

    public Path newFile() throws IOException {
        return Files.createTempFile(own, "", "");
    }

    /** Empty; goes with the process at the latest. */
    public Path newFolder() throws IOException {
        return Files.createTempDirectory(own, "");
    }

    private static void removeStale(Path all) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
            for (var folder : folders) {
                if (!inUse(folder)) {
                    FileSystemUtils.deleteRecursively(folder);
                }
            }
        }
    }

    private static boolean inUse(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(LOCK))) {
            return true; // just being made by another process
        }
        try (var channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                var held = channel.tryLock()) {
            return held == null;
        } catch (OverlappingFileLockException e) {
            return true; // locked by this very process
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
        FileSystemUtils.deleteRecursively(own);
    }
}
