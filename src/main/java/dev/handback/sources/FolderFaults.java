package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What goes wrong with a folder of the client's, in words that say what to do. */
final class FolderFaults {
    static final String ELSEWHERE = "DESTINATION_LEADS_ELSEWHERE";
    private static final long NO_ROOM = 1 << 16;

    private final String connection;
    private final Path folder;

    FolderFaults(String connection, Path folder) {
        this.connection = connection;
        this.folder = folder;
    }

    /** Does something with files. */
    @FunctionalInterface
    interface Doing<T> {
        T now() throws IOException;
    }

    /** The connection's folder itself, which may be a link of the administrator's. */
    Path root() {
        if (isAbsent()) throw absent();
        return reading("", () -> folder.toRealPath());
    }

    <T> T reading(String path, Doing<T> doing) {
        try {
            return doing.now();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    <T> T writing(String path, Doing<T> doing) {
        try {
            return doing.now();
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    SourceRefused unreadable(String path, IOException e) {
        return isAbsent()
                ? absent()
                : new SourceRefused(
                        Reason.UNREACHABLE,
                        "DESTINATION_UNREADABLE",
                        where(path) + " cannot be read: " + reason(e) + "; correct that and have it placed again");
    }

    private SourceRefused unwritable(String path, IOException e) {
        if (isAbsent()) return absent();
        boolean full = isFull(e) || !(e instanceof AccessDeniedException) && hasNoRoom(folder.toFile());
        return new SourceRefused(
                Reason.UNREACHABLE,
                full ? "DESTINATION_FULL" : "DESTINATION_UNWRITABLE",
                where(path) + " cannot be written: " + reason(e) + "; "
                        + (full ? "make room" : "give the system user of Handback the right to write there")
                        + " and have it placed again, it goes on where it stopped");
    }

    /** A file system that tells no size tells no room either. */
    private static boolean hasNoRoom(File folder) {
        return folder.getTotalSpace() > 0 && folder.getUsableSpace() < NO_ROOM;
    }

    static boolean isFull(IOException e) {
        return reason(e).matches("(?i).*(no space|quota).*");
    }

    SourceRefused noLinks(String path, String why) {
        return new SourceRefused(
                Reason.UNSUPPORTED,
                "DESTINATION_NO_LINKS",
                where(path) + " cannot get its name by a hard link: " + why
                        + ". Only so can nothing be replaced; name a folder on a file system that has them, or a bucket");
    }

    SourceRefused elsewhere(String path, String name) {
        return new SourceRefused(
                Reason.POLICY,
                ELSEWHERE,
                where(path) + ": expected the folder " + Printable.of(name)
                        + ", actual a link or something else; no link is followed below the connection's folder");
    }

    /** One that we may not look at may be there. */
    private boolean isAbsent() {
        try {
            return !Files.readAttributes(folder, BasicFileAttributes.class).isDirectory();
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private SourceRefused absent() {
        return new SourceRefused(
                Reason.GONE,
                "DESTINATION_ABSENT",
                "connection " + connection + ": expected its folder to be there, found none;"
                        + " mount the share again. It is never made by us");
    }

    /** Never where the connection's folder lies on this machine: that is nobody's business. */
    private String where(String path) {
        return "connection " + connection + ", " + (path.isEmpty() ? "its destination" : Printable.of(path));
    }

    private static String reason(IOException e) {
        String why = e instanceof FileSystemException named ? named.getReason() : e.getMessage();
        return Printable.of(why == null ? e.getClass().getSimpleName() : why);
    }
}
