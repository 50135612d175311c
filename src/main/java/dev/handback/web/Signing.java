package dev.handback.web;

import dev.handback.certificates.CertificateFacts.Finality;
import dev.handback.certificates.CertificateFacts.Kind;
import dev.handback.certificates.Certificates;
import dev.handback.certificates.SignOff;
import dev.handback.process.Tasks;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The commands on certificates, each in one transaction with the end of its task; used by the pages and by REST. */
@Component
class Signing {
    private final Certificates certificates;
    private final SignOff signOff;
    private final Tasks tasks;
    private final TaskEnd ends;
    private final TransactionTemplate transactions;

    Signing(Certificates certificates, SignOff signOff, Tasks tasks, TaskEnd ends, TransactionTemplate transactions) {
        this.certificates = certificates;
        this.signOff = signOff;
        this.tasks = tasks;
        this.ends = ends;
        this.transactions = transactions;
    }

    /** Records what is wanted and completes the task that starts the sign-off. */
    void request(String exit, Kind kind, Finality finality, List<String> scope, @Nullable String task) {
        transactions.executeWithoutResult(status -> {
            var request = certificates.request(exit, kind, finality, scope);
            var open = task == null || task.isEmpty()
                    ? tasks.open(exit, "ChooseCertificate", null).orElse(null)
                    : task;
            if (open == null) {
                throw new dev.handback.exits.Refused("exit " + exit
                        + " takes no certificate now: its register is not agreed, or its return is final");
            }
            tasks.complete(open, Map.of("request", request));
        });
    }

    /** Seals outside any transaction, since a time-stamp may be fetched; then records it and completes legal's task. */
    void sign(
            String number,
            String shownSha256,
            String intent,
            CharSequence password,
            String signer,
            @Nullable String task) {
        var sealed = signOff.seal(number, shownSha256, intent, password, signer);
        var exit = sealed.certificate().exitId();
        ends.after(task, "SignCertificate", exit, number, () -> signOff.recordSigned(sealed, task));
    }

    void sendBack(String number, String reason, List<String> assets, @Nullable String task) {
        var exit = certificates.find(number).exitId();
        ends.after(task, "SignCertificate", exit, number, () -> signOff.sendBack(number, reason, assets, task));
    }
}
