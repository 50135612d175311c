package dev.handback.assets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeclarationFileTest {
    @Test
    void takesWhatTheVendorHasAndNumbersTheRows() {
        var read = read("title,locator,asset\nWebsite,https://git.vendor.example/web.git,website\nA disk,,\n");

        assertThat(read.importable()).isTrue();
        assertThat(read.rows()).extracting(DeclaredAsset::row).containsExactly(1, 2);
        assertThat(read.rows().get(0).asset()).isEqualTo("website");
        assertThat(read.rows().get(1).locator()).isNull();
    }

    @Test
    void listsEveryErrorWithItsRowAndColumn() {
        var read = read("title,owner\n,me\n" + "x".repeat(2_001) + ",me\n\"two\nlines\",me\n");

        assertThat(read.importable()).isFalse();
        assertThat(read.problems())
                .extracting(problem -> problem.row() + " " + problem.column())
                .containsExactly("1 owner", "2 title", "3 title", "4 title");
    }

    @Test
    void refusesAListOfNothing() {
        assertThat(read("title\n").problems()).singleElement().satisfies(problem -> assertThat(problem.message())
                .contains("lists nothing"));
        assertThat(read("").problems()).hasSize(1);
        assertThat(read("asset\na\n").problems())
                .extracting(RegisterProblem::column)
                .containsExactly("title");
    }

    private static DeclarationPreview read(String csv) {
        return DeclarationFile.read(csv.getBytes(UTF_8));
    }
}
