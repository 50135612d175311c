package dev.handback.process;

import dev.handback.certificates.Certificate;
import dev.handback.certificates.Certificates;
import dev.handback.certificates.SignOff;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** What legal does on a certificate's page: the decision and the completion of its task, in one transaction. */
@Component
public class SigningCommands {
    private final Certificates certificates;
    private final SignOff signOff;
    private final Tasks tasks;
    private final FormValues forms;
    private final TransactionTemplate transaction;

    SigningCommands(
            Certificates certificates,
            SignOff signOff,
            Tasks tasks,
            FormValues forms,
            TransactionTemplate transaction) {
        this.certificates = certificates;
        this.signOff = signOff;
        this.tasks = tasks;
        this.forms = forms;
        this.transaction = transaction;
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
