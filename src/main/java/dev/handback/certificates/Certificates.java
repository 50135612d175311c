package dev.handback.certificates;

import dev.handback.Sha256;
import dev.handback.certificates.CertificateFacts.Finality;
import dev.handback.certificates.CertificateFacts.Kind;
import dev.handback.exits.Exits;
import dev.handback.exits.Gates;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.exits.NotFound;
import dev.handback.vault.Vault;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Requests, draws up and keeps certificates; each names the evidence of exactly its scope. Signing is {@link SignOff}. */
@Component
public class Certificates {
    private final CertificatesTable certificates;
    private final ScopeTable scopes;
    private final Exits exits;
    private final Gates gates;
    private final Drawing drawing;
    private final Rederivation rederivation;
    private final CertificatePdf pages;
    private final Vault vault;

    Certificates(
            CertificatesTable certificates,
            ScopeTable scopes,
            Exits exits,
            Gates gates,
            Drawing drawing,
            Rederivation rederivation,
            CertificatePdf pages,
            Vault vault) {
        this.certificates = certificates;
        this.scopes = scopes;
        this.exits = exits;
        this.gates = gates;
        this.drawing = drawing;
        this.rederivation = rederivation;
        this.pages = pages;
        this.vault = vault;
    }

    /**
     * Asks for a certificate over these assets; an empty scope means every living asset of the register.
     *
     * @return the request's id, under which it is drawn up
     * @throws InvalidInput naming the assets that the register does not have
     */
    @Transactional
    public String request(String exit, Kind kind, Finality finality, List<String> scope) {
        if (kind == Kind.CUSTODY_RECORD && finality == Finality.FINAL) {
            throw new InvalidInput(List.of(new Problem("finality", "a custody record is never FINAL")));
        }
        if (finality == Finality.FINAL && exits.find(exit).drill()) {
            throw new InvalidInput(
                    List.of(new Problem("finality", "exit " + exit + " is a drill, which has no FINAL")));
        }
        if (kind == Kind.DESTRUCTION && exits.find(exit).drill()) {
            throw new InvalidInput(
                    List.of(new Problem("kind", "exit " + exit + " is a drill, which destroys nothing")));
        }
        if (kind == Kind.DRILL_REPORT && !exits.find(exit).drill()) {
            throw new InvalidInput(
                    List.of(new Problem("kind", "exit " + exit + " is real; only a drill has a drill report")));
        }
        var living = new TreeSet<>(certificates.nameable(exit, kind.name()));
        var wanted = scope.isEmpty() ? living : new TreeSet<>(scope);
        var problems = wanted.stream()
                .filter(asset -> !living.contains(asset))
                .map(asset -> new Problem("scope", none(exit, kind) + " " + asset))
                .toList();
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        if (wanted.isEmpty()) {
            throw new InvalidInput(List.of(new Problem("scope", none(exit, kind) + " yet")));
        }
        return certificates.request(exit, kind.name(), finality.name(), List.copyOf(wanted));
    }

    private static String none(String exit, Kind kind) {
        return "the register of exit " + exit + " has no asset"
                + (kind == Kind.DESTRUCTION ? " that is to be destroyed and called" : "");
    }

    @Transactional(readOnly = true)
    public CertificateRequest findRequest(String request) {
        return certificates.findRequest(request).orElseThrow(() -> new NotFound("certificate request", request));
    }

    /** Freezes the document of a request from the evidence as it is now, under the next number of the exit. */
    @Transactional
    public DrawnUp drawUp(String requested) {
        var request = findRequest(requested);
        var exit = exits.find(request.exitId());
        certificates.lock(exit.exitId());
        var findings = gates.findings(exit.exitId(), request.gate(), requested);
        if (!findings.isEmpty()) {
            return new DrawnUp.NotYet(findings);
        }
        var scope = scopes.of(request);
        var contradictions = rederivation.findings(request, scope.evidence());
        if (!contradictions.isEmpty()) {
            return new DrawnUp.NotYet(contradictions);
        }
        int ordinal = certificates.nextOrdinal(exit.exitId());
        var facts = drawing.facts(
                exit,
                request,
                exit.exitId() + "-C" + ordinal,
                certificates.nextN(exit.exitId(), request.kind(), request.finality()),
                certificates
                        .superseded(exit.exitId(), request.kind(), request.scope())
                        .orElse(null),
                scope);
        var stored = vault.store(new ByteArrayInputStream(pages.draw(facts)));
        certificates.insert(
                facts,
                request,
                ordinal,
                stored.sha256().hex(),
                Sha256.of(facts.json()).hex());
        int row = 0;
        for (var asset : scope.evidence().entrySet()) {
            certificates.insertAsset(
                    facts.number(), row++, asset.getKey(), asset.getValue(), scope.digest(asset.getKey()));
        }
        return new DrawnUp.Frozen(facts.number());
    }

    @Transactional(readOnly = true)
    public Certificate find(String number) {
        return certificates.find(number).orElseThrow(() -> new NotFound("certificate", number));
    }

    /** The certificate last drawn up for a request; {@link NotFound} while there is none. */
    @Transactional(readOnly = true)
    public Certificate latest(String request) {
        return certificates.latest(request).orElseThrow(() -> new NotFound("certificate for request", request));
    }

    /** The one whose sealed document has exactly these bytes, in its state of now. */
    @Transactional(readOnly = true)
    public Optional<Certificate> withSeal(Sha256 sealed) {
        return certificates.withSeal(sealed);
    }

    /** Every certificate of an exit, the newest first. */
    @Transactional(readOnly = true)
    public List<Certificate> list(String exit) {
        return certificates.list(exit);
    }

    /** The names of the assets a certificate covers. */
    public List<String> scope(Certificate certificate) {
        return CertificatesTable.strings(certificate.scope());
    }

    /** The assets legal named when sending a certificate back; empty when it was the text only. */
    @Transactional(readOnly = true)
    public List<String> sentBack(String number) {
        return certificates.sentBack(number);
    }

    /** The sealed file when there is one, else the frozen document. Held in memory: certificates are small. */
    public byte[] pdf(Certificate certificate) {
        var sealed = certificate.sealedSha256();
        return KeptDocument.read(vault, Sha256.parse(sealed == null ? certificate.pdfSha256() : sealed));
    }

    /** The document as it was frozen and shown, whether or not it was signed since. */
    public byte[] frozen(Certificate certificate) {
        return KeptDocument.read(vault, Sha256.parse(certificate.pdfSha256()));
    }
}
