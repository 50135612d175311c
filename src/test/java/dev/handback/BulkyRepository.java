package dev.handback;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** A repository that takes a while over a thin line: what it holds cannot be compressed. The same whenever it is made. */
final class BulkyRepository {
    private static final int BYTES_OF_A_FILE = 2_000;

    private BulkyRepository() {}

    static void create(Path folder, int commits) throws IOException {
        var random = new Random(7);
        var who = new PersonIdent(
                "Maya Rao", "maya@vendor.example", Instant.parse("2024-03-04T09:00:00Z"), ZoneOffset.UTC);
        try (var repository = new FileRepositoryBuilder()
                        .setGitDir(folder.toFile())
                        .setBare()
                        .build();
                var inserter = repository.newObjectInserter()) {
            repository.create(true);
            repository.updateRef(Constants.HEAD).link("refs/heads/main");
            var tip = ObjectId.zeroId();
            for (int number = 0; number < commits; number++) {
                var bytes = new byte[BYTES_OF_A_FILE];
                random.nextBytes(bytes);
                var tree = new TreeFormatter();
                tree.append("pallet.bin", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, bytes));
                var commit = new CommitBuilder();
                commit.setTreeId(inserter.insert(tree));
                if (!tip.equals(ObjectId.zeroId())) {
                    commit.setParentId(tip);
                }
                commit.setAuthor(who);
                commit.setCommitter(who);
                commit.setMessage("Count pallet " + number + "\n");
                tip = inserter.insert(commit);
            }
            inserter.flush();
            var main = repository.updateRef("refs/heads/main");
            main.setNewObjectId(tip);
            main.update();
        }
    }
}
