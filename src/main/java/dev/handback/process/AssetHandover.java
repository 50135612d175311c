package dev.handback.process;

import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** The steps of {@code AssetHandover.bpmn}; public because the engine calls them. */
@Component
public class AssetHandover {
    public void recordCheck(DelegateExecution execution, String decision, String note) {
        throw new IllegalStateException();
    }

    public void tellAssetReturn(String assetReturnId) {
        throw new IllegalStateException();
    }

    public Date due(String exitId, String task) {
        throw new IllegalStateException();
    }

    public Date followUp(String exitId, String task) {
        throw new IllegalStateException();
    }
}
