package dev.handback.verify;

import dev.handback.Sha256;
import dev.handback.exits.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/** Files that people uploaded to have them checked: streamed to disk, opened by nothing but the check, removed after it. */
@Component
@EnableConfigurationProperties(VerifySettings.class)
class UploadedPackages {
    private static final Duration LEFT_BEHIND = Duration.ofDays(1);
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long ASK_EVERY_BYTES = 64L << 20;

    private final VerifySettings settings;
    private final Clock clock;

    UploadedPackages(VerifySettings settings, Clock clock) throws IOException {
        this.settings = settings;
        this.clock = clock;
        Files.createDirectories(settings.folder());
    }

    /** Nothing is kept of one that is not taken over by {@link #keep}. */
    record Upload(Path file, long bytes, Sha256 sha256) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            Files.deleteIfExists(file);
        }
    }

    /**
     * Reads the stream to its end.
     *
     * @param announced how many bytes must come; negative when nobody said so
     * @throws Refused when it is too large, or would fill the disk
     */
    Upload receive(InputStream content, long announced) throws IOException {
        requireFits(announced);
        var file = Files.createTempFile(settings.folder(), "", ".part");
        try {
            return write(content, announced, file);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private Upload write(InputStream content, long announced, Path file) throws IOException {
        var digest = Sha256.digest();
        long bytes = 0;
        try (var out = Files.newOutputStream(file)) {
            var buffer = new byte[BUFFER_BYTES];
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                if (bytes / ASK_EVERY_BYTES != (bytes + n) / ASK_EVERY_BYTES || bytes == 0) requireRoom();
                bytes += n;
                requireFits(bytes);
                digest.update(buffer, 0, n);
                out.write(buffer, 0, n);
            }
        }
        if (announced >= 0 && bytes != announced) {
            throw new Refused("the upload broke off after " + bytes + " of " + announced + " bytes; send it again");
        }
        return new Upload(file, bytes, Sha256.ofFinished(digest));
    }

    private void requireFits(long bytes) {
        if (bytes > settings.maxUpload().toBytes()) {
            throw new Refused("the file is larger than " + settings.maxUpload()
                    + " (handback.verify.max-upload); verify it by the command line");
        }
    }

    private void requireRoom() throws IOException {
        if (Files.getFileStore(settings.folder()).getUsableSpace() - ASK_EVERY_BYTES
                < settings.keepFree().toBytes()) {
            throw new Refused("there is no room for it now: handback.verify.keep-free wants " + settings.keepFree()
                    + " free; try again later, or verify it by the command line");
        }
    }

    void keep(Upload upload, String id) throws IOException {
        Files.move(upload.file(), place(id), StandardCopyOption.ATOMIC_MOVE);
    }

    FileChannel open(String id) throws IOException {
        return FileChannel.open(place(id));
    }

    /** @param id as the database made it: never a text of somebody's choice */
    void remove(String id) {
        place(id).toFile().delete(); // what stays is swept later
    }

    Path scratch() {
        return settings.folder();
    }

    /** Removes what a killed process or a broken line left behind. */
    void sweep(Set<String> needed) throws IOException {
        var old = clock.instant().minus(LEFT_BEHIND);
        try (var files = Files.newDirectoryStream(settings.folder())) {
            for (var file : files) { // uploads, and the folders where repositories were opened
                if (!needed.contains(file.getFileName().toString())
                        && Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                    FileSystemUtils.deleteRecursively(file);
                }
            }
        }
    }

    private Path place(String id) {
        return settings.folder().resolve(id);
    }
}
