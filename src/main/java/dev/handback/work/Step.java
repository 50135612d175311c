package dev.handback.work;

/**
 * A kind of long work, as a Spring bean. Each order ends exactly once, by {@link #done} or {@link #exhausted}; until
 * then {@link #run} may be begun several times, also on another node while a paused node still believes it is at work.
 *
 * @param <T> what a run finds
 */
public interface Step<T> {
    /** Stands in the queue: never rename it while orders wait. */
    String name();

    /** How often it is begun; a killed process has used up its attempt, an orderly shutdown has not. */
    default int maxAttempts() {
        return 3;
    }

    /**
     * Does the work. No transaction is open; it must stop soon when the thread is interrupted. What it throws ends the
     * attempt; expected failures are results.
     */
    T run(WorkOrder order, Progress progress) throws Exception;

    /** Writes the facts and moves the process, in the one transaction that also ends the order. */
    void done(WorkOrder order, T result);

    /** The last attempt failed, or ended without a word: make it somebody's task. In the ending transaction too. */
    void exhausted(WorkOrder order, String why);
}
