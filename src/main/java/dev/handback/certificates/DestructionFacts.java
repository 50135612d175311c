package dev.handback.certificates;

import org.jspecify.annotations.Nullable;

/**
 * One asset of Schedule C: what was ordered, what the holder states, what we observed. The page is drawn from the evidence
 * itself, so that nothing stands on it that the digest does not cover.
 *
 * @param holder who has the copies, as the register says
 * @param state EVIDENCE_ACCEPTED, TAIL, UNATTESTED or ERASED_WITHOUT_INSTRUCTION
 * @param evidence the exact words, JSON, whose SHA-256 is {@code evidenceDigest}
 */
public record DestructionFacts(
        String asset,
        String title,
        String kind,
        String origin,
        String disposition,
        @Nullable String holder,
        String state,
        String evidence,
        String evidenceDigest) {

    static DestructionFacts of(String asset, String evidence, String digest) {
        var words = FactsJson.tree(evidence);
        var row = words.path("register");
        return new DestructionFacts(
                asset,
                row.path("title").asText(),
                row.path("kind").asText(),
                row.path("origin").asText(),
                row.path("disposition").asText(),
                row.path("holder").textValue(),
                words.path("state").asText(),
                evidence,
                digest);
    }
}
