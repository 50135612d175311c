package dev.handback.packages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.assets.SealedOnLedger;
import dev.handback.custody.Checkpoint;
import dev.handback.custody.Ledger;
import dev.handback.custody.LedgerEntry;
import dev.handback.custody.ProofTree;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the ledger says of a scope up to a checkpoint: all that a package is built from, besides the vault's bytes. Entries
 * about other assets, and about packages, are left out.
 */
final class Excerpt {
    private static final int PAGE = 1_000;
    private static final Set<String> OF_PACKAGES = Set.of("package_requested", "package_built", "package_failed");

    private final HandOverPackage wanted;
    private final Checkpoint checkpoint;
    private final ProofTree proofs;
    private final Map<String, JsonNode> register = new TreeMap<>();
    private final Map<String, List<JsonNode>> attempts = new TreeMap<>();
    private final Map<String, JsonNode> requests = new TreeMap<>();
    private final Map<String, JsonNode> certificates = new TreeMap<>();
    private final Map<String, JsonNode> signed = new TreeMap<>();
    private final SealedOnLedger sealed = new SealedOnLedger();
    private final Documents documents = new Documents();
    private String title = "";

    private Excerpt(HandOverPackage wanted, ProofTree proofs) {
        this.wanted = wanted;
        this.checkpoint = Checkpoint.parse(wanted.checkpoint());
        this.proofs = proofs;
    }

    /** Reads the ledger once, and writes each entry with its proof. */
    static Excerpt write(Ledger ledger, HandOverPackage wanted, OutputStream out) throws IOException {
        var excerpt = new Excerpt(wanted, ledger.proofs(Checkpoint.parse(wanted.checkpoint())));
        var scope = new TreeSet<>(wanted.scope());
        var after = -1L;
        for (var page = ledger.entriesOf(wanted.exitId(), after, PAGE);
                !page.isEmpty();
                page = ledger.entriesOf(wanted.exitId(), after, PAGE)) {
            for (var entry : page) {
                var fact = Json.read(entry.body());
                if (entry.seq() < wanted.ledgerSize()
                        && !OF_PACKAGES.contains(entry.table())
                        && (!fact.has("asset")
                                || scope.contains(fact.path("asset").asText()))) {
                    Json.line(out, excerpt.proved(entry));
                    excerpt.take(entry.table(), fact);
                }
            }
            after = page.get(page.size() - 1).seq();
        }
        return excerpt;
    }

    private Map<String, Object> proved(LedgerEntry entry) {
        var line = new LinkedHashMap<String, Object>();
        line.put("seq", entry.seq());
        line.put("body", entry.body());
        line.put("proof", base64(proofs.inclusion((int) entry.seq())));
        return line;
    }

    private void take(String table, JsonNode fact) {
        var asset = fact.path("asset").asText();
        sealed.take(table, fact);
        documents.take(table, fact);
        switch (table) {
            case "exit" -> title = fact.path("title").asText();
            case "register_row" -> register.put(asset, fact); // later versions come later
            case "attempt_ended" ->
                attempts.computeIfAbsent(asset, a -> new ArrayList<>()).add(fact);
            case "certificate_requested" -> requests.put(fact.path("request").asText(), fact);
            case "certificate" -> certificates.put(fact.path("number").asText(), fact);
            case "certificate_decided" -> {
                if (fact.path("decision").asText().equals("SIGNED")) {
                    signed.put(fact.path("number").asText(), fact);
                }
            }
            default -> {} // proved all the same, for whoever reads it
        }
    }

    /** Path in the bag to digest of every paper that the ledger names and that concerns the scope. */
    SortedMap<String, String> documents() {
        return documents.of(wanted.scope());
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    String title() {
        return title;
    }

    /** The newest row of each asset of the scope. */
    JsonNode register(String asset) {
        return Objects.requireNonNull(register.get(asset), asset);
    }

    /** What seals this attempt at the checkpoint; its bytes are then in no package. */
    Optional<SealedOnLedger.Seal> seal(JsonNode attempt) {
        return sealed.of(attempt);
    }

    /** In the order in which they ended. */
    List<JsonNode> attempts(String asset) {
        return attempts.getOrDefault(asset, List.of());
    }

    /** A signed certificate that names an asset of the scope, with the proof that the ledger grew out of its checkpoint. */
    record Signed(
            String number, JsonNode certificate, String sealedSha256, Set<String> scope, List<String> consistency) {}

    List<Signed> signed() {
        return signed.entrySet().stream()
                .map(decided -> signed(decided.getKey(), decided.getValue()))
                .filter(certificate -> wanted.scope().stream().anyMatch(certificate.scope()::contains))
                .toList();
    }

    private Signed signed(String number, JsonNode decided) {
        var certificate = Objects.requireNonNull(certificates.get(number), number);
        var named = new TreeSet<String>();
        Objects.requireNonNull(requests.get(certificate.path("request").asText()), number)
                .path("scope")
                .forEach(asset -> named.add(asset.asText()));
        return new Signed(
                number,
                certificate,
                decided.path("sealed_sha256").asText(),
                named,
                base64(proofs.consistency(certificate.path("ledger_size").asInt())));
    }

    private static List<String> base64(List<byte[]> hashes) {
        return hashes.stream().map(Base64.getEncoder()::encodeToString).toList();
    }
}
