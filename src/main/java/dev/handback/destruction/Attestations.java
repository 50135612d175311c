package dev.handback.destruction;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.exits.NotFound;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What holders attest, and what legal makes of it; each accepted asset passes gate ACCEPT in that transaction. */
@Component
public class Attestations {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();
    private static final Set<String> DECISIONS = Set.of("ACCEPTED", "SENT_BACK", "CONTRADICTED");

    private final AttestationsTable attestations;

    Attestations(AttestationsTable attestations) {
        this.attestations = attestations;
    }

    /**
     * Records what a letter says, by a person of operations; incomplete ones too, for the truth is not refused.
     *
     * @return its number, such as {@code X2026-0001-A1}
     */
    @Transactional
    public String record(String exit, NewAttestation said, @Nullable String task) {
        return attestations.insert(exit, said, write(said.checkedRows()), null, task);
    }

    /** The same as the holder entered it through an open link; written by the system, and it uses the link up. */
    @Transactional
    public String recordByHolder(String exit, NewAttestation said, String link) {
        return attestations.insert(exit, said, write(said.checkedRows()), link, null);
    }

    /**
     * Legal's word on these assets of an attestation: ACCEPTED, SENT_BACK or CONTRADICTED, with a reason of record.
     *
     * @throws dev.handback.exits.GateRefused when one of them may not be accepted
     */
    @Transactional
    public void decide(
            String attestation, String decision, @Nullable String reason, List<String> assets, @Nullable String task) {
        if (!DECISIONS.contains(decision)) {
            throw new InvalidInput(List.of(new Problem("decision", "expected one of " + DECISIONS)));
        }
        if (assets.isEmpty()) {
            throw new InvalidInput(List.of(new Problem("assets", "an empty set decides nothing")));
        }
        attestations.decide(find(attestation), decision, Words.reason(reason), assets, task);
    }

    @Transactional(readOnly = true)
    public Attestation find(String attestation) {
        return attestations.find(attestation).orElseThrow(() -> new NotFound("attestation", attestation));
    }

    /** Every attestation of an exit, the newest first. */
    @Transactional(readOnly = true)
    public List<Attestation> list(String exit) {
        return attestations.list(exit);
    }

    /** Its assets with gaps, notes and decisions. */
    @Transactional
    public List<Attestation.Row> rows(Attestation attestation) {
        return attestations.rows(attestation);
    }

    /** What it says of each asset, as it was recorded. */
    public List<AttestedRow> said(Attestation attestation) {
        try {
            return JSON.readValue(attestation.said(), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(attestation.attestation() + " cannot be read", e);
        }
    }

    private static String write(List<AttestedRow> rows) {
        try {
            return JSON.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an attestation cannot be written as JSON", e);
        }
    }
}
