package dev.handback.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** Writes the history of one bare repository; the same calls give the same ids on every machine. */
final class DemoHistory implements AutoCloseable {
    private final Repository repository;
    private final TreeMap<String, String> files = new TreeMap<>();
    private ObjectId tip = ObjectId.zeroId();

    private DemoHistory(Repository repository) {
        this.repository = repository;
    }

    static DemoHistory create(Path folder) throws IOException {
        var repository =
                new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
        repository.create(true);
        repository.updateRef(Constants.HEAD).link(Constants.R_HEADS + "main");
        return new DemoHistory(repository);
    }

    /** One commit on main that writes one file. */
    ObjectId commit(String day, String author, String message, String file, String content) throws IOException {
        files.put(file, content);
        try (var inserter = repository.newObjectInserter()) {
            var who = ident(author, day);
            var commit = new CommitBuilder();
            commit.setTreeId(tree(inserter));
            if (!tip.equals(ObjectId.zeroId())) {
                commit.setParentId(tip);
            }
            commit.setAuthor(who);
            commit.setCommitter(who);
            commit.setMessage(message + "\n");
            tip = inserter.insert(commit);
            inserter.flush();
        }
        ref("refs/heads/main", tip);
        return tip;
    }

    /** An annotated tag on the last commit. */
    void tag(String name, String day, String author) throws IOException {
        try (var inserter = repository.newObjectInserter()) {
            var tag = new TagBuilder();
            tag.setTag(name);
            tag.setObjectId(tip, Constants.OBJ_COMMIT);
            tag.setTagger(ident(author, day));
            tag.setMessage("Release " + name + "\n");
            var id = inserter.insert(tag);
            inserter.flush();
            ref("refs/tags/" + name, id);
        }
    }

    void ref(String name, ObjectId id) throws IOException {
        var update = repository.updateRef(name);
        update.setNewObjectId(id);
        var result = update.forceUpdate();
        if (result != RefUpdate.Result.NEW
                && result != RefUpdate.Result.FAST_FORWARD
                && result != RefUpdate.Result.FORCED) {
            throw new IOException("ref " + name + " of the demo repository was not written: " + result);
        }
    }

    /** The file on disk that holds the current content of {@code file}. */
    Path objectOf(String file) throws IOException {
        try (var formatter = new ObjectInserter.Formatter()) {
            var id = formatter.idFor(Constants.OBJ_BLOB, bytes(file)).name();
            return repository.getDirectory().toPath().resolve("objects/" + id.substring(0, 2) + "/" + id.substring(2));
        }
    }

    @Override
    public void close() {
        repository.close();
    }

    private ObjectId tree(ObjectInserter inserter) throws IOException {
        var index = DirCache.newInCore();
        var builder = index.builder();
        for (var file : files.keySet()) {
            var entry = new DirCacheEntry(file);
            entry.setFileMode(FileMode.REGULAR_FILE);
            entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, bytes(file)));
            builder.add(entry);
        }
        builder.finish();
        return index.writeTree(inserter);
    }

    private byte[] bytes(String file) {
        return files.getOrDefault(file, "").getBytes(StandardCharsets.UTF_8);
    }

    private static PersonIdent ident(String author, String day) {
        var email = author.toLowerCase(java.util.Locale.ROOT).replace(' ', '.') + "@vendor.example";
        return new PersonIdent(author, email, Instant.parse(day + "T09:00:00Z"), java.time.ZoneOffset.UTC);
    }
}
