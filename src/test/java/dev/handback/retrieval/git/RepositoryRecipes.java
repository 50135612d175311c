package dev.handback.retrieval.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Bare repositories, good and bad, made by C git with a home of its own and fixed dates, so that their ids never
 * change.
 */
public final class RepositoryRecipes {

    private final Path folder;

    public RepositoryRecipes(Path folder) {
        this.folder = folder;
    }

    public Path path(String name) {
        return folder.resolve(name + ".git");
    }

    public Path empty(String name) {
        git(folder, "init", "-q", "--bare", "-b", "main", name + ".git");
        return path(name);
    }

    /** Two branches, an annotated tag, a note and a pull request's ref. */
    public Path good(String name) {
        Path repository = empty(name);
        String first = commit(name, "main", "first", "README", "hello");
        commit(name, "main", "second", "src/Main.java", "class Main {}");
        commit(name, "work", "third", "src/Main.java", "class Main { int x; }");
        git(repository, "tag", "-a", "-m", "one", "v1", first);
        git(repository, "update-ref", "refs/pull/1/head", first);
        git(repository, "notes", "add", "-m", "seen", first);
        return repository;
    }

    /** Adds a commit with one file to a branch, and answers its id. */
    public String commit(String name, String branch, String message, String file, String content) {
        return commit(name, branch, message, "100644", file, blob(name, content));
    }

    /** Adds a commit with one entry of any mode to a branch. */
    public String commit(String name, String branch, String message, String mode, String file, String object) {
        Path repository = path(name);
        String parent = tryGit(repository, "rev-parse", "-q", "--verify", "refs/heads/" + branch);
        if (parent.isEmpty()) parent = tryGit(repository, "rev-parse", "-q", "--verify", "refs/heads/main");
        if (parent.isEmpty()) git(repository, "read-tree", "--empty");
        else git(repository, "read-tree", parent);
        git(repository, "update-index", "--add", "--cacheinfo", mode + "," + object + "," + file);
        String tree = git(repository, "write-tree", "--missing-ok");
        var command = new ArrayList<>(List.of("commit-tree", tree, "-m", message));
        if (!parent.isEmpty()) command.addAll(List.of("-p", parent));
        String commit = git(repository, command.toArray(String[]::new));
        git(repository, "update-ref", "refs/heads/" + branch, commit);
        return commit;
    }

    public String blob(String name, String content) {
        return run(path(name), content.getBytes(StandardCharsets.UTF_8), "hash-object", "-w", "--stdin");
    }

    /** Writes an object that git itself would not write. */
    public String literal(String name, String type, byte[] content) {
        return run(path(name), content, "hash-object", "-t", type, "-w", "--stdin", "--literally");
    }

    /** A tree of one entry with any mode and name. */
    public String tree(String name, String mode, String file, String object) {
        byte[] entry = (mode + " " + file + "\0").getBytes(StandardCharsets.ISO_8859_1);
        byte[] tree = java.util.Arrays.copyOf(entry, entry.length + 20);
        System.arraycopy(java.util.HexFormat.of().parseHex(object), 0, tree, entry.length, 20);
        return literal(name, "tree", tree);
    }

    /** A branch with one commit of this tree. */
    public String branch(String name, String branch, String tree) {
        String commit = git(path(name), "commit-tree", "-m", branch, tree);
        git(path(name), "update-ref", "refs/heads/" + branch, commit);
        return commit;
    }

    public static String git(Path repository, String... arguments) {
        return run(repository, new byte[0], arguments);
    }

    private static String tryGit(Path repository, String... arguments) {
        try {
            return git(repository, arguments);
        } catch (IllegalStateException e) {
            return "";
        }
    }

    public static String run(Path repository, byte[] input, String... arguments) {
        return new String(runRaw(repository, input, arguments), StandardCharsets.UTF_8).strip();
    }

    public static byte[] runRaw(Path repository, byte[] input, String... arguments) {
        try {
            Path in = Files.createTempFile("git", ".in");
            Path err = Files.createTempFile("git", ".err");
            Files.write(in, input);
            var command = new ArrayList<>(List.of("git"));
            command.addAll(List.of(arguments));
            var builder = new ProcessBuilder(command)
                    .directory(repository.toFile())
                    .redirectInput(in.toFile())
                    .redirectError(err.toFile());
            hermetic(builder.environment(), repository);
            Process process = builder.start();
            byte[] out = process.getInputStream().readAllBytes();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0)
                throw new IllegalStateException(command + ": " + Files.readString(err));
            Files.delete(in);
            Files.delete(err);
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void hermetic(Map<String, String> environment, Path home) {
        environment.keySet().removeIf(name -> name.startsWith("GIT_"));
        environment.putAll(Map.of(
                "HOME", home.toString(),
                "XDG_CONFIG_HOME", home.toString(),
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_NO_REPLACE_OBJECTS", "1",
                "GIT_AUTHOR_NAME", "A U Thor",
                "GIT_AUTHOR_EMAIL", "author@vendor.example",
                "GIT_AUTHOR_DATE", "2021-03-04T05:06:07Z",
                "GIT_COMMITTER_NAME", "C O Mitter",
                "GIT_COMMITTER_EMAIL", "committer@vendor.example",
                "GIT_COMMITTER_DATE", "2021-03-04T05:06:07Z"));
        // else git tidies up behind our back, in folders that are being deleted
        environment.putAll(Map.of(
                "GIT_CONFIG_COUNT", "2",
                "GIT_CONFIG_KEY_0", "gc.auto",
                "GIT_CONFIG_VALUE_0", "0",
                "GIT_CONFIG_KEY_1", "maintenance.auto",
                "GIT_CONFIG_VALUE_1", "false"));
    }
}
