package dev.handback;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The folder of the embedded database: ours alone, held by one process at a time, with its passwords in private files. */
final class DataFolder implements AutoCloseable {
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("rw-------");

    private final Path database;
    private final FileChannel lockFile;

    private DataFolder(Path database, FileChannel lockFile) {
        this.database = database;
        this.lockFile = lockFile;
    }

    /** Takes the folder for this process, or says why not: another instance has it, or another user owns it. */
    static DataFolder take(Path home) {
        try {
            Files.createDirectories(home);
            requireOwn(home);
            var database = privateFolder(home, "database");
            requireOwn(database);
            return new DataFolder(database, lock(home, database.resolve("instance.lock")));
        } catch (AccessDeniedException e) {
            throw new EmbeddedDatabaseRefused(
                    "the data folder %s may not be written by user %s (%s); give it to that user or set handback.data-dir"
                            .formatted(home, System.getProperty("user.name"), e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PostgreSQL's own folder; exists only after initdb. */
    Path cluster() {
        return database.resolve("cluster");
    }

    /** Where PostgreSQL's programs are unpacked. */
    Path binaries() {
        return privateFolder(database, "binaries");
    }

    /** Takes back what the library gives: it lets everybody write among the programs that we run. */
    void closeBinaries() throws IOException {
        if (posix(database)) {
            Files.setPosixFilePermissions(binaries(), PRIVATE);
        }
    }

    boolean ownedByRoot() {
        try {
            return posix(database) && Integer.valueOf(0).equals(Files.getAttribute(database, "unix:uid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The password of a role, made at the first call and kept in a file that only this user may read. */
    String password(String role) {
        try {
            return Files.readString(passwordFile(role)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path passwordFile(String role) {
        var file = database.resolve(role + ".password");
        try {
            if (!Files.exists(file)) {
                writeSecret(file, HexFormat.of().formatHex(random()));
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close(); // gives the lock back too; the file stays, for deleting it would race with the next taker
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel lock(Path home, Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new EmbeddedDatabaseRefused(
                    "another instance of Handback already uses the data folder %s; stop it, or set handback.data-dir to another folder"
                            .formatted(home));
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    /** PostgreSQL would fail on it after a long wait and with a riddle. */
    private static void requireOwn(Path folder) throws IOException {
        if (!posix(folder)) {
            return;
        }
        var mine = Files.createTempFile("handback", ".owner");
        try {
            var me = Files.getOwner(mine);
            var owner = Files.getOwner(folder);
            if (!owner.equals(me)) {
                throw new EmbeddedDatabaseRefused(
                        "the folder %s belongs to user %s but Handback runs as %s; run it as that user, give the folder to %s, or set handback.data-dir"
                                .formatted(folder, owner.getName(), me.getName(), me.getName()));
            }
        } finally {
            Files.delete(mine);
        }
    }

    private static Path privateFolder(Path parent, String name) {
        var folder = parent.resolve(name);
        try {
            return Files.isDirectory(folder) ? folder : Files.createDirectory(folder, posix(parent, PRIVATE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeSecret(Path file, String secret) throws IOException {
        var beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        Files.createFile(beside, posix(database, SECRET));
        try (var out = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap((secret + "\n").getBytes(StandardCharsets.US_ASCII)));
            out.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] random() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static FileAttribute<?>[] posix(Path where, Set<PosixFilePermission> permissions) throws IOException {
        return posix(where)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean posix(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix");
    }
}
