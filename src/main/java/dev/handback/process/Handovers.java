package dev.handback.process;

import dev.handback.assets.Asset;
import dev.handback.assets.AssetRegister;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * Puts what came home before engineers: assets that came clean over one connection together, all others alone. Whether one
 * is in a task already is asked of the running processes, under a lock for each exit and connection.
 */
@Component
class Handovers {
    /** So many lines a person can still look at; and their names fit into one variable of the engine, 4,000 characters. */
    private static final int MOST = 50;

    /** More assets than any register may have. */
    private static final int EVERY = 100_000;

    /** Where an asset's return is while it may still come home clean. */
    private static final List<String> UNDER_WAY =
            List.of("Task_AskRetrieveGate", "Event_RetrievalEnded", "Task_ReadOutcome");

    private static final String PROCESS = "AssetHandover";

    private final AssetRegister register;
    private final Instances instances;
    private final WaitTable waits;

    Handovers(AssetRegister register, Instances instances, WaitTable waits) {
        this.register = register;
        this.instances = instances;
        this.waits = waits;
    }

    /** Asks engineering for a check of this asset. */
    void request(String exit, String name) {
        var asset = register.find(exit, name);
        if (!isClean(asset)) {
            instances.startOnce(PROCESS, exit, Map.of("asset", name), about(List.of(asset), true, false));
            return;
        }
        var connection = Returns.connection(asset);
        alone(exit, connection);
        if (isOneGathering(exit, connection)) {
            told(exit, connection, name);
        } else {
            gather(exit, connection, moreCome(exit, connection, name));
        }
    }

    /** This asset comes home no more, or not clean: what waits for others may have waited for it only. */
    void withoutThis(String exit, String name) {
        var connection = Returns.connection(register.find(exit, name));
        alone(exit, connection);
        told(exit, connection, name);
    }

    /** This asset is excepted or withdrawn: the task that was about it alone ends, one that covers others stays for them. */
    void settled(String exit, String name) {
        var connection = Returns.connection(register.find(exit, name));
        for (var task : instances.running(PROCESS, exit, Map.of("connection", connection))) {
            var assets = names(instances.variable(task, "assets"));
            if (assets.contains(name) && assets.stream().noneMatch(other -> isVerified(exit, other))) {
                instances.end(task, "asset settled");
            }
        }
    }

    boolean isVerified(String exit, String asset) {
        return register.find(exit, asset).returnState().equals("VERIFIED");
    }

    /** The assets of one task; empty when others took them meanwhile. What is too much for one task gets another. */
    List<Asset> take(String exit, String connection, String instance) {
        alone(exit, connection);
        var taken = new HashSet<String>();
        for (var other : instances.running(PROCESS, exit, Map.of("connection", connection))) {
            if (!other.equals(instance)) {
                taken.addAll(names(instances.variable(other, "assets")));
            }
        }
        var waiting = register.list(exit, "VERIFIED", 0, EVERY).stream()
                .filter(asset -> connection.equals(asset.connection()) && isClean(asset))
                .filter(asset -> !taken.contains(asset.asset()))
                .limit(MOST + 1L)
                .toList();
        if (waiting.size() > MOST) {
            gather(exit, connection, false);
        }
        return waiting.subList(0, Math.min(MOST, waiting.size()));
    }

    /** What the task and its form show of these assets. */
    static Map<String, Object> about(List<Asset> assets, boolean alone, boolean moreCome) {
        var first = assets.get(0);
        var one = assets.size() == 1;
        return Map.of(
                "alone",
                alone,
                "moreCome",
                moreCome,
                "connection",
                Returns.connection(first),
                "assets",
                String.join(",", assets.stream().map(Asset::asset).toList()),
                "what",
                one ? first.asset() : assets.size() + " assets of " + first.connection(),
                "facts",
                one ? "assets/" + first.asset() : "handover");
    }

    static List<String> names(@org.jspecify.annotations.Nullable Object list) {
        return list == null || list.toString().isBlank()
                ? List.of()
                : Arrays.stream(list.toString().split(",")).map(String::strip).toList();
    }

    private void gather(String exit, String connection, boolean moreCome) {
        instances.start(PROCESS, exit, Map.of("alone", false, "moreCome", moreCome, "connection", connection));
    }

    private void told(String exit, String connection, String without) {
        if (!moreCome(exit, connection, without)) {
            instances.tellAll("HandOverReady", exit, Map.of("connection", connection));
        }
    }

    private boolean isOneGathering(String exit, String connection) {
        return instances.isAnyAt(PROCESS, exit, List.of("Gateway_WaitForOthers"), Map.of("connection", connection), "");
    }

    private boolean moreCome(String exit, String connection, String without) {
        return instances.isAnyAt("AssetReturn", exit, UNDER_WAY, Map.of("connection", connection), without);
    }

    private void alone(String exit, String connection) {
        waits.alone("hand-over " + exit + " " + connection);
    }

    /** Fetched, proved whole, and nothing was found that a person should think about. */
    private static boolean isClean(Asset asset) {
        return asset.connection() != null
                && Objects.equals(asset.outcome(), "VERIFIED")
                && asset.findings().equals("[]")
                && asset.disputedBy() == null;
    }
}
