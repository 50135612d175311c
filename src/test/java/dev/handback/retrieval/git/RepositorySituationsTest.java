package dev.handback.retrieval.git;

import static dev.handback.retrieval.git.RepositoryRecipes.git;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.demo.GitHost;
import dev.handback.retrieval.Outcome;
import dev.handback.retrieval.RetrievalOutcome;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import dev.handback.retrieval.RetrievalOutcome.Taken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Broken, odd and hostile repositories as recipes, served by C git and, where it can, by JGit as well: each has its
 * outcome and its findings, whatever is called whole is whole for C git too, and no other is.
 */
class RepositorySituationsTest {

    private static final String NEVER = "1234567890123456789012345678901234567890";
    private static final String EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

    /** Whose server is asked. JGit's cannot serve some of what C git's can, and the other way round. */
    private enum Server {
        GIT,
        BOTH
    }

    @FunctionalInterface
    private interface Recipe {
        void make(RepositoryRecipes recipes, Path repository) throws Exception;
    }

    private record Situation(String name, Server server, Outcome outcome, Set<String> codes, Recipe recipe) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Situation whole(String name, Server server, Recipe recipe, String... codes) {
        return new Situation(name, server, Outcome.VERIFIED, Set.of(codes), recipe);
    }

    private static Situation not(Outcome outcome, String name, Server server, Recipe recipe, String... codes) {
        return new Situation(name, server, outcome, Set.of(codes), recipe);
    }

    static Stream<Situation> situations() {
        return Stream.of(namesAndRefs(), heads(), dirt(), gaps(), surroundings())
                .flatMap(s -> s);
    }

    private static Stream<Situation> namesAndRefs() {
        return Stream.of(
                whole("good", Server.BOTH, (r, p) -> {}),
                whole("refs of pull requests, changes, notes and stashes", Server.BOTH, (r, p) -> {
                    String main = git(p, "rev-parse", "main");
                    for (String ref : Arrays.asList("refs/merge-requests/7/head", "refs/changes/01/1/1", "refs/stash"))
                        git(p, "update-ref", ref, main);
                }),
                whole("refs to a tree, a blob, a tag of a tag and a tag of a blob", Server.BOTH, (r, p) -> {
                    git(p, "update-ref", "refs/odd/tree", git(p, "rev-parse", "main^{tree}"));
                    git(p, "update-ref", "refs/odd/blob", r.blob("x", "alone"));
                    git(p, "tag", "-a", "-m", "two", "v2", "v1");
                    git(p, "tag", "-a", "-m", "text", "text", r.blob("x", "tagged"));
                }),
                whole("refs that differ by case only", Server.GIT, (r, p) -> {
                    String main = git(p, "rev-parse", "main");
                    pack(p, main + " refs/heads/feature\n" + main + " refs/heads/Feature\n");
                }),
                whole(
                        "a ref name that is not UTF-8",
                        Server.GIT,
                        (r, p) -> pack(p, git(p, "rev-parse", "main") + " refs/heads/caf\u00e9\n")),
                whole("a ref name that begins with a dash, and one with a right-to-left mark", Server.GIT, (r, p) -> {
                    git(p, "update-ref", "refs/heads/-u", "main");
                    git(p, "update-ref", "refs/heads/a\u202eb", "main");
                }),
                whole(
                        "a file name that is not UTF-8",
                        Server.BOTH,
                        (r, p) -> r.branch("x", "latin", r.tree("x", "100644", "caf\u00e9", r.blob("x", "menu")))),
                whole(
                        "a symref beside HEAD",
                        Server.GIT,
                        (r, p) -> git(p, "symbolic-ref", "refs/heads/alias", "refs/heads/main")),
                whole("nine hundred refs", Server.GIT, (r, p) -> {
                    String main = git(p, "rev-parse", "main");
                    var lines = new StringBuilder();
                    for (int i = 0; i < 900; i++) lines.append(main).append(" refs/many/%03d\n".formatted(i));
                    pack(p, lines.toString());
                }),
                whole("hidden refs are not seen", Server.GIT, (r, p) -> {
                    r.commit("x", "secret", "hidden", "hidden", "hidden");
                    git(p, "update-ref", "refs/hidden/secret", git(p, "rev-parse", "secret"));
                    git(p, "update-ref", "-d", "refs/heads/secret");
                    git(p, "config", "transfer.hideRefs", "refs/hidden");
                }),
                whole(
                        "a replaced commit",
                        Server.GIT,
                        (r, p) -> {
                            String other = git(p, "commit-tree", "-m", "forged", "main^{tree}");
                            git(p, "update-ref", "refs/replace/" + git(p, "rev-parse", "main"), other);
                        },
                        "REPLACE_REFS"));
    }

