package dev.handback.certificates;

import dev.handback.Sha256;
import dev.handback.certificates.CertificateFacts.Finality;
import dev.handback.certificates.CertificateFacts.Kind;
import dev.handback.exits.Gates;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.exits.NotAllowed;
import dev.handback.exits.Refused;
import dev.handback.people.People;
import dev.handback.people.Person;
import dev.handback.people.SigningAct;
import dev.handback.people.SigningProof;
import dev.handback.retrieval.Checks;
import dev.handback.vault.Vault;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Legal's decision on one exact document: sign it, send it back, call it stale, make it void. */
@Component
public class SignOff {
    private final Certificates certificates;
    private final CertificatesTable table;
    private final Gates gates;
    private final People people;
    private final SigningProof proof;
    private final Checks checks;
    private final Texts texts;
    private final Sealing sealing;
    private final CertificateCheck check;
    private final Rederivation rederivation;
    private final InstrumentsInForce instruments;
    private final Vault vault;
    private final Clock clock;

    SignOff(
            Certificates certificates,
            CertificatesTable table,
            Gates gates,
            People people,
            SigningProof proof,
            Checks checks,
            Texts texts,
            Sealing sealing,
            CertificateCheck check,
            Rederivation rederivation,
            InstrumentsInForce instruments,
            Vault vault,
            Clock clock) {
        this.certificates = certificates;
        this.table = table;
        this.gates = gates;
        this.people = people;
        this.proof = proof;
        this.checks = checks;
        this.texts = texts;
        this.sealing = sealing;
        this.check = check;
        this.rederivation = rederivation;
        this.instruments = instruments;
        this.vault = vault;
        this.clock = clock;
    }

    /** A sealed document that passed our own check and waits to be recorded as signed. */
    public record Ready(Certificate certificate, String shownSha256, String sealedSha256, String intent) {}

    /** What a signer proves to be about to do. */
    public SigningAct act(Certificate certificate) {
        return new SigningAct(SigningAct.Kind.CERTIFICATE, certificate.number(), certificate.pdfSha256());
    }

    /** The sentence a signer must agree to, word for word. */
    public String intent(Certificate certificate) {
        return texts.intent(Kind.valueOf(certificate.kind()), Finality.valueOf(certificate.finality()))
                .content()
                .strip();
    }

    /**
     * Seals the document that was shown. Asks the gate first, so a refusal costs no seal. Long (a time-stamp is fetched):
     * call it outside any transaction, then {@link #recordSigned} inside one.
     *
     * @param shownSha256 of the document the signer saw
     * @param intent the intent sentence as it was agreed to
     * @param shown the signer's password, or the one-use proof of having logged in again for {@link #act}
     * @throws NotAllowed when that does not do, or did not too often
     * @throws dev.handback.exits.GateRefused with every finding when the gate is shut, or when ledger and vault say
     *     otherwise than the tables
     */
    public Ready seal(String number, String shownSha256, String intent, CharSequence shown, String signer) {
        var certificate = certificates.find(number);
        if (!shownSha256.equals(certificate.pdfSha256())) {
            throw new Refused("certificate " + number + ": you were shown SHA-256 " + shownSha256
                    + ", but the frozen document has " + certificate.pdfSha256());
        }
        if (!intent.strip().equals(intent(certificate))) {
            throw new InvalidInput(List.of(new Problem("intent", "expected the intent sentence, word for word")));
        }
        proof.refusal(signer, shown, act(certificate)).ifPresent(why -> {
            throw new NotAllowed(why + "; certificate " + number + " was not signed");
        });
        var person = people.find(signer).orElseThrow(() -> new NotAllowed(signer + " is no known person"));
        gates.demand(certificate.exitId(), certificate.gate(), number);
        rederivation.demand(certificate, table.evidence(number));
        var sealed = sealed(certificate, person);
        var stored = vault.store(new ByteArrayInputStream(sealed));
        return new Ready(certificate, shownSha256, stored.sha256().hex(), intent.strip());
    }

    private byte[] sealed(Certificate certificate, Person person) {
        var frozen = certificates.frozen(certificate);
        var intent = new SealIntent(person.name(), "legal", clock.instant(), intent(certificate));
        var sealed = sealing.seal(frozen, intent).pdf();
        var verdict = check.check(sealed, frozen, Sha256.parse(certificate.factsSha256()));
        if (!verdict.good()) {
            throw new Refused("certificate " + certificate.number()
                    + ": our own check refused the sealed document, nothing was issued: " + verdict.findings());
        }
        var facts = Objects.requireNonNull(verdict.facts());
        instruments.demandTheSame(certificate.exitId(), facts, certificates.scope(certificate));
        demandPrinted(certificate, facts);
        return sealed;
    }

    // the words were told again; the pages must be of these and no others
    private void demandPrinted(Certificate certificate, CertificateFacts facts) {
        var words = table.evidence(certificate.number());
        boolean same = facts.number().equals(certificate.number())
                && facts.evidenceRoot().equals(Scope.rootOf(words.values()))
                && (facts.kind() != Kind.DESTRUCTION
                        || Objects.equals(
                                facts.destruction(), Scope.ofDestruction(words).destruction()));
        if (!same) {
            throw new Refused("certificate " + certificate.number()
                    + ": its pages are of other evidence than it names: send it back, and it is drawn up anew");
        }
    }

    /** Records the signature; the guard asks the gate again under the exit's lock. */
    @Transactional
    public void recordSigned(Ready sealed, @Nullable String task) {
        table.signed(sealed.certificate(), sealed.shownSha256(), sealed.sealedSha256(), sealed.intent(), task);
    }

    /** Legal sends a certificate back: the text only, or naming assets, which are then retrieved anew. */
    @Transactional
    public void sendBack(String number, @Nullable String reason, List<String> assets, @Nullable String task) {
        var certificate = certificates.find(number);
        var scope = certificates.scope(certificate);
        for (var asset : assets) {
            if (!scope.contains(asset)) {
                throw new InvalidInput(
                        List.of(new Problem("assets", "certificate " + number + " does not name asset " + asset)));
            }
        }
        table.decided(certificate, "SENT_BACK", reason(reason), assets, task);
        assets.forEach(asset -> checks.reopen(certificate.exitId(), asset, number, reason(reason)));
    }

    /** The evidence changed since it was drawn up: it is drawn up anew under the next number. */
    @Transactional
    public void callStale(String number, @Nullable String task) {
        table.decided(certificates.find(number), "STALE", "", List.of(), task);
    }

    /** Legal makes a signed certificate void; it stays verifiable as void. */
    @Transactional
    public void makeVoid(String number, @Nullable String reason) {
        table.decided(certificates.find(number), "VOID", reason(reason), List.of(), null);
    }

    private static String reason(@Nullable String reason) {
        if (reason == null || reason.strip().length() < 3) {
            throw new InvalidInput(List.of(new Problem("reason", "expected a reason of record")));
        }
        return reason.strip();
    }
}
