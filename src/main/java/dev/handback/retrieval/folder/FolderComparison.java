package dev.handback.retrieval.folder;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.Sha256;
import dev.handback.retrieval.Examples;
import dev.handback.sources.FolderDestination;
import dev.handback.sources.FolderDestination.There;
import dev.handback.sources.FolderWalk;
import dev.handback.sources.Printable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Compares all that lies in a folder with all that is wanted there, every byte of it. */
final class FolderComparison implements FolderWalk.Seen {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TOLD_EVERY = 1000;

    /** Old file systems know every second second only. */
    private static final Duration SAME_TIME = Duration.ofSeconds(2);

    /** Told how far it is; may throw to stop. */
    interface Told {
        void soFar(long bytes, long files);
    }

    private final FolderDestination destination;
    private final FolderIndex index;
    private final KeyPaths paths;
    private final Told told;
    private final @Nullable OutputStream lines;

    /** What is not what it is wanted to be. */
    final Examples strange = new Examples();

    /** Files that are wanted and not there. */
    final Examples missing = new Examples();

    /** Files of another date than the holder's store told. */
    final Examples undated = new Examples();

    private long missingBytes;
    private long listed;
    private long found;
    private long bytes;

    /**
     * @param lines where what is there is written down, one file a line; null when it is looked at before writing, when what
     *     a killed try of ours left unfinished is cleared away
     */
    FolderComparison(
            FolderDestination destination, FolderIndex index, KeyPaths paths, Told told, @Nullable OutputStream lines) {
        this.destination = destination;
        this.index = index;
        this.paths = paths;
        this.told = told;
        this.lines = lines;
    }

    void run() throws IOException {
        destination.walk(this);
        index.each(this::compare);
        compare(index.itself());
        // a file that one look finds and another does not list is no file to rely on
        if (strange.count() + missing.count() == 0 && listed != found)
            strange.add("the folder, expected a listing of " + found + " files, actual " + listed);
    }

    long missingBytes() {
        return missingBytes;
    }

    @Override
    public boolean folder(String path) {
        if (paths.isFolder(path)) return true;
        // of a folder in the place of a file the look at that file tells
        if (!paths.isFile(path)) strange.add(Printable.of(path) + ", expected nothing, actual a folder");
        return false;
    }

    @Override
    public void file(String path, boolean plain) {
        if (paths.isFile(path)) {
            if (plain && ++listed % TOLD_EVERY == 0) told.soFar(bytes, found);
        } else if (paths.isFolder(path)) {
            strange.add(Printable.of(path) + ", expected a folder, actual a file, a link or a device");
        } else if (lines == null && plain && paths.isUnfinished(path)) {
            destination.removeUnfinished(path);
        } else {
            strange.add(Printable.of(path) + ", expected nothing, actual " + (plain ? "a file" : "a link or a device"));
        }
    }

    private void compare(FolderIndex.Row row) {
        var there = destination.look(row.path()).orElse(null);
        if (there == null) {
            missing.add(Printable.of(row.path()) + ", expected " + row.words());
            missingBytes += row.size();
        } else {
            String different = different(row, there);
            if (different == null) add(row, there);
            else strange.add(Printable.of(row.path()) + ", " + different);
        }
        told.soFar(bytes, found);
    }

    private void add(FolderIndex.Row row, There there) {
        found++;
        if (row.lastModified() != null) {
            var off = Duration.between(row.lastModified(), there.lastModified()).abs();
            if (off.compareTo(SAME_TIME) >= 0)
                undated.add(Printable.of(row.path()) + ", expected " + row.lastModified() + ", actual "
                        + there.lastModified());
        }
        write(row, there);
    }

    private @Nullable String different(FolderIndex.Row row, There there) {
        if (!there.plain()) return "expected a file, actual a folder, a link or a device";
        if (there.names() > 1)
            return "expected a file of its own, actual one with " + there.names() + " names (hard links)";
        if (there.size() != row.size()) return "expected " + row.words() + ", actual " + there.size() + " bytes";
        String actual = digest(row);
        return actual.equals(row.sha256()) ? null : "expected SHA-256 " + row.sha256() + ", actual " + actual;
    }

    /** No further than its size: whoever writes there could go on for ever. */
    private String digest(FolderIndex.Row row) {
        var digest = Sha256.digest();
        var buffer = new byte[1 << 16];
        try (var in = destination.read(row.path())) {
            long left = row.size() + 1;
            for (int n = in.read(buffer); n >= 0 && left > 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                bytes += n;
                left -= n;
                told.soFar(bytes, found);
            }
        } catch (IOException e) {
            throw destination.broken(row.path(), e);
        }
        return Sha256.ofFinished(digest).hex();
    }

    private void write(FolderIndex.Row row, There there) {
        if (lines == null) return;
        var line = new LinkedHashMap<String, Object>();
        line.put("path", row.path());
        line.put("size", there.size());
        line.put("sha256", row.sha256()); // of the bytes as they were read there
        line.put("lastModified", there.lastModified().toString());
        try {
            lines.write(JSON.writeValueAsBytes(line));
            lines.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
