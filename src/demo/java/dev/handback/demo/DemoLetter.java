package dev.handback.demo;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;

/** What the vendor of the demo writes: a letter that says more than is true. */
final class DemoLetter {
    private DemoLetter() {}

    static byte[] of(String order, List<String> assets, LocalDate day) {
        return """
                Orbit Outsourcing GmbH
                %1$s

                To Client Ltd. Your destruction order %2$s

                We confirm that the following has been erased from git.vendor.example and from all its replicas,
                and that the storage was overwritten:

                    %3$s

                Performed by Pavel Dorn on %1$s, verified by Maya Rao on the same day. No copies remain.

                Maya Rao, Head of Delivery
                """.formatted(day, order, String.join("\n    ", assets)).getBytes(StandardCharsets.UTF_8);
    }
}