    private static Stream<Situation> heads() {
        return Stream.of(
                not(
                        Outcome.EMPTY,
                        "empty",
                        Server.BOTH,
                        (r, p) -> {
                            delete(p);
                            r.empty("x");
                        },
                        "NO_REFS"),
                whole(
                        "HEAD names a branch that is not there",
                        Server.GIT,
                        (r, p) -> git(p, "symbolic-ref", "HEAD", "refs/heads/trunk")),
                whole(
                        "HEAD is detached at a branch's commit",
                        Server.BOTH,
                        (r, p) -> git(p, "update-ref", "--no-deref", "HEAD", git(p, "rev-parse", "main"))),
                whole("HEAD is detached at a commit of its own", Server.GIT, (r, p) -> {
                    String own = r.commit("x", "gone", "own", "own", "own");
                    git(p, "update-ref", "--no-deref", "HEAD", own);
                    git(p, "update-ref", "-d", "refs/heads/gone");
                }),
                whole(
                        "only a tag is left, HEAD is unborn", Server.GIT, (r, p) -> {
                            for (String ref : git(p, "for-each-ref", "--format=%(refname)")
                                    .split("\n")) if (!ref.equals("refs/tags/v1")) git(p, "update-ref", "-d", ref);
                        }),
                not(
                        Outcome.UNSUPPORTED,
                        "ids of SHA-256, empty",
                        Server.GIT,
                        (r, p) -> {
                            delete(p);
                            git(parent(p), "init", "-q", "--bare", "--object-format=sha256", "x.git");
                        },
                        "OBJECT_FORMAT_UNSUPPORTED"),
                not(
                        Outcome.UNSUPPORTED,
                        "ids of SHA-256, with a commit",
                        Server.GIT,
                        (r, p) -> {
                            delete(p);
                            git(parent(p), "init", "-q", "--bare", "-b", "main", "--object-format=sha256", "x.git");
                            r.commit("x", "main", "first", "README", "hello");
                        },
                        "OBJECT_FORMAT_UNSUPPORTED"));
    }

