package dev.handback.retrieval.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.demo.GitHost;
import dev.handback.retrieval.Outcome;
import dev.handback.retrieval.RetrievalOutcome;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitRepositorySourceTest {

    private final RepositoryRecipes recipes;
    private final GitHost host;
    private final Attempts attempts;

    GitRepositorySourceTest(@TempDir Path folder) throws Exception {
        recipes = new RepositoryRecipes(folder);
        host = GitHost.start(folder);
        attempts = new Attempts(folder);
    }

    @AfterEach
    void stopVendor() throws Exception {
        host.close();
    }

    @Test
    void takesEveryRefAndHeadAndProvesThemWhole() throws Exception {
        Path repository = recipes.good("good");

        RetrievalOutcome outcome = attempts.take(host.url("good"));

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        var taken = outcome.taken().orElseThrow();
        assertThat(taken.head()).isEqualTo("refs/heads/main");
        assertThat(taken.refCount()).isEqualTo(5);
        Path clone = attempts.cloneOf(taken.file(HeldFile.BUNDLE).orElseThrow().path());
        assertThat(RepositoryRecipes.git(clone, "for-each-ref"))
                .isEqualTo(RepositoryRecipes.git(repository, "for-each-ref"));
    }
}
