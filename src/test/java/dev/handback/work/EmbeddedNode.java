package dev.handback.work;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A process of its own with the embedded database and a step that only an interrupt ends; argument: the data folder. */
public final class EmbeddedNode {
    private EmbeddedNode() {}

    public static void main(String[] args) {
        var node = WorkNode.start("node-1", Map.of("handback.data-dir", args[0]), List.of(new Hanging()));
        if (node.work().status("X1/").isEmpty()) {
            node.file("hang", "X1/repo-1/1");
        }
    }

    private static final class Hanging implements Step<String> {
        @Override
        public String name() {
            return "hang";
        }

        @Override
        public int maxAttempts() {
            return 3;
        }

        @Override
        public String run(WorkOrder order, Progress progress) throws InterruptedException {
            System.out.println("hanging in attempt " + order.attempt());
            new CountDownLatch(1).await();
            return "";
        }

        @Override
        public void done(WorkOrder order, String result) {}

        @Override
        public void exhausted(WorkOrder order, String why) {}
    }
}
