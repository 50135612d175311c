package dev.handback.retrieval.git;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;

/** A vendor with Git LFS, for tests of the whole application: C git's server, and large files that take their time. */
public final class FilmVendor implements AutoCloseable {
    private static final int MILLISECONDS_OF_A_FILM = 60;

    private final RepositoryRecipes recipes;
    private final NativeGitHost host;
    private final LfsVendor films = new LfsVendor();

    public FilmVendor(Path folder) throws IOException {
        recipes = new RepositoryRecipes(folder);
        films.sender = (oid, exchange) -> {
            travel();
            return false;
        };
        host = new NativeGitHost(folder);
        host.lfs = films;
    }

    /** So many commits that each point at a film that is there. */
    public FilmVendor shows(String name, int count) {
        recipes.good(name);
        for (int i = 0; i < count; i++) {
            recipes.commit(name, "main", "film", "film.mov", films.add("film %d of %s".formatted(i, name)));
        }
        return this;
    }

    /** One film that is there, and one that is not. */
    public FilmVendor lost(String name) {
        shows(name, 1);
        recipes.commit(
                name, "main", "lost", "lost.mov", LfsVendor.POINTER.formatted(LfsVendor.oid("lost in " + name), 1_000));
        return this;
    }

    public String url(String name) {
        return host.url(name);
    }

    private static void travel() throws IOException {
        try {
            Thread.sleep(MILLISECONDS_OF_A_FILM);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server stops");
        }
    }

    @Override
    public void close() {
        host.close();
    }
}
