package dev.handback.verify;

import static dev.handback.certificates.DocumentFinding.Code.FACTS_MISSING;
import static dev.handback.verify.PackageFinding.Code.CERTIFICATE_REFUSED;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.certificates.DocumentVerdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a package found, or of a sealed document alone.
 *
 * @param timeStamp of its checkpoint; null where there is none, or no good one
 * @param notes what speaks against nothing and must be said all the same: what is sealed, or was erased
 * @param seal of a document that was judged alone; null of a package
 */
public record PackageVerdict(
        boolean full,
        List<PackageFinding> findings,
        @Nullable StampVerdict timeStamp,
        List<String> notes,
        List<CertificateVerdict> certificates,
        List<AssetVerdict> assets,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SealVerdict seal) {
    private static final ObjectWriter JSON = JsonMapper.builder().build().writerWithDefaultPrettyPrinter();

    public PackageVerdict {
        notes = List.copyOf(notes);
        findings = List.copyOf(findings);
        certificates = List.copyOf(certificates);
        assets = List.copyOf(assets);
    }

    /** Of a sealed document: it covers every byte, and knows nothing of what came after it. */
    static PackageVerdict of(DocumentVerdict document) {
        var facts = document.facts();
        var notes = new ArrayList<String>();
        document.notes().forEach(note -> notes.add(Plain.of(note)));
        if (document.findings().stream().anyMatch(f -> f.code() == FACTS_MISSING)) {
            notes.add(
                    "orders, recalls and notices of ours carry no facts: their page tells the SHA-256 that was sealed");
        }
        notes.add(
                "a document alone does not tell whether it was made void or superseded since: a package and the ledger do");
        return new PackageVerdict(
                true,
                document.findings().stream()
                        .map(f ->
                                new PackageFinding(CERTIFICATE_REFUSED, f.code().name(), Plain.of(f.detail())))
                        .toList(),
                null,
                notes,
                List.of(),
                List.of(),
                new SealVerdict(document.signedBy(), document.level(), facts == null ? null : facts.number()));
    }

    /** True when nothing speaks against it. */
    @JsonProperty
    public boolean good() {
        return findings.isEmpty();
    }

    /** The same with so many findings at most; a note says how many more there are. */
    PackageVerdict atMost(int most) {
        if (findings.size() <= most) {
            return this;
        }
        var said = new ArrayList<>(notes);
        said.add((findings.size() - most) + " more findings are left out here; the command line prints all");
        return new PackageVerdict(full, findings.subList(0, most), timeStamp, said, certificates, assets, seal);
    }

    /** What the command line ends with. */
    int exitCode() {
        return good() ? Commands.GOOD : Commands.FINDING;
    }

    /** What the command line prints for programs. */
    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a verdict cannot be written", e);
        }
    }

    /**
     * A good time-stamp of the checkpoint.
     *
     * @param at when everything in the package was on the ledger at the latest, if the authority is believed
     * @param believed an anchor vouches for the authority
     */
    public record StampVerdict(String at, String authority, boolean believed) {}

    /**
     * Who sealed a document, as its own certificate says; whether that is believed, the findings say.
     *
     * @param by null when no seal could be read
     * @param level such as PAdES-BASELINE-T; null when no seal could be read
     * @param certificate the number in its facts; null when it carries none
     */
    public record SealVerdict(
            @Nullable String by,
            @Nullable String level,
            @Nullable String certificate) {}

    /** @param isVoid whether legal has made it void since: it then certifies nothing */
    public record CertificateVerdict(String number, boolean good, boolean isVoid) {}

    /**
     * @param outcome of the last attempt
     * @param certified numbers of good certificates about what that attempt holds
     */
    public record AssetVerdict(String asset, String outcome, List<String> certified, Verdict verdict) {}

    /** The first that fits. */
    public enum Verdict {
        /** A finding names the asset. */
        REFUSED,
        /** A good return certificate is about what is held. */
        CERTIFIED,
        /** The last attempt did not bring everything. */
        PARTIAL,
        /** Held, and not certified. */
        HELD,
        /** What was brought is sealed in quarantine, or was erased: in no package. */
        SEALED,
        /** No attempt brought it. */
        NOT_HELD
    }
}
