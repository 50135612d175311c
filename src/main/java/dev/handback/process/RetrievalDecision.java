package dev.handback.process;

import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** The steps of {@code RetrievalDecision.bpmn}; public because the engine calls them. */
@Component
public class RetrievalDecision {
    public String recordDecision(DelegateExecution execution, String decision, String reason) {
        throw new IllegalStateException();
    }

    public List<String> approvingGroups(String exitId) {
        throw new IllegalStateException();
    }

    public boolean exceptionRefused(String exitId, String asset) {
        throw new IllegalStateException();
    }

    public void recordApproval(DelegateExecution execution, String decision, String reason) {
        throw new IllegalStateException();
    }

    public boolean readApprovals(String exitId, String asset) {
        throw new IllegalStateException();
    }

    public void tellAssetReturns(String exitId, String connection, boolean stopped, String assetReturnId) {
        throw new IllegalStateException();
    }

    public Date due(String exitId, String task) {
        throw new IllegalStateException();
    }

    public Date followUp(String exitId, String task) {
        throw new IllegalStateException();
    }
}
