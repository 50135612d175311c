package dev.handback.retrieval;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.TestDatabase;
import dev.handback.TestExit;
import org.jspecify.annotations.Nullable;

/** An exit whose asset {@code docs} was attempted once, and met some of its versions in an archive class. */
public final class ArchivedAttempt {
    public static final String ASSET = "docs";

    private ArchivedAttempt() {}

    /** The first key is held, the others are archived; 100 bytes each. */
    public static TestExit of(TestDatabase database, String held, String... archived) {
        var exit = new TestExit(database).register(ASSET).agree().authorise().attempt(ASSET, "PARTIAL");
        row(exit, 1, held, "STANDARD", null);
        int ordinal = 2;
        for (var key : archived) {
            row(exit, ordinal++, key, key.startsWith("deep") ? "DEEP_ARCHIVE" : "GLACIER", "ARCHIVED");
        }
        return exit;
    }

    private static void row(TestExit exit, int ordinal, String key, String storageClass, @Nullable String code) {
        exit.sql(
                        """
                insert into handback.attempt_object (exit_id, asset, number, ordinal, key, version_id, etag, what, latest, size,
                    storage_class, state, sha256, copied_in, code)
                values (?, ?, 1, ?, ?, 'v1', 'e', 'VERSION', true, 100, ?, ?, ?, ?, ?)""",
                        exit.id(),
                        ASSET,
                        ordinal,
                        key.getBytes(UTF_8),
                        storageClass,
                        code == null ? "HELD" : "NOT_HELD",
                        code == null ? "a".repeat(64) : null,
                        code == null ? 1 : null,
                        code)
                .update();
    }

    /** Engineering asks for a restore of it. */
    public static TestExit asked(TestExit exit) {
        decide(exit, "erin", "RESTORE");
        return exit;
    }

    static void decide(TestExit exit, String who, String decision) {
        exit.insert(
                who,
                "insert into handback.retrieval_decided (exit_id, asset, number, decision, reason, task) values (?, ?, 1, ?, 'seen', 't')",
                exit.id(),
                ASSET,
                decision);
    }

    /** Legal agrees to it, for a week. */
    public static TestExit agreed(TestExit exit) {
        word(exit, "lea", "APPROVE");
        return exit;
    }

    static void word(TestExit exit, String who, String decision) {
        boolean agreed = decision.equals("APPROVE");
        exit.insert(who, """
                insert into handback.restore_decided (exit_id, asset, restore, number, decision, objects, bytes, classes, tier, days, reason, task)
                values (?, ?, 0, 1, ?, 0, 0, '{}', ?, ?, 'clause 12', 't')""", exit.id(), ASSET, decision, agreed ? "Bulk" : null, agreed ? 7 : null);
    }

    /** One look at it, of two versions or more. */
    public static void seen(TestExit exit, int ready, int waiting, String until) {
        exit.insert(TestExit.SYSTEM, """
                insert into handback.restore_seen (exit_id, asset, restore, look, ready, waiting, failed, ready_until, over, findings)
                values (?, ?, 1, 0, ?, ?, 0, %s, false, '[]')""".formatted(until), exit.id(), ASSET, ready, waiting);
    }
}
