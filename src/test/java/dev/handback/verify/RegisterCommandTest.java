package dev.handback.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegisterCommandTest {
    private static final String HEADING = "asset,title,kind,origin,disposition,connection,locator\n";
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init") // filled by JUnit
    private Path home;

    @Test
    void findsAGoodRegisterGoodAndSaysWhatItCannotKnow() throws IOException {
        var code = check(
                HEADING + "shop,Shop,git-repository,FOREGROUND,RETURN,any,https://git.vendor.example/team/shop.git\n");

        assertThat(code).isZero();
        assertThat(out.toString()).contains("1 assets, good", "Not asked here: whether the connections exist");
    }

    @Test
    void listsEveryErrorWithItsRowAndColumn() throws IOException {
        var code = check(HEADING
                + "Shop,Shop,git-repository,FOREGROUND,RETURN,any,https://git.vendor.example/shop.git\n"
                + "cart,Cart,git-repository,MINE,RETURN,any,https://me:secret@git.vendor.example/cart.git\n"
                + "till,Till,git-repository,FOREGROUND,RETURN,any,https://git.vendor.example:99999/till.git\n");

        assertThat(code).isEqualTo(1);
        assertThat(out.toString())
                .contains("row 2, asset: ", "row 3, origin: ", "row 3, locator: ", "row 4, locator: ", " errors")
                .doesNotContain("secret");
    }

    @Test
    void callsAnEmptyRegisterNoGoodOne() throws IOException {
        assertThat(check(HEADING)).isEqualTo(1);
        assertThat(out.toString()).contains("file: the file lists no asset");
    }

    @Test
    void saysWhenItCannotReadOrWasAskedWrongly() {
        assertThat(run("register", "check", home.resolve("none.csv").toString()))
                .isEqualTo(3);
        assertThat(err.toString()).contains("cannot read: no such file", "none.csv");
        assertThat(run("register", "check", home.toString())).isEqualTo(3);
        assertThat(run("register", "check")).isEqualTo(2);
        assertThat(run("register")).isEqualTo(2);
    }

    private int check(String register) throws IOException {
        return run(
                "register",
                "check",
                Files.writeString(home.resolve("register.csv"), register).toString());
    }

    private int run(String... args) {
        return Commands.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