    private static Stream<Situation> dirt() {
        return Stream.of(
                dirtyTree(".git", "100644", "FSCK_HAS_DOTGIT"),
                dirtyTree(".GIT", "100644", "FSCK_HAS_DOTGIT"),
                dirtyTree("..", "100644", "FSCK_HAS_DOTDOT"),
                dirtyTree("a/b", "100644", "FSCK_FULL_PATHNAME"),
                dirtyTree("padded", "0100644", "FSCK_ZERO_PADDED_FILEMODE"),
                whole(
                        "a link out of the repository",
                        Server.BOTH,
                        (r, p) -> r.branch("x", "link", r.tree("x", "120000", "passwd", r.blob("x", "/etc/passwd")))),
                whole(
                        "a tree that names a file twice",
                        Server.BOTH,
                        (r, p) -> {
                            byte[] one = ("100644 a\0" + "\1".repeat(20)).getBytes(ISO_8859_1);
                            byte[] id = java.util.HexFormat.of().parseHex(r.blob("x", "a"));
                            System.arraycopy(id, 0, one, one.length - 20, 20);
                            byte[] twice = Arrays.copyOf(one, 2 * one.length);
                            System.arraycopy(one, 0, twice, one.length, one.length);
                            r.branch("x", "twice", r.literal("x", "tree", twice));
                        },
                        "FSCK_DUPLICATE_ENTRIES"),
                dirtyCommit("an author without an address", "author Nobody 1614834367 +0000", "FSCK_MISSING_EMAIL"),
                dirtyCommit("a date that is none", "author A <a@b.example> yesterday +0000", "FSCK_BAD_DATE"),
                whole("a commit of the empty tree", Server.GIT, (r, p) -> {
                    r.literal("x", "tree", new byte[0]);
                    r.branch("x", "empty", EMPTY_TREE);
                }),
                whole("a commit with a signature, another encoding and no message", Server.BOTH, (r, p) -> {
                    String commit = "tree " + git(p, "rev-parse", "main^{tree}")
                            + "\nauthor A <a@b.example> 1614834367 +0000\ncommitter A <a@b.example> 1614834367 +0000\n"
                            + "encoding ISO-8859-1\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\n";
                    git(p, "update-ref", "refs/heads/signed", r.literal("x", "commit", commit.getBytes(ISO_8859_1)));
                }));
    }

    private static Situation dirtyTree(String file, String mode, String code) {
        return whole(
                "a tree with " + file,
                Server.BOTH,
                (r, p) -> r.branch("x", "dirty", r.tree("x", mode, file, r.blob("x", "dirt"))),
                code);
    }

    private static Situation dirtyCommit(String name, String author, String code) {
        return whole(
                name,
                Server.BOTH,
                (r, p) -> {
                    String commit = "tree " + git(p, "rev-parse", "main^{tree}") + "\n" + author
                            + "\ncommitter A <a@b.example> 1614834367 +0000\n\ndirty\n";
                    git(p, "update-ref", "refs/heads/dirty", r.literal("x", "commit", commit.getBytes(UTF_8)));
                },
                code);
    }

    private static Stream<Situation> gaps() {
        return Stream.of(
                not(
                        Outcome.PARTIAL,
                        "shallow",
                        Server.GIT,
                        (r, p) -> {
                            git(parent(p), "clone", "-q", "--bare", "--depth=1", "file://" + p, "shallow.git");
                            delete(p);
                            Files.move(parent(p).resolve("shallow.git"), p);
                        },
                        "SHALLOW",
                        "OBJECTS_MISSING"),
                not(
                        Outcome.PARTIAL,
                        "cut off by a graft",
                        Server.GIT,
                        (r, p) -> {
                            Files.createDirectories(p.resolve("info"));
                            Files.writeString(p.resolve("info/grafts"), git(p, "rev-parse", "main") + "\n");
                            // what no ref reaches past the graft is not sent
                            for (String ref : git(p, "for-each-ref", "--format=%(refname)")
                                    .split("\n")) if (!ref.equals("refs/heads/main")) git(p, "update-ref", "-d", ref);
                        },
                        "OBJECTS_MISSING"),
                not(
                        Outcome.CORRUPT,
                        "a partial clone whose origin is gone",
                        Server.GIT,
                        (r, p) -> {
                            git(p, "config", "uploadpack.allowFilter", "true");
                            git(parent(p), "clone", "-q", "--bare", "--filter=blob:none", "file://" + p, "partial.git");
                            delete(p);
                            Files.move(parent(p).resolve("partial.git"), p);
                        },
                        "REMOTE_ERROR"),
                not(
                        Outcome.CORRUPT,
                        "a file is gone from the server's disk",
                        Server.GIT,
                        (r, p) -> Files.delete(object(p, "main:README")),
                        "REMOTE_ERROR"),
                not(
                        Outcome.CORRUPT,
                        "a tree is gone from the server's disk",
                        Server.GIT,
                        (r, p) -> Files.delete(object(p, "main:src")),
                        "REMOTE_ERROR"),
                not(
                        Outcome.CORRUPT,
                        "a parent that never was",
                        Server.GIT,
                        (r, p) -> {
                            String commit = "tree " + git(p, "rev-parse", "main^{tree}") + "\nparent " + NEVER
                                    + "\nauthor A <a@b.example> 1614834367 +0000\ncommitter A <a@b.example> 1614834367 +0000\n\nx\n";
                            git(p, "update-ref", "refs/heads/orphan", r.literal("x", "commit", commit.getBytes(UTF_8)));
                        },
                        "REMOTE_ERROR"),
                not(
                        Outcome.CORRUPT,
                        "a bit has flipped in the server's pack",
                        Server.GIT,
                        (r, p) -> {
                            git(p, "repack", "-adq");
                            Path pack = onlyPack(p);
                            byte[] bytes = Files.readAllBytes(pack);
                            bytes[bytes.length / 2] ^= 0x20;
                            assertThat(pack.toFile().setWritable(true)).isTrue();
                            Files.write(pack, bytes);
                        },
                        "REMOTE_ERROR"),
                not(
                        Outcome.HOSTILE,
                        "a larger file than allowed",
                        Server.BOTH,
                        (r, p) -> r.commit("x", "main", "large", "zeros", "0".repeat(21 << 20)),
                        "OBJECT_TOO_LARGE"),
                not(
                        Outcome.HOSTILE,
                        "more refs than allowed",
                        Server.GIT,
                        (r, p) -> {
                            String main = git(p, "rev-parse", "main");
                            var lines = new StringBuilder();
                            for (int i = 0; i < 1_001; i++) lines.append(main).append(" refs/many/%04d\n".formatted(i));
                            pack(p, lines.toString());
                        },
                        "TOO_MANY_REFS"));
    }

