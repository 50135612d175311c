package dev.handback.sources;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The order of steps that makes a file whole or absent: bytes to the disk under another name, a second name that must not be
 * taken, the first one away, names to the disk.
 */
final class NewFiles {
    private static final int BUFFER = 1 << 16;
    private static final int TRIES = 3;
    private static final Pattern NO_SYNC = Pattern.compile("Invalid argument|Bad file descriptor|not supported");

    private final FolderFaults faults;

    NewFiles(FolderFaults faults) {
        this.faults = faults;
    }

    boolean make(
            String path, Path place, String unfinished, @Nullable Instant lastModified, Supplier<InputStream> bytes) {
        Path folder = Objects.requireNonNull(place.getParent(), "lies in a folder");
        Path temporary = NameOnDisk.in(folder, unfinished);
        return faults.writing(path, () -> {
            for (int attempt = 1; ; attempt++) {
                try {
                    write(temporary, bytes);
                    if (lastModified != null) date(temporary, lastModified);
                    return link(path, place, temporary);
                } catch (NoSuchFileException e) {
                    // a node that took over cleans up after us, or the share went away
                    if (attempt == TRIES) throw e;
                } finally {
                    Files.deleteIfExists(temporary);
                    sync(folder);
                }
            }
        });
    }

    private static void write(Path temporary, Supplier<InputStream> bytes) throws IOException {
        try (var in = bytes.get();
                var out = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var buffer = new byte[BUFFER];
            for (int n = read(in, buffer); n >= 0; n = read(in, buffer))
                for (var part = ByteBuffer.wrap(buffer, 0, n); part.hasRemaining(); ) out.write(part);
            out.force(true);
        }
    }

    /** Not the destination's fault, and told apart from one. */
    private static int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException("what is to be placed cannot be read", e);
        }
    }

    private static void date(Path temporary, Instant lastModified) {
        try {
            Files.getFileAttributeView(temporary, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(FileTime.from(lastModified), null, null);
        } catch (IOException e) {
            // some file systems keep no such times; who compares them afterwards says so
        }
    }

    private boolean link(String path, Path place, Path temporary) throws IOException {
        try {
            Files.createLink(place, temporary);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException e) {
            throw faults.noLinks(path, e.toString());
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (FolderFaults.isFull(e)) throw e;
            throw faults.noLinks(path, String.valueOf(e.getReason()));
        }
    }

    /**
     * Without this a crash may forget the new name. Windows cannot open a folder, and needs no such call; some mounts know none
     * for folders and say EINVAL or EBADF, which PostgreSQL overlooks there, too.
     */
    static void sync(Path folder) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) return;
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            if (!NO_SYNC.matcher(String.valueOf(e.getMessage())).find()) throw e;
        }
    }
}
