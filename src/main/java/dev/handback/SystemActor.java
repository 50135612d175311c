package dev.handback;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Marks the thread's transactions as written by the machine, {@code system:<node>}. Only workers and timers use it; an
 * authenticated person always wins, and no gate takes the machine for a person.
 */
public final class SystemActor {
    private static final ThreadLocal<String> NODE = new ThreadLocal<>();

    private SystemActor() {}

    /** Runs the work, whose transactions are the node's; what was set before is set again afterwards. */
    public static <T> T call(String node, Supplier<T> work) {
        var before = NODE.get();
        NODE.set(node);
        try {
            return work.get();
        } finally {
            if (before == null) {
                NODE.remove();
            } else {
                NODE.set(before);
            }
        }
    }

    public static void run(String node, Runnable work) {
        SystemActor.<Boolean>call(node, () -> {
            work.run();
            return true;
        });
    }

    static Optional<String> current() {
        return Optional.ofNullable(NODE.get()).map(node -> "system:" + node);
    }
}
