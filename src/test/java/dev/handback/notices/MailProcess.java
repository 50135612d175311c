package dev.handback.notices;

import java.util.Map;
import java.util.Set;

/** A node of its own that has one thing to tell one person; arguments: the database's address, the mail server's port. */
public final class MailProcess {
    private MailProcess() {}

    public static void main(String[] args) {
        var database =
                Map.<String, Object>of("spring.datasource.url", args[0], "spring.datasource.username", "handback_app");
        var node = MailNode.scheduled("node-1", database, MailNode.mail(Integer.parseInt(args[1])));
        node.notices()
                .tell(Notice.of(
                        Kind.HOLD,
                        "hold:H-1",
                        Set.of("legal"),
                        "X2026-0001",
                        null,
                        "hold H-1 was placed",
                        "/exits/X2026-0001"));
        System.out.println("told");
    }
}
