package dev.handback.process;

import dev.handback.retrieval.Listings;
import dev.handback.work.Progress;
import dev.handback.work.Step;
import dev.handback.work.WorkOrder;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Lists a holder's system beside the register; nobody but its page waits for it. */
@Component
class ListHolder implements Step<Listings.Result> {
    static final String NAME = "list";

    private final Listings listings;

    ListHolder(Listings listings) {
        this.listings = listings;
    }

    static Map<String, String> data(String discovery) {
        return Map.of("discovery", discovery);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Listings.Result run(WorkOrder order, Progress progress) throws InterruptedException {
        return listings.list(order.require("discovery"), progress);
    }

    @Override
    public void done(WorkOrder order, Listings.Result result) {
        listings.record(order.require("discovery"), result);
    }

    @Override
    public void exhausted(WorkOrder order, String why) {
        listings.recordFailure(order.require("discovery"), why);
    }
}
