package dev.handback.retrieval.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.retrieval.PlacingRequest;
import dev.handback.sources.Printable;
import dev.handback.sources.SourceRefused;
import dev.handback.sources.SourceRefused.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wanted, key by key in the order of their bytes; holds a page and one key, of which there may be {@value #MOST} rows. */
public final class WantedKeys {
    private static final int PAGE = 1000;
    private static final int MOST = 50_000;

    private final Pages<Wanted> rows;
    private long lastOrdinal = WantedRows.BEGINNING;

    public WantedKeys(WantedRows rows, PlacingRequest request) {
        this.rows = new Pages<>(() -> {
            var page = rows.after(request, lastOrdinal, PAGE);
            if (!page.isEmpty()) lastOrdinal = page.get(page.size() - 1).ordinal();
            return page;
        });
    }

    /** A row of the next key; null at the end. */
    @Nullable
    Wanted peek() {
        return rows.peek();
    }

    /** All of the next key, the oldest first; none at the end. */
    public List<Wanted> take() {
        var key = new ArrayList<Wanted>();
        for (var row = rows.peek(); row != null && isOf(key, row); row = rows.peek()) {
            key.add(rows.take());
            requireFew(key.size(), new String(row.key(), UTF_8));
        }
        key.sort(Wanted.OLDEST_FIRST);
        return key;
    }

    private static boolean isOf(List<Wanted> key, Wanted row) {
        return key.isEmpty() || Arrays.equals(key.get(0).key(), row.key());
    }

    static void requireFew(int rows, String key) {
        if (rows > MOST)
            throw new SourceRefused(
                    Reason.UNSUPPORTED,
                    "TOO_MANY_VERSIONS",
                    Printable.of(key) + " has more than " + MOST + " versions, which are not placed");
    }
}
