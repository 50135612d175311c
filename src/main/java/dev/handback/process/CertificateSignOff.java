package dev.handback.process;

import dev.handback.assets.AssetRegister;
import dev.handback.certificates.Certificates;
import dev.handback.certificates.DrawnUp;
import dev.handback.exits.Refused;
import dev.handback.work.LongWork;
import java.util.Date;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The steps of {@code CertificateSignOff.bpmn}; public because the engine calls them. */
@Component
public class CertificateSignOff {
    private final Certificates certificates;
    private final AssetRegister register;
    private final LongWork work;
    private final Returns returns;
    private final Instances instances;
    private final Deadlines deadlines;

    CertificateSignOff(
            Certificates certificates,
            AssetRegister register,
            LongWork work,
            Returns returns,
            Instances instances,
            Deadlines deadlines) {
        this.certificates = certificates;
        this.register = register;
        this.work = work;
        this.returns = returns;
        this.instances = instances;
        this.deadlines = deadlines;
    }

    public void fileFixityCheck(String exitId, String request, String instance) {
        work.file(CheckFixity.NAME, exitId + "/" + request, CheckFixity.data(exitId, request, instance));
    }

    /** Returns DRAWN_UP or REFUSED. */
    public String drawUp(String request) {
        return certificates.drawUp(request) instanceof DrawnUp.Frozen ? "DRAWN_UP" : "REFUSED";
    }

    public String number(String request) {
        return certificates.latest(request).number();
    }

    /** Returns SIGNED, SENT_BACK or STALE; refuses while nobody has decided. */
    public String readDecision(String request) {
        var certificate = certificates.latest(request);
        return switch (certificate.state()) {
            case "SENT_BACK", "STALE" -> certificate.state();
            case "SIGNED", "SUPERSEDED", "VOID" -> "SIGNED";
            default ->
                throw new Refused("certificate " + certificate.number()
                        + " is neither signed nor sent back: decide on its page, /certificates/" + certificate.number()
                        + "/sign");
        };
    }

    /** Returns RETRY or GIVE_UP. */
    public String recordReview(String request, String decision) {
        return Decision.of(decision, "RETRY", "GIVE_UP");
    }

    public void tellExit(String exitId, String request) {
        var signed = certificates.findRequest(request);
        if (signed.kind().equals("ASSET_RETURN")) {
            instances.tellAll("ReturnCertified", exitId, Map.of());
            if (signed.finality().equals("FINAL")) {
                instances.tellAll("ReturnFinalSigned", exitId, Map.of());
            }
        } else if (signed.kind().equals("DRILL_REPORT")) {
            instances.tellAll("DrillReported", exitId, Map.of());
        }
    }

    public void reopenAssets(String exitId, String request) {
        var fetched = register.toRetrieve(exitId);
        var named = certificates.sentBack(number(request));
        returns.start(exitId, named.stream().filter(fetched::contains).toList());
    }

    public Date due(String exitId, String task) {
        return deadlines.due(exitId, task);
    }

    public Date followUp(String exitId, String task) {
        return deadlines.followUp(exitId, task);
    }
}
