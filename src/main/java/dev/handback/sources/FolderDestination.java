package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A folder of the client's own below the one that its connection names, which is never made. Paths are names with / between
 * them. Files and folders are made where nothing is; nothing is replaced, moved or erased, but unfinished files of our own. No
 * link is followed below the connection's folder, neither to read nor to write.
 */
public final class FolderDestination {
    private static final LinkOption NOFOLLOW = LinkOption.NOFOLLOW_LINKS;

    /**
     * What there is at a path.
     *
     * @param plain whether it is a file and no link, folder, pipe or device
     * @param names how many names it has on this file system; 1 where that is not told
     */
    public record There(boolean plain, long size, Instant lastModified, int names) {}

    private final FolderFaults faults;
    private final FolderWalk walk;
    private final NewFiles files;
    private final Path root;
    private final String place;

    private FolderDestination(Path root, String place, FolderFaults faults) {
        this.root = root;
        this.place = place;
        this.faults = faults;
        this.walk = new FolderWalk(faults);
        this.files = new NewFiles(faults);
    }

    /**
     * @throws SourceRefused when the connection is not one to place over, its folder is not there, or what the locator names
     *     is there and no folder
     */
    public static FolderDestination open(Connection connection, Locator locator) {
        GitDestination.requirePlacing(connection);
        Path folder = connection.folder();
        if (folder == null || !connection.covers(locator))
            throw SourceRefused.policy(
                    "CONNECTION_KIND",
                    "connection " + connection.name() + " leads not to " + locator
                            + "; a folder is folder:place/in/it");
        var faults = new FolderFaults(connection.name(), folder);
        var destination = new FolderDestination(faults.root(), locator.path(), faults);
        destination.folder("", false);
        return destination;
    }

    /** What there is at a path; empty too where no folder, or a link instead of one, leads to it. */
    public Optional<There> look(String path) {
        Path folder = unlessElsewhere(parent(path));
        return folder == null ? Optional.empty() : faults.reading(path, () -> there(NameOnDisk.in(folder, name(path))));
    }

    private @Nullable Path unlessElsewhere(String path) {
        try {
            return folder(path, false);
        } catch (SourceRefused e) {
            if (e.code().equals(FolderFaults.ELSEWHERE)) return null;
            throw e;
        }
    }

    private static Optional<There> there(Path file) throws IOException {
        var is = attributes(file);
        if (is == null) return Optional.empty();
        Object names = file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? Files.getAttribute(file, "unix:nlink", NOFOLLOW)
                : 1;
        return Optional.of(new There(
                is.isRegularFile(), is.size(), is.lastModifiedTime().toInstant(), ((Number) names).intValue()));
    }

    /** Opens what {@link #look} called plain. */
    public InputStream read(String path) {
        return faults.reading(path, () -> {
            Path folder = folder(parent(path), false);
            if (folder == null) throw new NoSuchFileException(path);
            return Files.newInputStream(NameOnDisk.in(folder, name(path)), StandardOpenOption.READ, NOFOLLOW);
        });
    }

    /** Explains what broke while the bytes of a file were read. */
    public SourceRefused broken(String path, IOException failure) {
        return faults.unreadable(path, failure);
    }

    /**
     * Makes a file, whole or not at all: under the name of an unfinished one first, which then gets its own by a hard link.
     * Only that cannot replace what is there.
     *
     * @param unfinished a name that nothing has, directly beside it
     * @param bytes read to their end; what it throws is not the destination's fault
     * @return false when something is there already
     */
    public boolean put(String path, String unfinished, @Nullable Instant lastModified, Supplier<InputStream> bytes) {
        Path folder = folder(parent(path), true);
        return files.make(path, NameOnDisk.in(require(folder), name(path)), unfinished, lastModified, bytes);
    }

    /** Removes an unfinished file of ours; nothing happens when it is gone. */
    public void removeUnfinished(String path) {
        Path folder = folder(parent(path), false);
        if (folder == null) return;
        faults.writing(path, () -> Files.deleteIfExists(NameOnDisk.in(folder, name(path))));
    }

    /** Lists all that lies below, at this moment. */
    public void walk(FolderWalk.Seen seen) {
        Path folder = folder("", false);
        if (folder != null) walk.of(folder, "", seen);
    }

    /** Bytes that can still be written, as far as this is told. */
    public Optional<Long> room() {
        long usable = root.toFile().getUsableSpace();
        return usable > 0 ? Optional.of(usable) : Optional.empty();
    }

    /** A folder below the destination, reached through folders alone; null when it is not there and not to be made. */
    private @Nullable Path folder(String path, boolean make) {
        Path folder = root;
        for (String name : (path.isEmpty() ? place : place + "/" + path).split("/")) {
            Path next = NameOnDisk.in(folder, name);
            var is = faults.reading(path, () -> Optional.ofNullable(attributes(next)));
            if (is.isEmpty() && !make) return null;
            if (is.isEmpty()) makeFolder(path, folder, next);
            else if (!is.get().isDirectory() || is.get().isOther()) throw faults.elsewhere(path, name);
            folder = next;
        }
        return folder;
    }

    private void makeFolder(String path, Path parent, Path folder) {
        faults.writing(path, () -> {
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                // another node's: it is looked at like any other
                if (!Files.isDirectory(folder, NOFOLLOW)) throw faults.elsewhere(path, "one of its parts");
            }
            NewFiles.sync(parent);
            return folder;
        });
    }

    static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static Path require(@Nullable Path folder) {
        if (folder == null) throw new SourceRefused(Reason.OURS, "LOCAL_FAULT", "a folder was made and is not there");
        return folder;
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
