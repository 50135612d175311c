package dev.handback.vault;

import dev.handback.ScratchFolder;
import dev.handback.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Keeps bytes under their own SHA-256, in {@code sha256/ab/cd/<hex>}. What is stored is whole, on disk, and stays as it
 * is: there is no way to change it, and storing the same again changes nothing. Removed is only what three persons had
 * erased.
 */
@Component
@EnableConfigurationProperties(VaultSettings.class)
public class Vault implements DisposableBean {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long PREFLIGHT_EVERY_BYTES = 64L << 20;

    private final VaultSettings settings;
    private final VaultDisk disk;
    private final ScratchFolder scratch;
    /** Looked up once: each look-up reads the machine's list of mounts, which costs more than a small file. */
    private final FileStore volume;

    public Vault(VaultSettings settings) {
        this.settings = settings;
        disk = new VaultDisk(settings.folder().resolve("sha256"));
        try {
            scratch = new ScratchFolder(settings.folder().resolve("unfinished"));
            volume = Files.getFileStore(settings.folder());
        } catch (IOException e) {
            throw new UncheckedIOException("The vault " + settings.folder() + " cannot be opened", e);
        }
    }

    /** An empty file on the vault's own disk, to be filled and given to {@link #store(Path)}; gone at the next start. */
    public Path scratchFile() {
        try {
            return scratch.newFile();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Takes the file over: afterwards it is in the vault and no longer where it was. Nobody may still write to it. After
     * a refusal the file is where it was.
     */
    public Stored store(Path file) {
        try {
            if (!Files.getFileStore(file).equals(volume)) {
                return copyIn(file);
            }
            var stored = new Stored(disk.digest(file), Files.size(file));
            disk.sync(file);
            disk.keep(file, stored);
            return stored;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Reads the stream to its end, without closing it. After a refusal nothing of it is kept. */
    public Stored store(InputStream content) {
        var file = scratchFile();
        try {
            var stored = write(content, file);
            disk.keep(file, stored);
            return stored;
        } catch (IOException e) {
            throw failed(e);
        } finally {
            file.toFile().delete(); // there only after a refusal; else it has been moved
        }
    }

    /** Writes what it has to say to the stream, in one pass. */
    @FunctionalInterface
    public interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /** Keeps what is being written, hashed on its way. After a refusal, or when the writer throws, nothing of it is kept. */
    public Stored store(Writing writing) {
        var file = scratchFile();
        try {
            var digest = Sha256.digest();
            try (var out = new RoomyStream(Files.newOutputStream(file), digest, this)) {
                writing.to(out);
            }
            var stored = new Stored(Sha256.ofFinished(digest), Files.size(file));
            disk.keep(file, stored);
            return stored;
        } catch (IOException e) {
            throw failed(e);
        } finally {
            file.toFile().delete(); // there only after a refusal; else it has been moved
        }
    }

    /**
     * Opens stored bytes without comparing them, so that a part can be read from anywhere; for those who hand the digest
     * out with the bytes.
     */
    public InputStream openAsIs(Sha256 sha256) {
        return Channels.newInputStream(channel(sha256));
    }

    /** The same for those who must go to and fro in them. */
    public FileChannel channel(Sha256 sha256) {
        if (find(sha256).isEmpty()) {
            throw new NotInVault(sha256);
        }
        try {
            return FileChannel.open(disk.place(sha256), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Opens stored bytes; the stream throws {@link VaultDamaged} at its end when they were not the expected ones. */
    public InputStream open(Sha256 sha256) {
        if (find(sha256).isEmpty()) {
            throw new NotInVault(sha256);
        }
        try {
            return new CheckedStream(Files.newInputStream(disk.place(sha256)), Sha256.digest(), sha256);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** What is held under this digest, without reading it. */
    public Optional<Stored> find(Sha256 sha256) {
        var place = disk.place(sha256);
        try {
            return Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(new Stored(sha256, Files.size(place)))
                    : Optional.empty();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Reads the stored bytes again, all of them, and compares. */
    public Fixity check(Sha256 sha256) {
        var stored = find(sha256);
        if (stored.isEmpty()) {
            return new Fixity.Missing(sha256);
        }
        try {
            var actual = disk.digest(disk.place(sha256));
            return actual.equals(sha256)
                    ? new Fixity.Intact(sha256, stored.get().bytes())
                    : new Fixity.Mismatch(sha256, actual);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Removes bytes for ever; nothing happens when they are not there. Only for an erasure that stands on the ledger as
     * intended: nobody else may call this.
     */
    public void erase(Sha256 sha256) {
        try {
            disk.erase(sha256);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Throws {@link VaultFull} when this many bytes more would not leave enough room. */
    public void requireRoom(long bytes) {
        try {
            var usable = volume.getUsableSpace();
            if (usable - bytes < settings.keepFree().toBytes()) {
                throw new VaultFull(
                        settings.folder(), bytes, usable, settings.keepFree().toBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The free space of " + settings.folder() + " cannot be asked", e);
        }
    }

    @Override
    public void destroy() throws IOException {
        scratch.close();
    }

    private Stored copyIn(Path file) throws IOException {
        requireRoom(Files.size(file));
        Stored stored;
        try (var content = Files.newInputStream(file)) {
            stored = store(content);
        }
        Files.delete(file);
        return stored;
    }

    private Stored write(InputStream content, Path file) throws IOException {
        var digest = Sha256.digest();
        var buffer = new byte[BUFFER_BYTES];
        var bytes = 0L;
        var checkedUpTo = 0L;
        try (var out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (var read = 0; read >= 0; read = content.read(buffer)) {
                if (bytes >= checkedUpTo) {
                    requireRoom(read);
                    checkedUpTo += PREFLIGHT_EVERY_BYTES;
                }
                for (var part = ByteBuffer.wrap(buffer, 0, read); part.hasRemaining(); ) {
                    out.write(part);
                }
                digest.update(buffer, 0, read);
                bytes += read;
            }
            out.force(true);
        }
        return new Stored(Sha256.ofFinished(digest), bytes);
    }

    /** A full disk says so in words that differ by system; so ask the disk instead. */
    private RuntimeException failed(IOException e) {
        var room = settings.folder().toFile().getUsableSpace();
        if (room < BUFFER_BYTES) {
            var full = new VaultFull(
                    settings.folder(), BUFFER_BYTES, room, settings.keepFree().toBytes());
            full.initCause(e);
            return full;
        }
        return new UncheckedIOException("The vault " + settings.folder() + " cannot be read or written", e);
    }
}
