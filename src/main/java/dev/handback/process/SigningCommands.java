package dev.handback.process;

import dev.handback.certificates.Certificate;
import dev.handback.certificates.CertificateFacts.Finality;
import dev.handback.certificates.CertificateFacts.Kind;
import dev.handback.certificates.Certificates;
import dev.handback.certificates.SignOff;
import dev.handback.exits.Cancellation;
import dev.handback.exits.Closings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** What is asked for and decided about certificates, with the completion of the task, in one transaction. */
@Component
public class SigningCommands {
    private final Certificates certificates;
    private final SignOff signOff;
    private final Tasks tasks;
    private final FormValues forms;
    private final Instances instances;
    private final Cancellation cancellation;
    private final Closings closings;
    private final TransactionTemplate transaction;

    SigningCommands(
            Certificates certificates,
            SignOff signOff,
            Tasks tasks,
            FormValues forms,
            Instances instances,
            Cancellation cancellation,
            Closings closings,
            TransactionTemplate transaction) {
        this.certificates = certificates;
        this.signOff = signOff;
        this.tasks = tasks;
        this.forms = forms;
        this.instances = instances;
        this.cancellation = cancellation;
        this.closings = closings;
        this.transaction = transaction;
    }

    /**
     * Asks for a certificate, which completes the task {@code ChooseCertificate}; returns the request. That of a cancelled exit,
     * over destruction evidence, of a drill, of an exit whose returns are over, or of what is held while that task is not open goes its own way.
     */
    @Transactional
    public String request(String exit, Kind kind, Finality finality, List<String> scope) {
        var request = certificates.request(exit, kind, finality, scope);
        if (goesItsOwnWay(exit, kind) || cancellation.find(exit).isPresent()) {
            instances.start("CertificateSignOff", exit, Map.of("request", request));
        } else {
            tasks.completeByPage(exit, "ChooseCertificate", Map.of(), Map.of("request", request));
        }
        return request;
    }

    private boolean goesItsOwnWay(String exit, Kind kind) {
        return switch (kind) {
            case DESTRUCTION, DRILL_REPORT -> true;
            // proof of what is held may be needed before the register is agreed, and after the exit is closed
            case CUSTODY_RECORD -> tasks.id(exit, "ChooseCertificate", Map.of()).isEmpty();
            // a final return that was made void once the exit was closed, or waits for that
            case ASSET_RETURN ->
                closings.closing(exit).isPresent()
                        || tasks.id(exit, "CloseExit", Map.of()).isPresent();
        };
    }

    /** Seals what was shown, then records the signature and completes the task. Call it outside any transaction. */
    public void sign(String number, String shownSha256, String intent, CharSequence password, String signer) {
        var task = task(certificates.find(number));
        var sealed = signOff.seal(number, shownSha256, intent, password, signer);
        transaction.executeWithoutResult(status -> {
            signOff.recordSigned(sealed, task);
            forms.completeByPage(task, Map.of());
        });
    }

    /** Sends it back: the text only, or naming assets, which are then retrieved anew. */
    @Transactional
    public void sendBack(String number, @Nullable String reason, List<String> assets) {
        var task = task(certificates.find(number));
        signOff.sendBack(number, reason, assets, task);
        forms.completeByPage(task, Map.of());
    }

    /** The evidence changed since it was drawn up: it is drawn up anew under the next number. */
    @Transactional
    public void drawUpAnew(String number) {
        var task = task(certificates.find(number));
        signOff.callStale(number, task);
        forms.completeByPage(task, Map.of());
    }

    private String task(Certificate certificate) {
        return tasks.demand(certificate.exitId(), "SignCertificate", Map.of("request", certificate.request()));
    }
}
