package dev.handback.process;

import org.springframework.stereotype.Component;

/** The steps of {@code AssetReturn.bpmn}; public because the engine calls them. */
@Component
public class AssetReturn {
    public String askRetrieveGate(String exitId, String asset) {
        throw new IllegalStateException();
    }

    public void fileRetrieval(String exitId, String asset, String instance) {
        throw new IllegalStateException();
    }

    public String readOutcome(String exitId, String asset) {
        throw new IllegalStateException();
    }

    public void requestHandOver(String exitId, String asset, String instance) {
        throw new IllegalStateException();
    }

    public String readCheck(String exitId, String asset) {
        throw new IllegalStateException();
    }

    public void requestDecision(String exitId, String asset, String connection, String instance) {
        throw new IllegalStateException();
    }

    public String readDecision(String exitId, String asset) {
        throw new IllegalStateException();
    }
}
