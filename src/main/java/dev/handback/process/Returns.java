package dev.handback.process;

import dev.handback.assets.Asset;
import dev.handback.assets.AssetRegister;
import dev.handback.assets.Instruments;
import dev.handback.work.LongWork;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Starts and wakes the returns of an exit's assets. */
@Component
class Returns {
    /** Stands where others have a connection; no connection can have such a name. */
    static final String BY_HAND = "by hand";

    /** What ends with its exit; a hold is lifted by legal only, and what an order began its own process ends. */
    private static final List<String> ENDING_WITH_THE_EXIT = List.of(
            "AssetReturn",
            "RetrievalDecision",
            "AssetDelivery",
            "AssetHandover",
            "ConnectionAuthority",
            "CertificateSignOff",
            "ExitStay",
            "ExitChecklist",
            "AssetInstruments");

    private static final List<String> ENDING_WITH_THE_REHEARSAL = List.of("DataDestruction", "LegalHold", "Residual");

    private static final Set<String> DONE = Set.of("EXCEPTED", "WITHDRAWN", "CHECKED", "PLACED", "CERTIFIED");

    private final AssetRegister register;
    private final Instruments instruments;
    private final Instances instances;
    private final WaitTable waits;
    private final Handovers handovers;
    private final LongWork work;

    Returns(
            AssetRegister register,
            Instruments instruments,
            Instances instances,
            WaitTable waits,
            Handovers handovers,
            LongWork work) {
        this.handovers = handovers;
        this.register = register;
        this.instruments = instruments;
        this.instances = instances;
        this.waits = waits;
        this.work = work;
    }

    /** Has the returns of these assets started, in batches and soon. */
    void file(String exit, List<String> assets) {
        StartReturns.batches(assets)
                .forEach(batch ->
                        work.file(StartReturns.NAME, exit + "/from-" + batch.get(0), StartReturns.data(exit, batch)));
    }

    /** Starts the return of each that has none on its way; what its instrument alone makes done has none. */
    void start(String exit, Collection<String> assets) {
        var done = instruments.done(exit);
        for (var name : assets) {
            if (done.contains(name)) {
                continue;
            }
            var connection = connection(register.find(exit, name));
            instances.startOnce("AssetReturn", exit, Map.of("asset", name), Map.of("connection", connection));
        }
    }

    /** Starts the return of an asset; one that waits at its gate, since its attempt was sealed, asks that again. */
    void startOrWake(String exit, String asset) {
        start(exit, List.of(asset));
        corrected(exit, asset);
    }

    /** What an asset comes home over, for the variables of its processes. */
    static String connection(Asset asset) {
        return Objects.requireNonNullElse(asset.connection(), BY_HAND);
    }

    /** Their gate may be open now: the returns of this exit over this connection ask it again. */
    void release(String exit, String connection) {
        waits.beforeWaking(connection);
        instances.tellAll("RetrievalCleared", exit, Map.of("connection", connection));
    }

    /** The same for every return of the exit, whatever it comes home over. */
    void releaseAll(String exit) {
        Stream.concat(register.connections(exit).stream(), Stream.of(BY_HAND))
                .sorted()
                .forEach(connection -> release(exit, connection));
    }

    /** The exit is cancelled: everything that waits ends, with its tasks; nothing that is home is touched. */
    void endAll(String exit) {
        ENDING_WITH_THE_EXIT.forEach(process -> instances.end(process, exit, Map.of(), "exit cancelled"));
    }

    /** The drill is over: everything that waits ends, but legal's word on a refused connection, which stops every exit. */
    void endRehearsal(String exit) {
        Stream.concat(ENDING_WITH_THE_EXIT.stream(), ENDING_WITH_THE_REHEARSAL.stream())
                .filter(process -> !process.equals("RetrievalDecision"))
                .forEach(process -> instances.end(process, exit, Map.of(), "drill reported"));
        instances.end("RetrievalDecision", exit, Map.of("stopped", false), "drill reported");
    }

    /**
     * A refused connection was decided on. What it refused in this exit reads the decision; what waits behind it asks its
     * gate, in every exit, since a refusal stops and legal resumes a connection everywhere.
     */
    void connectionDecided(String exit, String connection) {
        waits.beforeWaking(connection);
        // whoever decides about one asset behind it has nothing more to decide
        instances.end(
                "RetrievalDecision",
                exit,
                Map.of("connection", connection, "stopped", false, "outcome", "FORBIDDEN"),
                "connection resumed");
        instances.tellEverywhere("RetrievalCleared", Map.of("connection", connection));
        instances.tellAll("RetrievalDecided", exit, Map.of("connection", connection, "outcome", "FORBIDDEN"));
    }

    /** Asks engineering what to do about an asset that did not come whole. */
    void requestDecision(String exit, String asset, String connection, String outcome) {
        instances.startOnce(
                "RetrievalDecision",
                exit,
                Map.of("connection", connection, "stopped", false, "asset", asset),
                Map.of("outcome", outcome));
    }

    /** It was decided what to do about this asset. */
    void assetDecided(String exit, String asset) {
        instances.tellAll("RetrievalDecided", exit, Map.of("asset", asset));
    }

    /** Waits until the asset's return, if it just asked its gate, also waits there and so can be told. */
    void beforeCorrecting(String exit, String asset) {
        waits.beforeWaking(connection(register.find(exit, asset)));
    }

    /** The row of the register changed: where the asset's return waits for a gate, it asks the one of its new place. */
    void corrected(String exit, String asset) {
        instances.tellAll("RetrievalCleared", exit, Map.of("asset", asset));
    }

    /** An exception came into force, or was taken back: the asset's return ends, or begins anew. */
    void exceptionDecided(String exit, String asset) {
        settled(exit, asset);
        if (!DONE.contains(register.find(exit, asset).returnState())) {
            start(exit, List.of(asset));
        }
    }

    /** What came of it is sealed: nobody need decide on it or check it, unless something else of it counts. */
    void sealed(String exit, String asset) {
        if (register.find(exit, asset).returnState().equals("REOPENED")) {
            settled(exit, asset);
        }
    }

    /** It counts again as before: where it waits for its check, that is asked for. */
    void unsealed(String exit, String asset) {
        beforeCorrecting(exit, asset);
        if (!DONE.contains(register.find(exit, asset).returnState())) {
            start(exit, List.of(asset));
        }
        corrected(exit, asset);
    }

    /** An asset is excepted or withdrawn: its return ends, and nobody need decide or check any more. */
    void settled(String exit, String asset) {
        var connection = connection(register.find(exit, asset));
        var itsOwn = Map.<String, Object>of("asset", asset);
        instances.end("RetrievalDecision", exit, Map.of("asset", asset, "stopped", false), "asset settled");
        handovers.settled(exit, asset);
        instances.end("AssetDelivery", exit, itsOwn, "asset settled");
        waits.beforeWaking(connection);
        instances.tellAll("RetrievalCleared", exit, itsOwn);
        instances.tellAll("DeliveryDecided", exit, itsOwn);
        instances.tellAll("RetrievalDecided", exit, itsOwn);
        instances.tellAll("HandOverDecided", exit, itsOwn);
    }
}
