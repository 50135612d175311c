package dev.handback.process;

import dev.handback.work.Progress;
import dev.handback.work.Step;
import dev.handback.work.WorkOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** Starts the returns of many assets in batches: thousands in one transaction would hold everybody up. */
@Component
class StartReturns implements Step<List<String>> {
    static final String NAME = "start-returns";
    private static final int BATCH = 50;

    private final Returns returns;

    StartReturns(Returns returns) {
        this.returns = returns;
    }

    /** The assets in the order they should be retrieved, some at a time. */
    static List<List<String>> batches(List<String> assets) {
        return IntStream.iterate(0, from -> from < assets.size(), from -> from + BATCH)
                .mapToObj(from -> assets.subList(from, Math.min(from + BATCH, assets.size())))
                .toList();
    }

    static Map<String, String> data(String exit, List<String> assets) {
        return Map.of("exit", exit, "assets", String.join(",", assets));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int maxAttempts() {
        return 10;
    }

    @Override
    public List<String> run(WorkOrder order, Progress progress) {
        return List.of(order.require("assets").split(","));
    }

    @Override
    public void done(WorkOrder order, List<String> assets) {
        returns.start(order.require("exit"), assets);
    }

    // A run does nothing that can fail for good, so a batch that was only ever killed is started all the same.
    @Override
    public void exhausted(WorkOrder order, String why) {
        done(order, run(order, Progress.unseen()));
    }
}