    private static Stream<Situation> surroundings() {
        return Stream.of(
                whole("objects borrowed from another repository on the server", Server.GIT, (r, p) -> {
                    Path lender = Files.move(p, parent(p).resolve("lender.git"));
                    git(parent(p), "clone", "-q", "--mirror", "--shared", lender.toString(), "x.git");
                }),
                not(
                        Outcome.PARTIAL,
                        "large files without a server for them",
                        Server.GIT,
                        (r, p) ->
                                r.commit("x", "main", "film", "film", LfsVendor.POINTER.formatted("ab".repeat(32), 12)),
                        "LFS_NOT_OFFERED",
                        "LFS_NOT_FETCHED"),
                whole(
                        "a submodule that is no asset",
                        Server.BOTH,
                        (r, p) -> {
                            r.commit("x", "main", "m", ".gitmodules", "[submodule \"l\"]\npath = l\nurl = ../l.git\n");
                            r.commit("x", "main", "pin", "160000", "l", NEVER);
                        },
                        "SUBMODULE_NOT_REGISTERED"),
                whole(
                        "a submodule whose name leads out",
                        Server.BOTH,
                        (r, p) -> r.commit(
                                "x",
                                "main",
                                "m",
                                ".gitmodules",
                                "[submodule \"../../hooks\"]\npath = l\nurl = ../l.git\n"),
                        "SUBMODULE_PATH_REFUSED",
                        "SUBMODULE_NOT_REGISTERED"),
                whole(
                        "a submodule whose address is an option",
                        Server.BOTH,
                        (r, p) -> {
                            r.commit(
                                    "x",
                                    "main",
                                    "m",
                                    ".gitmodules",
                                    "[submodule \"l\"]\npath = l\nurl = -u./payload\n");
                            r.commit("x", "main", "pin", "160000", "l", NEVER);
                        },
                        "SUBMODULE_URL_REFUSED"));
    }

    private final Path folder;
    private final NativeGitHost git;
    private final GitHost jgit;
    private final Attempts attempts;

    RepositorySituationsTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        git = new NativeGitHost(folder);
        jgit = GitHost.start(folder);
        attempts = new Attempts(folder);
    }

    @Test
    void areAtLeastTwentyFive() {
        assertThat(situations().map(Situation::name).distinct()).hasSizeGreaterThanOrEqualTo(25);
        assertThat(situations())
                .hasSameSizeAs(situations().map(Situation::name).distinct().toList());
    }

    @AfterEach
    void stopVendor() throws Exception {
        git.close();
        jgit.close();
    }

    @ParameterizedTest
    @MethodSource("situations")
    void endsAsItMust(Situation situation) throws Exception {
        var recipes = new RepositoryRecipes(folder);
        Path repository = recipes.good("x");
        situation.recipe().make(recipes, repository);

        RetrievalOutcome fromGit = attempts.take(git.url("x"));
        assertEnded(situation, fromGit, repository);
        if (situation.server() == Server.GIT) return;
        RetrievalOutcome fromJgit = attempts.take(jgit.url("x"));
        assertEnded(situation, fromJgit, repository);
        assertThat(fromJgit.taken().map(Taken::contentDigest))
                .isEqualTo(fromGit.taken().map(Taken::contentDigest));
    }

    private void assertEnded(Situation situation, RetrievalOutcome outcome, Path repository) throws IOException {
        assertThat(outcome.findings())
                .as("%s", outcome.findings())
                .extracting(Finding::code)
                .containsExactlyInAnyOrderElementsOf(situation.codes());
        assertThat(outcome.outcome()).isEqualTo(situation.outcome());
        assertThat(outcome.findings())
                .allSatisfy(finding -> assertThat(finding.detail()).isNotBlank());
        boolean whole =
                outcome.taken().isPresent() && manifest(outcome.taken().get()).contains("\"whole\":true");
        assertThat(whole).isEqualTo(Set.of(Outcome.VERIFIED, Outcome.EMPTY).contains(outcome.outcome()));
        if (outcome.outcome() == Outcome.VERIFIED)
            assertWholeForGit(outcome.taken().orElseThrow(), repository);
    }

    /** C git clones the bundle and finds every object, and the refs that the vendor shows. */
    private void assertWholeForGit(Taken taken, Path repository) throws IOException {
        Path bundle = taken.file(HeldFile.BUNDLE).orElseThrow().path();
        Path clone = Files.createTempDirectory(folder, "clone");
        git(folder, "clone", "-q", "--mirror", bundle.toString(), clone.toString());
        git(clone, "rev-list", "--objects", "--all");
        String shown = git(repository, "for-each-ref", "--format=%(objectname) %(refname)");
        assertThat(git(clone, "for-each-ref", "--format=%(objectname) %(refname)"))
                .isEqualTo(shown.lines()
                        .filter(ref -> !ref.contains("refs/hidden/"))
                        .collect(Collectors.joining("\n")));
    }

    private static String manifest(Taken taken) throws IOException {
        return Files.readString(taken.file(HeldFile.MANIFEST).orElseThrow().path());
    }

    /** Refs that git's own commands, or the disk, would not make. */
    private static void pack(Path repository, String refs) throws IOException {
        git(repository, "pack-refs", "--all");
        Path file = repository.resolve("packed-refs");
        var lines = new TreeSet<String>();
        for (String line : Files.readString(file, ISO_8859_1).split("\n")) if (line.contains(" refs/")) lines.add(line);
        lines.addAll(Arrays.asList(refs.split("\n")));
        Files.write(file, lines, ISO_8859_1);
    }

    private static Path object(Path repository, String name) {
        String id = git(repository, "rev-parse", name);
        return repository.resolve("objects/" + id.substring(0, 2) + "/" + id.substring(2));
    }

    private static Path onlyPack(Path repository) throws IOException {
        try (Stream<Path> files = Files.list(repository.resolve("objects/pack"))) {
            return files.filter(file -> file.toString().endsWith(".pack"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Path parent(Path path) {
        return java.util.Objects.requireNonNull(path.getParent());
    }

    private static void delete(Path repository) {
        try {
            Files.walkFileTree(repository, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, java.io.IOException error) throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
