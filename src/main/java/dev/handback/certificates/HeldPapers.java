package dev.handback.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.Sha256;
import dev.handback.exits.Finding;
import dev.handback.vault.Fixity;
import dev.handback.vault.Vault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * What the vault itself says of the documents that a record of destruction evidence names: the sealed order, the proof of its
 * service, the holder's letters, the answers to our looks. Each is read again to its last byte.
 */
@Component
class HeldPapers {
    private final Vault vault;

    HeldPapers(Vault vault) {
        this.vault = vault;
    }

    /** @param words of the evidence as the ledger tells it, by asset */
    List<Finding> findings(Map<String, JsonNode> words) {
        var read = new HashMap<String, Fixity>(); // one letter may speak of a thousand assets
        var findings = new ArrayList<Finding>();
        words.forEach((asset, told) -> named(told).forEach((paper, sha256) -> {
            var fixity = read.computeIfAbsent(sha256, digest -> vault.check(Sha256.parse(digest)));
            if (!(fixity instanceof Fixity.Intact)) {
                findings.add(
                        new Finding("FIXITY_BROKEN", asset, paper + ": expected " + sha256 + ", " + actual(fixity)));
            }
        }));
        return findings;
    }

    private static String actual(Fixity fixity) {
        return fixity instanceof Fixity.Mismatch other
                ? "the vault's bytes of that name have " + other.actual().hex()
                : "the vault holds nothing of that name";
    }

    private static Map<String, String> named(JsonNode told) {
        var papers = new LinkedHashMap<String, String>();
        add(papers, "order", told.path("order").path("sealedSha256"));
        add(papers, "proof of service", told.path("served").path("proofSha256"));
        told.path("attestations")
                .forEach(letter ->
                        add(papers, "letter of " + letter.path("attestation").asText(), letter.path("letterSha256")));
        told.path("probes")
                .forEach(look ->
                        add(papers, "answer to look " + look.path("probe").asText(), look.path("answerSha256")));
        return papers;
    }

    private static void add(Map<String, String> papers, String name, JsonNode sha256) {
        if (sha256.isTextual()) papers.put(name, sha256.textValue());
    }
}
