package dev.handback.sources;

import java.util.function.UnaryOperator;
import org.eclipse.jgit.lib.ProgressMonitor;

/** Passes progress on; the other side names its work itself, and such a name is shown and kept. */
record DiscreetMonitor(ProgressMonitor to, UnaryOperator<String> words) implements ProgressMonitor {

    @Override
    public void start(int totalTasks) {
        to.start(totalTasks);
    }

    @Override
    public void beginTask(String title, int totalWork) {
        to.beginTask(words.apply(title), totalWork);
    }

    @Override
    public void update(int completed) {
        to.update(completed);
    }

    @Override
    public void endTask() {
        to.endTask();
    }

    @Override
    public boolean isCancelled() {
        return to.isCancelled();
    }

    @Override
    public void showDuration(boolean enabled) {
        to.showDuration(enabled);
    }
}
