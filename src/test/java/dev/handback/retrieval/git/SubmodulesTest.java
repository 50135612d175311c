package dev.handback.retrieval.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.retrieval.Neighbours.Neighbour;
import dev.handback.retrieval.Outcome;
import dev.handback.retrieval.RetrievalOutcome;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.retrieval.RetrievalOutcome.HeldFile;
import dev.handback.sources.Locator;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other repositories that a history needs: matched with the register and the vault, never visited. */
class SubmodulesTest {

    private static final String NEVER = "1234567890123456789012345678901234567890";

    private final RepositoryRecipes recipes;
    private final NativeGitHost host;
    private final Attempts attempts;

    SubmodulesTest(@TempDir Path folder) throws Exception {
        recipes = new RepositoryRecipes(folder);
        host = new NativeGitHost(folder);
        attempts = new Attempts(folder);
        recipes.good("app");
    }

    @AfterEach
    void stopVendor() {
        host.close();
    }

    @Test
    void findsNothingWhereAllIsRegisteredAndHeld() throws Exception {
        Path library = recipes.good("library");
        pin("lib/library", "../library.git", RepositoryRecipes.git(library, "rev-parse", "main~1"));
        registeredAndHeld("library");

        RetrievalOutcome outcome = attempts.take(host.url("app"));

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
    }

    @Test
    void namesACommitThatTheHeldAssetLacks() throws Exception {
        recipes.good("library");
        pin("lib/library", "../library.git", NEVER);
        registeredAndHeld("library");

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("SUBMODULE_COMMIT_ABSENT");
            assertThat(finding.detail()).contains("lib/library", host.url("library"), "asset library", NEVER);
        });
    }

    @Test
    void saysThatARegisteredOneIsNotHeldYet() throws Exception {
        pin("lib/library", "../library.git", NEVER);
        attempts.neighbours = List.of(new Neighbour("library", host.url("library"), null));

        assertThat(findings()).extracting(Finding::code).containsExactly("SUBMODULE_NOT_YET_HELD");
    }

    @Test
    void namesWhatIsNotRegisteredAndCallsTheRepositoryWholeAllTheSame() throws Exception {
        pin("lib/library", "https://github.example/someone/library", NEVER);

        RetrievalOutcome outcome = attempts.take(host.url("app"));

        assertThat(outcome.outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(outcome.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("SUBMODULE_NOT_REGISTERED");
            assertThat(finding.detail()).contains("lib/library is https://github.example/someone/library");
        });
    }

    @Test
    void readsEveryHistoricVersion() throws Exception {
        pin("lib/library", "https://old.example/library", NEVER);
        modules("lib/library", "https://new.example/library");

        assertThat(findings()).singleElement().satisfies(finding -> assertThat(finding.detail())
                .contains("https://old.example/library", "https://new.example/library"));
    }

    @Test
    void repeatsNoAddressWithAPassword() throws Exception {
        pin("lib/library", "https://bob:canary-secret@vendor.example/library", NEVER);

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("SUBMODULE_URL_REFUSED");
            assertThat(finding.detail()).contains("lib/library").doesNotContain("canary-secret");
        });
    }

    @Test
    void survivesAFileThatIsNoSettings() throws Exception {
        recipes.commit("app", "main", "bad", ".gitmodules", "[submodule \"x\npath = [[[\n");

        assertThat(findings()).extracting(Finding::code).contains("SUBMODULES_UNREADABLE");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "../lib.git, https://h.example/team/lib.git",
                "./lib, https://h.example/team/app.git/lib",
                "../../other/lib, https://h.example/other/lib",
                "../../../../lib, null",
                "git@h.example:team/lib.git, ssh://git@h.example/team/lib.git",
                "ssh://git@h.example:2222/team/lib.git, ssh://git@h.example:2222/team/lib.git",
                "https://H.EXAMPLE/team/lib, https://h.example/team/lib",
                "-u./payload, null",
                "--upload-pack=touch, null",
                "file:///etc, null",
                "ext::sh -c id, null",
                "/srv/lib.git, null",
                "https://u@h.example/lib, null",
                "'', null"
            })
    void resolvesAddressesAsGitDoesAndRefusesTheRest(String url, String expected) {
        Locator resolved = SubmoduleUrl.resolve(url, Locator.parse("https://h.example/team/app.git"));

        assertThat(Objects.toString(resolved, null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "https://h.example/team/lib, https://h.example/team/lib.git, true",
        "ssh://git@h.example/team/lib.git, https://h.example/team/lib, true",
        "https://h.example:8443/team/lib, https://h.example/team/lib, false",
        "https://h.example/team/lib, https://i.example/team/lib, false",
        "https://h.example/team/lib, https://h.example/team/lib2, false"
    })
    void tellsWhichAddressesMeanOneRepository(String one, String other, boolean same) {
        assertThat(SubmoduleUrl.same(Locator.parse(one), Locator.parse(other))).isEqualTo(same);
    }

    private List<Finding> findings() throws Exception {
        return attempts.take(host.url("app")).findings();
    }

    private void pin(String path, String url, String commit) {
        modules(path, url);
        recipes.commit("app", "main", "pin", "160000", path, commit);
    }

    private void modules(String path, String url) {
        recipes.commit(
                "app",
                "main",
                "modules",
                ".gitmodules",
                "[submodule \"" + path + "\"]\n\tpath = " + path + "\n\turl = " + url + "\n");
    }

    private void registeredAndHeld(String asset) throws Exception {
        HeldFile commits = attempts.take(host.url(asset))
                .taken()
                .orElseThrow()
                .file(HeldFile.COMMITS)
                .orElseThrow();
        assertThat(attempts.vault.store(commits.path()).sha256()).isEqualTo(commits.sha256());
        attempts.neighbours = List.of(new Neighbour(asset, host.url(asset), commits.sha256()));
    }
}
