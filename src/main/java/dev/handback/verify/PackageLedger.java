package dev.handback.verify;

import static dev.handback.verify.PackageFinding.Code.BAG_BROKEN;
import static dev.handback.verify.PackageFinding.Code.CHECKPOINT_NOT_PROVED;
import static dev.handback.verify.PackageFinding.Code.ENTRY_NOT_PROVED;
import static dev.handback.verify.PackageFinding.Code.TIMESTAMP_REFUSED;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.certificates.TimeStampCheck;
import dev.handback.custody.Checkpoint;
import dev.handback.custody.InclusionProof;
import dev.handback.verify.PackageVerdict.StampVerdict;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The excerpt of the ledger in a package: what it is of, its checkpoint, and the facts that the checkpoint proves. */
final class PackageLedger {
    static final String KEY = "evidence/log.pub.pem";
    private static final String ABOUT = "metadata/package.json";
    private static final String NOTE = "evidence/checkpoint.txt";
    private static final String STAMP = "evidence/checkpoint.tsr";
    private static final String ENTRIES = "evidence/ledger.ndjson";
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----(.*?)-----END PUBLIC KEY-----", Pattern.DOTALL);

    private final Findings findings;
    private final String exit;
    /** In the order of the package. */
    private final Set<String> scope = new LinkedHashSet<>();

    private final Checkpoint checkpoint;
    private final PublicKey key;
    private final Map<String, List<Proved>> facts = new HashMap<>();

    private record Proved(long seq, JsonNode fact) {}

    private PackageLedger(PackageReading reading, Findings findings) throws IOException, GeneralSecurityException {
        this.findings = findings;
        var about = reading.json(reading.bytes(ABOUT));
        if (!about.path("schema").asText().equals("handback/package/1")) {
            throw new PackageRefused(BAG_BROKEN, ABOUT, "not a package of this version");
        }
        exit = about.path("exit").asText();
        about.path("scope").forEach(asset -> scope.add(asset.asText()));
        checkpoint = checkpoint(reading.text(NOTE));
        key = key(reading.text(KEY));
        if (!about.path("origin").asText().equals(checkpoint.origin())
                || about.path("ledgerSize").asLong() != checkpoint.size()
                || !about.path("ledgerRoot").asText().equals(checkpoint.root().hex())) {
            findings.add(CHECKPOINT_NOT_PROVED, ABOUT, "names another checkpoint");
        }
        if (!checkpoint.signedBy(key)) {
            findings.add(CHECKPOINT_NOT_PROVED, NOTE, KEY + " did not sign it");
        }
    }

    static PackageLedger read(PackageReading reading, Findings findings) throws IOException, GeneralSecurityException {
        var ledger = new PackageLedger(reading, findings);
        findings.step(ENTRY_NOT_PROVED, ENTRIES, () -> ledger.entries(reading));
        return ledger;
    }

    /** What an authority outside says of the checkpoint; nothing where nobody was asked, a finding where it is no good. */
    @Nullable
    StampVerdict timeStamp(PackageReading reading, TimeStampCheck check) throws IOException {
        if (!reading.has(STAMP)) {
            return null;
        }
        var verdict = check.check(reading.bytes(STAMP), reading.bytes(NOTE));
        if (verdict instanceof TimeStampCheck.Verdict.Good good) {
            return new StampVerdict(good.at().toString(), Plain.of(good.authority()), good.believed());
        }
        findings.add(TIMESTAMP_REFUSED, STAMP, ((TimeStampCheck.Verdict.Broken) verdict).why());
        return null;
    }

    static PublicKey key(String pem) throws GeneralSecurityException {
        var found = PEM.matcher(pem);
        if (!found.find()) {
            throw new PackageRefused(CHECKPOINT_NOT_PROVED, KEY, "this is no public key");
        }
        var encoded = Base64.getMimeDecoder().decode(found.group(1).getBytes(US_ASCII));
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static Checkpoint checkpoint(String note) {
        try {
            return Checkpoint.parse(note);
        } catch (IllegalArgumentException e) {
            throw new PackageRefused(CHECKPOINT_NOT_PROVED, NOTE, "this is no signed checkpoint");
        }
    }

    private void entries(PackageReading reading) throws IOException {
        long last = -1;
        try (var lines = reading.lines(ENTRIES)) {
            for (var row = lines.nextRow(); row != null; row = lines.nextRow()) {
                var seq = row.path("seq").asLong(-1);
                var body = row.path("body").asText();
                if (seq <= last || !proved(seq, body, row.path("proof"))) {
                    findings.add(
                            ENTRY_NOT_PROVED,
                            "entry " + seq,
                            NOTE + " does not cover it: " + Plain.of(body.substring(0, Math.min(body.length(), 80))),
                            asset(reading, body));
                    continue;
                }
                last = seq;
                take(seq, reading.json(body));
            }
        }
    }

    private void take(long seq, JsonNode fact) {
        if (fact.has("exit_id") && !fact.path("exit_id").asText().equals(exit)) {
            findings.add(
                    ENTRY_NOT_PROVED,
                    "entry " + seq,
                    "is of exit " + Plain.of(fact.path("exit_id").asText()));
        }
        keys(fact, scope).forEach(key -> facts.computeIfAbsent(key, k -> new ArrayList<>())
                .add(new Proved(seq, fact)));
    }

    /**
     * The table, and the table with each asset of which the fact speaks: of it alone, in a scope, or in a row of a letter.
     *
     * @param asked the assets that are asked for; a stranger's fact may name millions
     */
    static Stream<String> keys(JsonNode fact, Set<String> asked) {
        var table = fact.path("table").asText();
        var alone = Stream.of(fact.path("asset")).filter(JsonNode::isTextual);
        var rows = Retold.each(fact.path("said")).map(row -> row.path("asset"));
        return Stream.concat(
                Stream.of(table),
                Stream.of(alone, Retold.each(fact.path("scope")), rows)
                        .flatMap(assets -> assets)
                        .map(JsonNode::asText)
                        .filter(asked::contains)
                        .distinct()
                        .map(asset -> about(table, asset)));
    }

    /** The key of a table's facts about one asset. */
    static String about(String table, String asset) {
        return table + "/" + asset;
    }

    private boolean proved(long seq, String body, JsonNode proof) {
        return new InclusionProof(seq, hashes(proof), checkpoint).proves(body.getBytes(UTF_8));
    }

    private static @Nullable String asset(PackageReading reading, String body) {
        try {
            return reading.json(body).path("asset").textValue();
        } catch (IOException e) {
            return null; // not even JSON any more: nobody's
        }
    }

    static List<byte[]> hashes(JsonNode base64) {
        var hashes = new ArrayList<byte[]>();
        base64.forEach(hash -> hashes.add(Base64.getDecoder().decode(hash.asText())));
        return hashes;
    }

    String exit() {
        return exit;
    }

    Set<String> scope() {
        return scope;
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    PublicKey key() {
        return key;
    }

    /** Proved facts of one table, in the order of the ledger. */
    List<JsonNode> facts(String table) {
        return facts(table, Long.MAX_VALUE).toList();
    }

    /** Those of a key, as far as they were among the first entries of the ledger, so many. */
    Stream<JsonNode> facts(String key, long size) {
        return facts.getOrDefault(key, List.of()).stream()
                .filter(proved -> proved.seq() < size)
                .map(Proved::fact);
    }
}
