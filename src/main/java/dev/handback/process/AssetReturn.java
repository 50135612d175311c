package dev.handback.process;

import dev.handback.assets.AssetRegister;
import dev.handback.exits.Gate;
import dev.handback.exits.Gates;
import dev.handback.retrieval.Placings;
import dev.handback.retrieval.Quarantines;
import dev.handback.work.LongWork;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** The steps of {@code AssetReturn.bpmn}; public because the engine calls them. */
@Component
public class AssetReturn {
    private static final Set<String> SETTLED = Set.of("EXCEPTED", "WITHDRAWN");
    private static final String FORBIDDEN = "FORBIDDEN";
    private static final Set<String> CHECKED = Set.of("CHECKED", "PLACED", "CERTIFIED");

    private final AssetRegister register;
    private final Gates gates;
    private final LongWork work;
    private final Instances instances;
    private final WaitTable waits;
    private final Handovers handovers;
    private final Returns returns;
    private final ExitNotices notices;
    private final Placings placings;
    private final Quarantines quarantines;

    AssetReturn(
            AssetRegister register,
            Gates gates,
            LongWork work,
            Instances instances,
            WaitTable waits,
            Handovers handovers,
            Returns returns,
            ExitNotices notices,
            Placings placings,
            Quarantines quarantines) {
        this.notices = notices;
        this.placings = placings;
        this.quarantines = quarantines;
        this.returns = returns;
        this.handovers = handovers;
        this.register = register;
        this.gates = gates;
        this.work = work;
        this.instances = instances;
        this.waits = waits;
    }

    /** Returns PLACE when that was asked for, HERE when it came and was sealed meanwhile, OPEN, BY_HAND when nobody can fetch it, SHUT, or SETTLED when the asset is no longer to be retrieved. */
    public String askRetrieveGate(DelegateExecution execution, String exitId, String asset) {
        var connection = Returns.connection(register.find(exitId, asset));
        // the row may have moved to another connection since; who wakes returns asks by it
        execution.setVariable("connection", connection);
        waits.beforeWaiting(connection);
        if (SETTLED.contains(state(exitId, asset))) {
            handovers.withoutThis(exitId, asset);
            return "SETTLED";
        }
        if (placings.waits(exitId, asset)) {
            return "PLACE";
        }
        if (state(exitId, asset).equals("VERIFIED") && quarantines.isHereAgain(exitId, asset)) {
            return "HERE";
        }
        if (!gates.findings(exitId, Gate.RETRIEVE, asset).isEmpty()) {
            handovers.withoutThis(exitId, asset);
            return "SHUT";
        }
        return connection.equals(Returns.BY_HAND) ? "BY_HAND" : "OPEN";
    }

    /** Somebody is asked for the authority, unless it is there or somebody is asked already. */
    public void requestAuthority(String exitId, String asset) {
        var missing = gates.findings(exitId, Gate.RETRIEVE, asset).stream()
                .anyMatch(finding -> finding.code().startsWith("AUTHORITY_"));
        if (missing) {
            instances.startOnce(
                    "ConnectionAuthority",
                    exitId,
                    Map.of("connection", Returns.connection(register.find(exitId, asset))),
                    Map.of());
        }
    }

    public void requestDelivery(String exitId, String asset, String instance) {
        instances.start("AssetDelivery", exitId, Map.of("asset", asset, "assetReturnId", instance));
    }

    public void fileRetrieval(String exitId, String asset, String instance) {
        work.file(Retrieve.NAME, exitId + "/" + asset, Retrieve.data(exitId, asset, instance));
    }

    public void filePlacing(String exitId, String asset, String instance) {
        work.file(Place.NAME, exitId + "/" + asset, Place.data(exitId, asset, instance));
    }

    /**
     * Returns PLACED, NOT_PLACED, or SENT_BACK when it must be retrieved anew, which could not begin while it was placed, or
     * when somebody asked for it once more since it failed.
     */
    public String readPlacing(String exitId, String asset) {
        if (!CHECKED.contains(state(exitId, asset)) || isToBePlaced(exitId, asset)) {
            return "SENT_BACK";
        }
        return placings.list(exitId, asset).get(0).state().equals("PLACED") ? "PLACED" : "NOT_PLACED";
    }

    /**
     * Returns VERIFIED; CHECKED when the same content was checked before, or a later pass brought nothing; NOT_BEGUN; or the
     * attempt's outcome. A pass that was refused must be decided on all the same: the connection is stopped.
     */
    public String readOutcome(String exitId, String asset) {
        var now = register.find(exitId, asset);
        if (CHECKED.contains(now.returnState())) {
            if (FORBIDDEN.equals(now.lastOutcome())) {
                return FORBIDDEN;
            }
            return isToBePlaced(exitId, asset) ? "NOT_BEGUN" : "CHECKED";
        }
        return switch (now.returnState()) {
            case "VERIFIED" -> "VERIFIED";
            case "NEEDS_DECISION" -> String.valueOf(now.outcome());
            default -> "NOT_BEGUN";
        };
    }

    public void requestHandOver(String exitId, String asset) {
        handovers.request(exitId, asset);
    }

    /** Returns CHECKED, or SENT_BACK when it was, or when it is to be placed already: both ask what is next. */
    public String readCheck(String exitId, String asset) {
        return CHECKED.contains(state(exitId, asset)) && !isToBePlaced(exitId, asset) ? "CHECKED" : "SENT_BACK";
    }

    /** Whoever asked for that while this return was not quite at its end found it running, and so started no other. */
    private boolean isToBePlaced(String exitId, String asset) {
        waits.beforeWaiting(Returns.connection(register.find(exitId, asset)));
        return placings.waits(exitId, asset);
    }

    /** One incident for each asset, but one only for a connection, however many assets it refused. */
    public void requestDecision(String exitId, String asset, String connection) {
        var outcome = String.valueOf(register.find(exitId, asset).lastOutcome());
        handovers.withoutThis(exitId, asset);
        if (outcome.equals(FORBIDDEN)) {
            var stopped = instances.startOnce(
                    "RetrievalDecision",
                    exitId,
                    Map.of("connection", connection, "stopped", true),
                    Map.of("asset", asset, "outcome", outcome));
            if (stopped) {
                notices.stopped(exitId, asset, connection);
            }
        } else {
            returns.requestDecision(exitId, asset, connection, outcome);
        }
    }

    /** Returns EXCEPTED, CHECKED when the earlier attempt was kept, CONFIRM_EMPTY or RETRY. */
    public String readDecision(String exitId, String asset) {
        var now = register.find(exitId, asset);
        var state = now.returnState();
        if (SETTLED.contains(state)) {
            return "EXCEPTED";
        }
        if (CHECKED.contains(state) && "KEEP_EARLIER".equals(now.lastDecision())) {
            return isToBePlaced(exitId, asset) ? "RETRY" : "CHECKED";
        }
        return state.equals("VERIFIED") ? "CONFIRM_EMPTY" : "RETRY";
    }

    private String state(String exitId, String asset) {
        return register.find(exitId, asset).returnState();
    }
}
