package dev.handback.retrieval;

import dev.handback.sources.NameOnDisk;
import dev.handback.sources.Printable;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an operator copied from a medium for one asset. Only plain files are taken; a link, a pipe or a device refuses the
 * whole delivery by name, since what stands in its place is not known. Nothing is followed, executed or changed.
 */
final class ImportFolder {
    private static final int LONGEST_NAME = 1024;
    private static final int SHOWN = 20;

    private final Path folder;
    private final int most;
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    /** @param name the bytes of its path below the folder */
    record Entry(byte[] name, Path path, Path folder) {
        String text() {
            return Printable.of(new String(name, java.nio.charset.StandardCharsets.UTF_8));
        }

        /** A medium that fails is the medium's fault, not that of the vault which reads it. */
        InputStream open() throws IOException {
            return new FilterInputStream(plain()) {
                @Override
                public int read(byte[] buffer, int offset, int length) {
                    try {
                        return super.read(buffer, offset, length);
                    } catch (IOException e) {
                        throw unreadable(e);
                    }
                }
            };
        }

        /** Whoever may write into the folder could put a link in the place of what was listed, also of a folder on the way. */
        private InputStream plain() throws IOException {
            var parent = java.util.Objects.requireNonNull(path.getParent());
            var real = parent.toRealPath();
            var asListed =
                    folder.toRealPath().resolve(folder.relativize(parent)).normalize();
            if (!real.equals(asListed) || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                throw policy("NO_PLAIN_FILE", text() + " was a plain file when it was listed and is none now");
            }
            return Files.newInputStream(real.resolve(parent.relativize(path)), LinkOption.NOFOLLOW_LINKS);
        }

        SourceRefused unreadable(IOException e) {
            return new SourceRefused(Reason.BROKEN, "FILE_UNREADABLE", text() + " cannot be read: " + Printable.of(e));
        }
    }

    private ImportFolder(Path folder, int most) {
        this.folder = folder;
        this.most = most;
    }

    /** Every file, in the order of the names' bytes. */
    static List<Entry> entries(Path importDir, String exit, String asset, int most) throws IOException {
        var ofExit = importDir.resolve(exit);
        var folder = ofExit.resolve(asset);
        for (var part : new Path[] {ofExit, folder}) {
            if (!Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS)) {
                throw new SourceRefused(
                        Reason.GONE,
                        "NO_IMPORT_FOLDER",
                        "expected a folder (no link) " + exit + "/" + asset
                                + " in the import folder, found none: copy the files there and receive them again");
            }
        }
        return new ImportFolder(folder, most).read();
    }

    private List<Entry> read() throws IOException {
        Files.walkFileTree(folder, new Collecting());
        if (!refused.isEmpty()) {
            throw policy(
                    "NO_PLAIN_FILE",
                    "links and special files are not followed: " + String.join(", ", refused)
                            + "; put plain files in their place and receive them again");
        }
        entries.sort((a, b) -> Arrays.compareUnsigned(a.name(), b.name()));
        return entries;
    }

    private final class Collecting extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            var entry = new Entry(NameOnDisk.bytes(folder, file), file, folder);
            if (entry.name().length > LONGEST_NAME) {
                throw policy(
                        "NAME_TOO_LONG",
                        entry.text() + ": its path has " + entry.name().length + " bytes, allowed are " + LONGEST_NAME);
            }
            if (!attributes.isRegularFile()) {
                if (refused.size() < SHOWN) {
                    refused.add(entry.text());
                }
                return FileVisitResult.CONTINUE;
            }
            entries.add(entry);
            if (entries.size() > most) {
                throw policy("TOO_MANY_FILES", "more than " + most + " files (handback.deliveries.max-files)");
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            throw new SourceRefused(
                    Reason.BROKEN,
                    "FILE_UNREADABLE",
                    Printable.of(file.toString()) + " cannot be read: " + Printable.of(e));
        }
    }

    private static SourceRefused policy(String code, String detail) {
        return new SourceRefused(Reason.POLICY, code, detail);
    }
}
