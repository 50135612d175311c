package dev.handback.process;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where one process of an exit stands: all its instances together.
 *
 * @param title the process in people's words
 * @param tokens where instances wait now; none when all have ended
 */
public record ExitPath(String process, String title, List<Token> tokens) {
    public ExitPath {
        tokens = List.copyOf(tokens);
    }

    /**
     * @param id of the element in the model
     * @param name as the model labels it
     * @param stuck of those that wait, how many need a repair to go on
     * @param runbook id of the runbook of the task or timer where they wait; null where nobody is to do anything
     */
    public record Token(
            String id,
            String name,
            long waiting,
            long stuck,
            @Nullable String runbook) {}

    /**
     * The same with what lies behind.
     *
     * @param done ids of elements that at least one instance went through
     * @param flows ids of the arrows between those, as far as both ends tell
     */
    public record Walked(ExitPath path, Set<String> done, Set<String> flows) {
        public Walked {
            done = Set.copyOf(done);
            flows = Set.copyOf(flows);
        }
    }
}
