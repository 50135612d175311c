package dev.handback.verify;

import static dev.handback.verify.PackageFinding.Code.CERTIFICATE_NOT_PROVED;
import static dev.handback.verify.PackageFinding.Code.CERTIFICATE_REFUSED;
import static dev.handback.verify.PackageFinding.Code.CHECKPOINT_NOT_PROVED;
import static dev.handback.verify.PackageFinding.Code.FILE_ADDED;
import static dev.handback.verify.PackageFinding.Code.HISTORY_CHANGED;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.Sha256;
import dev.handback.certificates.CertificateCheck;
import dev.handback.certificates.CertificateFacts;
import dev.handback.custody.Checkpoint;
import dev.handback.custody.MerkleProof;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Seal, facts, evidence and history of each certificate in a package, against the ledger. */
final class CertificatesInPackage {
    private static final String LIST = "evidence/certificates.jsonl";
    private static final String FOLDER = "evidence/certificates/";

    private final PackageReading reading;
    private final Findings findings;
    private final PackageLedger ledger;
    private final Signed signed;
    private final Holdings holdings;
    private final EvidenceInPackage evidence;
    private final CertificateCheck seals;
    private final List<Judged> judged = new ArrayList<>();

    /** @param facts null when they could not be read */
    record Judged(
            String number,
            boolean good,
            boolean voided,
            @Nullable CertificateFacts facts) {}

    CertificatesInPackage(
            PackageReading reading,
            Findings findings,
            PackageLedger ledger,
            Signed signed,
            Holdings holdings,
            CertificateCheck seals) {
        this.reading = reading;
        this.findings = findings;
        this.ledger = ledger;
        this.signed = signed;
        this.holdings = holdings;
        this.evidence = new EvidenceInPackage(reading, findings, ledger, holdings);
        this.seals = seals;
    }

    void check(PackageFiles files) throws IOException {
        var rows = new TreeMap<String, JsonNode>();
        try (var lines = reading.lines(LIST)) {
            for (var row = lines.nextRow(); row != null; row = lines.nextRow()) {
                rows.put(row.path("number").asText(), row);
            }
        }
        if (!rows.keySet().equals(signed.all().keySet())) {
            findings.add(
                    CERTIFICATE_NOT_PROVED,
                    LIST,
                    "lists others than the ledger: expected "
                            + String.join(", ", signed.all().keySet()));
        }
        files.sizes().keySet().stream()
                .filter(name -> name.startsWith(FOLDER)
                        && !signed.all().containsKey(name.substring(FOLDER.length(), name.length() - ".pdf".length())))
                .forEach(name -> findings.add(FILE_ADDED, name, "no fact on the ledger names it"));
        rows.forEach((number, row) -> {
            var entry = signed.all().get(number);
            if (entry != null) judge(number, row, entry);
        });
    }

    private void judge(String number, JsonNode row, Signed.Entry entry) {
        var before = findings.count();
        var path = FOLDER + number + ".pdf";
        var facts = new CertificateFacts[1];
        findings.step(CERTIFICATE_REFUSED, path, () -> {
            facts[0] = seal(path, row, entry);
            if (facts[0] != null) {
                compare(path, row, entry.fact(), facts[0]);
            }
        });
        judged.add(new Judged(number, findings.count() == before, signed.isVoid(number), facts[0]));
    }

    private @Nullable CertificateFacts seal(String path, JsonNode row, Signed.Entry entry) throws IOException {
        var pdf = reading.bytes(path);
        if (!row.path("path").asText().equals(path)
                || !row.path("sha256").asText().equals(entry.sealedSha256())
                || row.path("ledgerSize").asLong()
                        != entry.fact().path("ledger_size").asLong()) {
            findings.add(CERTIFICATE_NOT_PROVED, path, LIST + " says other than the ledger");
        }
        if (!Sha256.of(pdf).hex().equals(entry.sealedSha256())) {
            findings.add(CERTIFICATE_NOT_PROVED, path, "the ledger names the file of SHA-256 " + entry.sealedSha256());
        }
        var verdict = seals.check(
                pdf, null, Sha256.parse(entry.fact().path("facts_sha256").asText()));
        verdict.findings()
                .forEach(finding -> findings.add(
                        finding.code().name().startsWith("FACTS_") ? CERTIFICATE_NOT_PROVED : CERTIFICATE_REFUSED,
                        path,
                        finding.code() + ": " + finding.detail()));
        return verdict.facts();
    }

    private void compare(String path, JsonNode row, JsonNode fact, CertificateFacts facts) {
        if (!facts.number().equals(fact.path("number").asText())
                || !facts.exit().id().equals(ledger.exit())) {
            findings.add(
                    CERTIFICATE_NOT_PROVED,
                    path,
                    "is certificate " + Plain.of(facts.number()) + " of exit "
                            + Plain.of(facts.exit().id()));
        }
        Papers.instruments(ledger, findings, path, facts);
        evidence.check(path, facts, fact);
        history(path, row, fact, facts.ledger());
    }

    private void history(String path, JsonNode row, JsonNode fact, CertificateFacts.LedgerHead head) {
        var named = Checkpoint.parse(head.checkpoint());
        if (!named.signedBy(ledger.key())
                || named.size() != head.size()
                || !named.root().hex().equals(head.root())
                || !named.origin().equals(head.origin())
                || named.size() != fact.path("ledger_size").asLong()
                || !named.root().hex().equals(fact.path("ledger_root").asText())) {
            findings.add(CHECKPOINT_NOT_PROVED, path, PackageLedger.KEY + " did not sign the checkpoint it names");
        }
        var now = ledger.checkpoint();
        if (!named.origin().equals(now.origin())
                || !MerkleProof.grewFrom(
                        named.size(),
                        named.root().bytes(),
                        now.size(),
                        now.root().bytes(),
                        PackageLedger.hashes(row.path("consistency")))) {
            findings.add(HISTORY_CHANGED, path, "the ledger did not grow out of the checkpoint it names");
        }
    }

    List<Judged> judged() {
        return judged;
    }

    /** Whether one whose seal is believed vouches for the ledger's key. */
    boolean vouchForKey() {
        return judged.stream().anyMatch(certificate -> certificate.good() && !certificate.voided());
    }

    /** Good return certificates that are about what the asset's last attempt holds. */
    List<String> certify(String asset) {
        var attempts = holdings.open(asset);
        if (attempts.isEmpty()) {
            return List.of();
        }
        var content = attempts.get(attempts.size() - 1).path("content_digest").asText();
        return judged.stream()
                .filter(certificate -> certificate.good() && !certificate.voided())
                .filter(certificate -> certifies(certificate.facts(), asset, content))
                .map(Judged::number)
                .toList();
    }

    private boolean certifies(@Nullable CertificateFacts facts, String asset, String content) {
        return facts != null
                && facts.kind() == CertificateFacts.Kind.ASSET_RETURN
                && facts.assets().stream()
                        .filter(named -> named.asset().equals(asset) && named.evidence() != null)
                        .anyMatch(named ->
                                contentDigest(String.valueOf(named.evidence())).equals(content));
    }

    private String contentDigest(String evidence) {
        try {
            return reading.json(evidence).path("contentDigest").asText("-");
        } catch (IOException e) {
            return "-"; // found before: a certificate with such evidence is not good
        }
    }
}
