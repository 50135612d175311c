package dev.handback.retrieval.git;

import dev.handback.Sha256;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/** All commits of a repository, sorted, twenty bytes each: tells what a bundle holds without unpacking it. */
final class CommitList {

    private CommitList() {}

    static HeldFile write(ObjectTable received, Path file) throws IOException {
        List<ObjectId> commits = received.ofType(Constants.OBJ_COMMIT);
        var digest = Sha256.digest();
        try (var out = new BufferedOutputStream(
                new DigestOutputStream(
                        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), digest),
                1 << 16)) {
            byte[] raw = new byte[Constants.OBJECT_ID_LENGTH];
            for (ObjectId commit : commits) {
                commit.copyRawTo(raw, 0);
                out.write(raw);
            }
        }
        return new HeldFile(HeldFile.COMMITS, file, Sha256.ofFinished(digest), Files.size(file));
    }

    /** Takes those out that the list has; reads it to its end, where the vault tells whether it is intact. */
    static void removePresent(Set<ObjectId> wanted, InputStream list) throws IOException {
        try (var in = new BufferedInputStream(list, 1 << 16)) {
            byte[] raw = new byte[Constants.OBJECT_ID_LENGTH];
            while (in.readNBytes(raw, 0, raw.length) == raw.length) wanted.remove(ObjectId.fromRaw(raw));
        }
    }
}
