package dev.handback.process;

import dev.handback.assets.Asset;
import dev.handback.assets.AssetRegister;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The assets behind a stopped connection. */
final class StoppedAssets {
    static final String FORBIDDEN = "FORBIDDEN";
    /** More assets than any register may have. */
    private static final int EVERY = 100_000;

    /** Also what is home and was refused by a later pass. */
    private static final Set<String> DECIDED_ON = Set.of("NEEDS_DECISION", "CHECKED", "PLACED", "CERTIFIED");

    private static final Set<String> NOT_TAKEN = Set.of("REGISTERED", "REOPENED");

    private final AssetRegister register;

    StoppedAssets(AssetRegister register) {
        this.register = register;
    }

    List<String> refused(String exit, String connection) {
        return behind(exit, connection)
                .filter(StoppedAssets::isRefused)
                .map(Asset::asset)
                .toList();
    }

    /** Others than this one, of which nothing came. */
    List<String> others(About about, @Nullable Object connection) {
        return behind(about.exit(), connection)
                .filter(asset -> !asset.asset().equals(about.asset()))
                .filter(asset -> NOT_TAKEN.contains(asset.returnState())
                        || (isRefused(asset) && asset.returnState().equals("NEEDS_DECISION")))
                .map(Asset::asset)
                .toList();
    }

    private Stream<Asset> behind(String exit, @Nullable Object connection) {
        return register.list(exit, null, 0, EVERY).stream()
                .filter(asset ->
                        asset.connection() != null && asset.connection().equals(connection));
    }

    private static boolean isRefused(Asset asset) {
        return DECIDED_ON.contains(asset.returnState()) && FORBIDDEN.equals(asset.lastOutcome());
    }
}
