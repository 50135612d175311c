package dev.handback.sources;

import dev.handback.sources.SourceRefused.Reason;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.InflaterInputStream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.pack.PackConfig;

/** Packs and loose objects of a delivered repository, put aside under names of ours, and made into one pack. */
final class ArchivedObjects {
    private static final int LONGEST_HEADER = 32;

    private final Path folder;
    private final String archive;
    private final long maxObject;
    private final List<Path> packs = new ArrayList<>();
    private final List<ObjectId> loose = new ArrayList<>();

    ArchivedObjects(Path folder, String archive, long maxObject) throws IOException {
        this.folder = folder;
        this.archive = archive;
        this.maxObject = maxObject;
        Files.createDirectories(folder.resolve("loose"));
    }

    void pack(InputStream content) throws IOException {
        var file = folder.resolve("pack-" + packs.size());
        Files.copy(content, file);
        packs.add(file);
    }

    void loose(ObjectId id, InputStream content) throws IOException {
        Files.copy(content, folder.resolve("loose").resolve(id.name()));
        loose.add(id);
    }

    /** One pack of everything: the delivered one, or all put together. */
    Path onePack(ProgressMonitor monitor) throws IOException {
        return packs.size() == 1 && loose.isEmpty() ? packs.get(0) : together(monitor);
    }

    private Path together(ProgressMonitor monitor) throws IOException {
        var file = folder.resolve("together.pack");
        Files.deleteIfExists(file);
        try (var staging = new FileRepository(folder.resolve("staging.git").toFile())) {
            if (!staging.getObjectsDirectory().exists()) staging.create(true);
            for (var pack : packs) {
                try (var in = new BufferedInputStream(Files.newInputStream(pack), 1 << 16)) {
                    DeliveredPack.receive(in, staging, null, maxObject, monitor);
                }
            }
            try (var inserter = staging.newObjectInserter()) {
                for (var id : loose) insert(id, inserter);
                inserter.flush();
            }
            write(staging, file, monitor);
        }
        return file;
    }

    private void insert(ObjectId id, org.eclipse.jgit.lib.ObjectInserter inserter) throws IOException {
        try (var raw = new BufferedInputStream(
                        Files.newInputStream(folder.resolve("loose").resolve(id.name())));
                var in = new InflaterInputStream(raw)) {
            var header = header(id, in);
            int type = type(header);
            long size = Long.parseLong(header.substring(header.indexOf(' ') + 1));
            if (size > maxObject)
                throw SourceRefused.policy(
                        "OBJECT_TOO_LARGE",
                        archive + ", object " + id.name() + ": " + size + " bytes, allowed are " + maxObject
                                + "; raise the limit if this is right");
            var found = inserter.insert(type, size, in);
            if (!found.equals(id) || in.read() >= 0) throw broken(id, "its content is that of " + found.name());
        } catch (IOException | RuntimeException e) {
            throw e instanceof SourceRefused ? (SourceRefused) e : broken(id, e.toString());
        }
    }

    private static int type(String header) {
        return switch (header.substring(0, header.indexOf(' '))) {
            case "commit" -> Constants.OBJ_COMMIT;
            case "tree" -> Constants.OBJ_TREE;
            case "blob" -> Constants.OBJ_BLOB;
            default -> Constants.OBJ_TAG;
        };
    }

    /** Such as {@code blob 12}. */
    private String header(ObjectId id, InputStream in) throws IOException {
        var header = new StringBuilder();
        for (int b = in.read(); b != 0; b = in.read()) {
            if (b < 0 || header.length() > LONGEST_HEADER) throw broken(id, "it does not begin as an object");
            header.append((char) b);
        }
        if (!header.toString().matches("(commit|tree|blob|tag) [0-9]{1,18}")) {
            throw broken(id, "it does not begin as an object");
        }
        return header.toString();
    }

    private static void write(FileRepository staging, Path file, ProgressMonitor monitor) throws IOException {
        var config = new PackConfig(staging);
        config.setDeltaCompress(false);
        try (var reader = staging.newObjectReader();
                var walk = new RevWalk(reader);
                var writer = new PackWriter(config, reader);
                var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            var all = new ArrayList<RevObject>();
            for (var id : ids(staging))
                all.add(walk.lookupAny(id, reader.open(id).getType()));
            writer.preparePack(all.iterator());
            writer.writePack(monitor, monitor, out);
        }
    }

    private static Iterable<ObjectId> ids(FileRepository staging) throws IOException {
        var ids = new java.util.TreeSet<ObjectId>();
        for (Pack pack : staging.getObjectDatabase().getPacks()) pack.forEach(entry -> ids.add(entry.toObjectId()));
        var root = staging.getObjectsDirectory().toPath();
        try (var files = Files.walk(root, 2)) {
            files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replaceAll("[/\\\\]", ""))
                    .filter(ObjectId::isId)
                    .forEach(name -> ids.add(ObjectId.fromString(name)));
        }
        return ids;
    }

    private SourceRefused broken(ObjectId id, String why) {
        return new SourceRefused(
                Reason.BROKEN, "ARCHIVE_BROKEN", archive + ", loose object " + id.name() + ": " + Printable.of(why));
    }
}
