package dev.handback.retrieval.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.retrieval.PlacingRequest;
import dev.handback.retrieval.s3.Wanted;
import dev.handback.retrieval.s3.WantedRows;
import dev.handback.vault.Vault;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an attempt holds, as a test says; its bytes are in the vault. */
final class GivenRows implements WantedRows {
    private static final Instant FIRST = Instant.parse("2021-03-04T05:06:07Z");
    private final Vault vault;
    private final List<Wanted> rows = new ArrayList<>();

    /** Told about each of them. */
    Map<String, Object> told = Map.of();

    /** Versions that are counted and never read. */
    int overlooked;

    GivenRows(Vault vault) {
        this.vault = vault;
    }

    /** One more version, a day after what came before it. */
    GivenRows version(String key, String content) {
        return version(key.getBytes(UTF_8), content);
    }

    GivenRows version(byte[] key, String content) {
        var bytes = content.getBytes(UTF_8);
        var stored = vault.store(new ByteArrayInputStream(bytes));
        return add(key, false, bytes.length, stored.sha256().hex());
    }

    GivenRows marker(String key) {
        return add(key.getBytes(UTF_8), true, 0, null);
    }

    /** A version of which the vault knows nothing. */
    GivenRows claimed(String key, long size, String sha256) {
        return add(key.getBytes(UTF_8), false, size, sha256);
    }

    private GivenRows add(byte[] key, boolean marker, long size, @Nullable String sha256) {
        rows.replaceAll(row -> Arrays.equals(row.key(), key) ? row(row, false) : row);
        var at = FIRST.plusSeconds(86_400L * rows.size());
        rows.add(new Wanted(0, key, "v" + rows.size(), marker, true, size, at, sha256));
        return this;
    }

    private static Wanted row(Wanted row, boolean latest) {
        return new Wanted(
                row.ordinal(),
                row.key(),
                row.versionId(),
                row.marker(),
                latest,
                row.size(),
                row.lastModified(),
                row.sha256());
    }

    @Override
    public Totals totals(PlacingRequest request) {
        long markers = rows.stream().filter(Wanted::marker).count();
        return new Totals(rows.size() - markers + overlooked, markers, 0, 0, 0, 0, 0);
    }

    /** A store lists the newest first. */
    @Override
    public List<Wanted> after(PlacingRequest request, long ordinal, int size) {
        var sorted = new ArrayList<>(rows);
        java.util.Collections.reverse(sorted);
        sorted.sort((a, b) -> Arrays.compareUnsigned(a.key(), b.key()));
        var page = new ArrayList<Wanted>();
        for (int i = (int) ordinal + 1; i < sorted.size() && page.size() < 2; i++) {
            var row = sorted.get(i);
            page.add(new Wanted(
                    i,
                    row.key(),
                    row.versionId(),
                    row.marker(),
                    row.latest(),
                    row.size(),
                    row.lastModified(),
                    row.sha256()));
        }
        return page;
    }

    @Override
    public Map<String, Object> facts(PlacingRequest request, long ordinal) {
        return told;
    }
}
