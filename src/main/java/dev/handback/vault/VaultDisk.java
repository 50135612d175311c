package dev.handback.vault;

import dev.handback.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.BitSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The order of steps that makes a file whole or absent, whatever happens in between. */
final class VaultDisk {
    private static final Set<PosixFilePermission> READ_ONLY = PosixFilePermissions.fromString("r--r-----");

    private final Path root;
    private final boolean posix;
    private final Set<Path> durableFolders = ConcurrentHashMap.newKeySet();
    /** A bit for each of the innermost folders: 65,536 paths would be most of what stays in memory for a large bucket. */
    private final BitSet durableInnermost = new BitSet(1 << 16);

    VaultDisk(Path root) {
        this.root = root.toAbsolutePath().normalize();
        posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    Path place(Sha256 sha256) {
        var hex = sha256.hex();
        return root.resolve(hex.substring(0, 2)).resolve(hex.substring(2, 4)).resolve(hex);
    }

    /** Moves a finished file, whose bytes are on the disk, to its place: the name, then the name to the disk. */
    void keep(Path file, Stored stored) throws IOException {
        var place = place(stored.sha256());
        var folder = parent(place);
        makeDurable(folder, Integer.parseInt(stored.sha256().hex().substring(0, 4), 16));
        makeReadOnly(file);
        if (moveUnlessThere(file, place)) {
            syncFolder(folder);
            return;
        }
        var there = digest(place);
        if (!there.equals(stored.sha256())) {
            throw new VaultDamaged(stored.sha256(), there);
        }
        Files.delete(file);
    }

    /** The name goes, then that it went to the disk: after a crash it does not come back. */
    void erase(Sha256 sha256) throws IOException {
        var place = place(sha256);
        if (!posix) {
            place.toFile().setWritable(true); // Windows deletes nothing that is read-only
        }
        if (Files.deleteIfExists(place)) {
            syncFolder(parent(place));
        }
    }

    /** A move replaces what is there; so looking and moving are one step. Other processes can only bring the same. */
    private synchronized boolean moveUnlessThere(Path file, Path place) throws IOException {
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    private void makeDurable(Path innermost, int number) throws IOException {
        synchronized (durableInnermost) {
            if (durableInnermost.get(number)) {
                return;
            }
        }
        makeDurable(parent(innermost));
        create(innermost);
        synchronized (durableInnermost) {
            durableInnermost.set(number);
        }
    }

    private void makeDurable(Path folder) throws IOException {
        if (durableFolders.contains(folder)) {
            return;
        }
        if (!folder.equals(root)) {
            makeDurable(parent(folder));
        }
        create(folder);
        durableFolders.add(folder);
    }

    private void create(Path folder) throws IOException {
        Files.createDirectories(folder);
        syncFolder(parent(folder));
    }

    private void makeReadOnly(Path file) throws IOException {
        if (posix) {
            Files.setPosixFilePermissions(file, READ_ONLY);
        } else if (!file.toFile().setReadOnly()) {
            throw new IOException("cannot be made read-only: " + file);
        }
    }

    /** Windows flushes only what is open for writing; elsewhere reading is enough, and a folder allows no more. */
    void sync(Path file) throws IOException {
        try (var channel = FileChannel.open(file, posix ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Without this a crash may forget the new name. Windows cannot open a folder, and needs no such call. */
    private void syncFolder(Path folder) throws IOException {
        if (posix) {
            sync(folder);
        }
    }

    Sha256 digest(Path file) throws IOException {
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return Sha256.of(in);
        }
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent(), "lies below the vault's root");
    }
}
