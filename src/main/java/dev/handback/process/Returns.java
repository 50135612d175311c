package dev.handback.process;

import dev.handback.assets.AssetRegister;
import java.util.Collection;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Starts and wakes the returns of an exit's assets. */
@Component
class Returns {
    private final AssetRegister register;
    private final Instances instances;
    private final WaitTable waits;

    Returns(AssetRegister register, Instances instances, WaitTable waits) {
        this.register = register;
        this.instances = instances;
        this.waits = waits;
    }

    /** One return for each; those that are not fetched, such as paper, have none. */
    void start(String exit, Collection<String> assets) {
        for (var name : assets) {
            var connection = register.find(exit, name).connection();
            if (connection != null) {
                instances.start("AssetReturn", exit, Map.of("asset", name, "connection", connection));
            }
        }
    }

    /** Their gate may be open now: every return over this connection that waits for it asks again. */
    void release(String exit, String connection) {
        waits.beforeWaking(exit);
        instances.tellAll("RetrievalCleared", exit, Map.of("connection", connection));
    }

    /** A refused connection was decided on: those it refused read the decision, those behind it ask their gate. */
    void connectionDecided(String exit, String connection) {
        release(exit, connection);
        instances.tellAll("RetrievalDecided", exit, Map.of("connection", connection, "outcome", "FORBIDDEN"));
    }

    /** An asset is excepted or withdrawn: its return ends, and nobody need decide or check any more. */
    void settled(String exit, String asset) {
        var itsOwn = Map.<String, Object>of("asset", asset);
        instances.end("RetrievalDecision", exit, Map.of("asset", asset, "stopped", false), "asset settled");
        instances.end("AssetHandover", exit, itsOwn, "asset settled");
        waits.beforeWaking(exit);
        instances.tellAll("RetrievalCleared", exit, itsOwn);
        instances.tellAll("RetrievalDecided", exit, itsOwn);
        instances.tellAll("HandOverDecided", exit, itsOwn);
    }
}
