package dev.handback.process;

import dev.handback.exits.Refused;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A task that has no form was to be completed by one; says where a person and a program complete it. */
public final class CompletedOnPage extends Refused {
    private final @Nullable String command;

    CompletedOnPage(String page, @Nullable String command) {
        super("This task is completed on its page: open " + page);
        this.command = command;
    }

    /** As {@link Tasks.OpenTask#command()}; models of an earlier release name none. */
    public Optional<String> command() {
        return Optional.ofNullable(command);
    }
}
