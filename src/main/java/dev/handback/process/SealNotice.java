package dev.handback.process;

import dev.handback.certificates.PreserveNotices;
import dev.handback.work.Progress;
import dev.handback.work.Step;
import dev.handback.work.WorkOrder;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Draws and seals the preserve notice of a hold; a time-stamp may be fetched, so no transaction is open meanwhile. */
@Component
class SealNotice implements Step<PreserveNotices.Sealed> {
    static final String NAME = "preserve-notice";

    private final PreserveNotices notices;
    private final Instances instances;

    SealNotice(PreserveNotices notices, Instances instances) {
        this.notices = notices;
        this.instances = instances;
    }

    static Map<String, String> data(String exit, String hold, String instance) {
        return Map.of("exit", exit, "hold", hold, "instance", instance);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PreserveNotices.Sealed run(WorkOrder order, Progress progress) {
        return notices.seal(order.require("exit"), order.require("hold"));
    }

    @Override
    public void done(WorkOrder order, PreserveNotices.Sealed notice) {
        notices.record(notice);
        instances.tell("NoticeEnded", order.require("instance"));
    }

    // No notice is there: the process makes it somebody's task.
    @Override
    public void exhausted(WorkOrder order, String why) {
        instances.tell("NoticeEnded", order.require("instance"));
    }
}
