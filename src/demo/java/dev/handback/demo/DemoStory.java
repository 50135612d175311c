package dev.handback.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings each exit of the demo to where a newcomer finds it, once, and says how long that took. */
final class DemoStory {
    private static final Logger log = LoggerFactory.getLogger(DemoStory.class);

    private final DemoTeam team;
    private final Path told;
    private final Consumer<String> say;

    /** @param told folder in which it is remembered what was brought to its end */
    DemoStory(DemoTeam team, Path told, Consumer<String> say) {
        this.team = team;
        this.told = told;
        this.say = say;
    }

    interface Chapter {
        void tell() throws IOException;
    }

    /** Where it stands that the exit of this title was brought to where its stops begin. */
    static Path marker(Path told, String title) {
        return told.resolve(title + ".told");
    }

    /** Does nothing when there is an exit of that title already. @return whether it is where its stops begin */
    boolean exit(String title, String done, Chapter chapter) {
        return step(done, () -> {
            var marker = marker(told, title);
            if (Files.exists(marker)) {
                return;
            }
            if (team.hasOpened(title)) {
                throw new IllegalStateException(
                        "'" + title + "' was interrupted by the end of an earlier demo and stays as"
                                + " it is; delete the demo's folder to begin anew");
            }
            chapter.tell();
            Files.createDirectories(told);
            Files.createFile(marker);
        });
    }

    /** @return whether it is done */
    boolean step(String done, Chapter chapter) {
        long begun = System.nanoTime();
        try {
            chapter.tell();
            say.accept(String.format(Locale.ROOT, "  %5.1f s  %s", (System.nanoTime() - begun) / 1e9, done));
            return true;
        } catch (IOException | RuntimeException e) {
            log.error("Demo: not done: {}; the application itself runs", done, e);
            return false;
        }
    }
}
