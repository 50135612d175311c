package dev.handback.process;

import java.util.Date;
import org.springframework.stereotype.Component;

/** The steps of {@code CertificateSignOff.bpmn}; public because the engine calls them. */
@Component
public class CertificateSignOff {
    public void fileFixityCheck(String exitId, String request, String instance) {
        throw new IllegalStateException();
    }

    public String drawUp(String request) {
        throw new IllegalStateException();
    }

    public String number(String request) {
        throw new IllegalStateException();
    }

    public String readDecision(String request) {
        throw new IllegalStateException();
    }

    public String recordReview(String request, String decision) {
        throw new IllegalStateException();
    }

    public void tellExit(String exitId, String request) {
        throw new IllegalStateException();
    }

    public void reopenAssets(String exitId, String request) {
        throw new IllegalStateException();
    }

    public Date due(String exitId, String task) {
        throw new IllegalStateException();
    }

    public Date followUp(String exitId, String task) {
        throw new IllegalStateException();
    }
}
