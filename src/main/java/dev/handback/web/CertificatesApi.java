package dev.handback.web;

import dev.handback.certificates.Certificate;
import dev.handback.certificates.CertificateFacts.Finality;
import dev.handback.certificates.CertificateFacts.Kind;
import dev.handback.certificates.Certificates;
import dev.handback.certificates.SignOff;
import dev.handback.exits.Exits;
import dev.handback.process.SigningCommands;
import dev.handback.retrieval.Quarantines;
import dev.handback.retrieval.Quarantines.NamedOnCertificate;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Certificates: requested, read, signed or sent back. */
@RestController
@RequestMapping("/api")
class CertificatesApi {
    private final Exits exits;
    private final Certificates certificates;
    private final SignOff signOff;
    private final SigningCommands signing;
    private final Quarantines quarantines;

    CertificatesApi(
            Exits exits, Certificates certificates, SignOff signOff, SigningCommands signing, Quarantines quarantines) {
        this.quarantines = quarantines;
        this.exits = exits;
        this.certificates = certificates;
        this.signOff = signOff;
        this.signing = signing;
    }

    /** @param scope names of assets; empty is every living asset of the register */
    record Wanted(
            @Nullable String kind,
            @Nullable String finality,
            @Nullable List<String> scope) {}

    record Signature(String sha256, String intent, String password) {
        /** Records print themselves; this one must not. */
        @Override
        public String toString() {
            return "Signature of " + sha256;
        }
    }

    record SentBack(@Nullable String reason, @Nullable List<String> assets) {}

    /** @param quarantined what it names and is sealed or erased since: it stays signed all the same */
    record Shown(
            String number,
            String exit,
            String kind,
            String finality,
            int n,
            String state,
            List<String> scope,
            String sha256,
            @Nullable String sealedSha256,
            @Nullable String supersedes,
            Instant drawnUpAt,
            @Nullable String signedBy,
            @Nullable Instant signedAt,
            String intent,
            String evidenceRoot,
            @Nullable String reason,
            List<NamedOnCertificate> quarantined) {}

    @GetMapping("/exits/{id}/certificates")
    List<Shown> list(@PathVariable String id) {
        return certificates.list(exits.find(id).exitId()).stream()
                .map(this::shown)
                .toList();
    }

    /** 202: the vault is read again first; the certificate appears in the list when it is drawn up. */
    @PostMapping("/exits/{id}/certificates")
    ResponseEntity<Map<String, String>> request(@PathVariable String id, @RequestBody Wanted wanted) {
        var kind = ExitsApi.oneOf(Kind.class, "kind", wanted.kind());
        var finality =
                ExitsApi.oneOf(Finality.class, "finality", wanted.finality() == null ? "INTERIM" : wanted.finality());
        var scope = wanted.scope() == null ? List.<String>of() : wanted.scope();
        var request = signing.request(exits.find(id).exitId(), kind, finality, scope);
        return ResponseEntity.accepted().body(Map.of("request", request));
    }

    @GetMapping("/certificates/{number:.+(?<!\\.pdf)}")
    Shown show(@PathVariable String number) {
        return shown(certificates.find(number));
    }

    /** The sealed file when it is signed, else the frozen one. */
    @GetMapping("/certificates/{number}.pdf")
    ResponseEntity<byte[]> pdf(@PathVariable String number) {
        var certificate = certificates.find(number);
        var file = ContentDisposition.attachment()
                .filename(certificate.number() + ".pdf")
                .build();
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(HttpHeaders.CONTENT_DISPOSITION, file.toString())
                .body(certificates.pdf(certificate));
    }

    @PostMapping("/certificates/{number}/sign")
    Shown sign(@PathVariable String number, @RequestBody Signature signature, Principal person) {
        signing.sign(number, signature.sha256(), signature.intent(), signature.password(), person.getName());
        return show(number);
    }

    @PostMapping("/certificates/{number}/send-back")
    Shown sendBack(@PathVariable String number, @RequestBody SentBack back) {
        signing.sendBack(number, back.reason(), back.assets() == null ? List.of() : back.assets());
        return show(number);
    }

    /** The evidence changed since it was drawn up: the next number is drawn up from what it is now. */
    @PostMapping("/certificates/{number}/draw-up-anew")
    Shown drawUpAnew(@PathVariable String number) {
        signing.drawUpAnew(number);
        return show(number);
    }

    @PostMapping("/certificates/{number}/void")
    Shown makeVoid(@PathVariable String number, @RequestBody SentBack why) {
        signOff.makeVoid(number, why.reason());
        return show(number);
    }

    private Shown shown(Certificate c) {
        return new Shown(
                c.number(),
                c.exitId(),
                c.kind(),
                c.finality(),
                c.n(),
                c.state(),
                certificates.scope(c),
                c.pdfSha256(),
                c.sealedSha256(),
                c.supersedes(),
                c.at(),
                c.signedBy(),
                c.signedAt(),
                signOff.intent(c),
                c.evidenceRoot(),
                c.reason(),
                quarantines.named(c.exitId(), c.number()));
    }
}
