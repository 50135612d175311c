package dev.handback.retrieval.git;

import dev.handback.sources.SourceRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.unit.DataSize;

/** Stops before the disk is full, so that one large repository does not stop the whole node. */
final class DiskSpace {

    private DiskSpace() {}

    static void require(Path folder, GitLimits limits) throws IOException {
        require(folder, 0, limits);
    }

    /** @param bytes that are about to be written */
    static void require(Path folder, long bytes, GitLimits limits) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace() - bytes;
        if (free >= limits.keepFree().toBytes()) return;
        throw new SourceRefused(
                SourceRefused.Reason.OURS,
                "DISK_SPACE",
                "the work folder's disk has " + DataSize.ofBytes(free).toMegabytes() + " MB free for it, "
                        + limits.keepFree().toMegabytes() + " MB must stay free; make room and retry");
    }
}
