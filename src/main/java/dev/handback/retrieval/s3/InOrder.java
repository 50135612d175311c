package dev.handback.retrieval.s3;

import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Does several things at once and hands their results on in the order in which they were given, by the thread that gave them.
 * After {@link #close} nothing of it runs any more.
 */
final class InOrder<T> implements AutoCloseable {
    private final int parallel;
    private final Consumer<T> result;
    private final Runnable meanwhile;
    private final Runnable cutOff;
    private final ExecutorService pool;
    private final ArrayDeque<Future<T>> running = new ArrayDeque<>();

    /**
     * @param meanwhile called every second while waiting; may throw to stop
     * @param cutOff ends what still runs when this is closed early: a blocked read does not notice an interruption
     */
    InOrder(int parallel, Consumer<T> result, Runnable meanwhile, Runnable cutOff) {
        this.parallel = parallel;
        this.result = result;
        this.meanwhile = meanwhile;
        this.cutOff = cutOff;
        this.pool = Executors.newFixedThreadPool(parallel, task -> {
            var thread = new Thread(task, "s3-placing");
            thread.setDaemon(true);
            return thread;
        });
    }

    void give(Callable<T> task) throws InterruptedException {
        while (running.size() >= parallel * 4) take();
        running.add(pool.submit(task));
    }

    void finish() throws InterruptedException {
        while (!running.isEmpty()) take();
    }

    private void take() throws InterruptedException {
        var first = running.element();
        try {
            while (true) {
                try {
                    var done = first.get(1, TimeUnit.SECONDS);
                    running.remove();
                    result.accept(done);
                    return;
                } catch (TimeoutException stillRunning) {
                    meanwhile.run();
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) throw known;
            if (e.getCause() instanceof InterruptedException) throw new InterruptedException("placing was stopped");
            throw new IllegalStateException("placing failed", e.getCause());
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
        if (!running.isEmpty()) cutOff.run();
        try {
            if (!pool.awaitTermination(1, TimeUnit.MINUTES))
                throw new IllegalStateException("writing to the destination does not end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
