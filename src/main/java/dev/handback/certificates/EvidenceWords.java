package dev.handback.certificates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.handback.certificates.EvidenceOnLedger.Counts;
import java.util.List;
import java.util.Map;

/** Says what counts for an asset in the words of a certificate's evidence, field by field. */
final class EvidenceWords {
    private static final List<String> NOT_OF_THE_ROW =
            List.of("fact", "actor", "at", "reason", "action", "exit_id", "asset", "agreement", "table");

    private static final Map<String, String> OF_THE_ATTEMPT = Map.ofEntries(
            Map.entry("contentDigest", "content_digest"),
            Map.entry("manifestSha256", "manifest_sha256"),
            Map.entry("bundleSha256", "bundle_sha256"),
            Map.entry("bundleBytes", "bundle_bytes"),
            Map.entry("swhid", "swhid"),
            Map.entry("refs", "refs"),
            Map.entry("objects", "objects"),
            Map.entry("lfsObjects", "lfs_objects"),
            Map.entry("lfsBytes", "lfs_bytes"),
            Map.entry("oldCommits", "old_commits"),
            Map.entry("newCommits", "new_commits"),
            Map.entry("versions", "versions"),
            Map.entry("markers", "markers"),
            Map.entry("uploads", "uploads"),
            Map.entry("oldVersions", "old_versions"),
            Map.entry("newVersions", "new_versions"),
            Map.entry("splitBasis", "split_basis"),
            Map.entry("seenAs", "seen_as"),
            Map.entry("seenAt", "seen_at"),
            Map.entry("files", "files"));

    private static final Map<String, String> OF_THE_DELIVERY = Map.ofEntries(
            Map.entry("number", "delivery"),
            Map.entry("receivedBy", "actor"),
            Map.entry("at", "at"),
            Map.entry("receivedOn", "received_on"),
            Map.entry("medium", "medium"),
            Map.entry("courier", "courier"),
            Map.entry("sealNumber", "seal_number"),
            Map.entry("seal", "seal"),
            Map.entry("condition", "condition"),
            Map.entry("photoSha256", "photo_sha256"),
            Map.entry("statedDigest", "stated_digest"),
            Map.entry("note", "note"));

    private static final Map<String, String> OF_THE_PLACING = Map.of(
            "ordinal", "ordinal",
            "listingSha256", "listing_sha256",
            "things", "things",
            "seenAs", "seen_as",
            "at", "at",
            "findings", "findings");

    private static final Map<String, String> OF_THE_PLACING_ASKED = Map.of(
            "connection", "destination_connection",
            "destination", "destination",
            "contentDigest", "content_digest",
            "askedBy", "actor");

    private EvidenceWords() {}

    static ObjectNode of(Counts counts) {
        var words = JsonNodeFactory.instance.objectNode();
        var row = counts.row();
        if (row.isMissingNode()) {
            return words;
        }
        register(words, row);
        words.set("withdrawn", BooleanNode.valueOf(row.path("action").asText().equals("WITHDRAWN")));
        put(words, "attempt", counts.attempt().path("number"));
        put(words, "outcome", outcome(counts));
        put(words, "reopenedAfter", counts.reopenedAfter());
        put(words, "emptinessConfirmedBy", counts.emptiness().path("actor"));
        putAll(words, OF_THE_ATTEMPT, counts.ended());
        words.set("findings", counts.ended().has("findings") ? counts.ended().path("findings") : words.arrayNode());
        people(words, counts);
        standstill(words, counts);
        placed(words, counts);
        part(words, "laterPass", Map.of("attempt", "number", "outcome", "outcome", "endedAt", "at"), counts.later());
        return words;
    }

    static void register(ObjectNode words, JsonNode row) {
        var register = ((ObjectNode) row).deepCopy();
        register.remove(NOT_OF_THE_ROW);
        words.set("exit", row.path("exit_id"));
        words.set("asset", row.path("asset"));
        words.set("register", register);
    }

    static void standstill(ObjectNode words, Counts counts) {
        counts.holds().forEach(hold -> {
            var told = words.withArrayProperty("holds").addObject();
            told.put("over", StandstillOnLedger.reach(hold));
            putAll(told, Map.of("hold", "hold", "at", "at"), hold);
        });
        counts.stays()
                .forEach(stay -> putAll(
                        words.withArrayProperty("stays").addObject(),
                        Map.of("stay", "stay", "since", "since", "at", "at"),
                        stay));
    }

    private static void placed(ObjectNode words, Counts counts) {
        part(words, "placed", OF_THE_PLACING, counts.placed());
        if (words.has("placed")) {
            putAll((ObjectNode) words.path("placed"), OF_THE_PLACING_ASKED, counts.placingAsked());
        }
    }

    private static void people(ObjectNode words, Counts counts) {
        part(words, "delivery", OF_THE_DELIVERY, counts.received());
        if (words.has("delivery") && confirmed(counts)) {
            var delivery = (ObjectNode) words.path("delivery");
            put(delivery, "confirmedBy", counts.confirmed().path("actor"));
            put(delivery, "confirmedAt", counts.confirmed().path("at"));
        }
        part(words, "freeze", Map.of("attestedBy", "attested_by", "since", "since"), counts.freeze());
        part(
                words,
                "dispute",
                Map.of("party", "party", "reason", "reason", "raisedBy", "actor", "at", "at"),
                counts.dispute());
        part(words, "check", Map.of("by", "actor", "at", "at", "note", "note"), counts.check());
        part(
                words,
                "exception",
                Map.of("asked", "fact", "reason", "reason", "askedBy", "actor", "remedy", "remedy"),
                counts.exception());
        if (counts.excepted()) {
            ((ObjectNode) words.path("exception")).put("approvedBy", counts.approvedBy());
        }
    }

    static JsonNode outcome(Counts counts) {
        var outcome = counts.ended().path("outcome");
        return outcome.asText().equals("RECEIVED") && confirmed(counts) ? TextNode.valueOf("VERIFIED") : outcome;
    }

    private static boolean confirmed(Counts counts) {
        return counts.confirmed().path("decision").asText().equals("CONFIRM");
    }

    static void part(ObjectNode words, String name, Map<String, String> fields, JsonNode fact) {
        if (!fact.isMissingNode()) {
            putAll(words.putObject(name), fields, fact);
        }
    }

    static void putAll(ObjectNode words, Map<String, String> fields, JsonNode fact) {
        fields.forEach((name, column) -> put(words, name, fact.path(column)));
    }

    static void put(ObjectNode words, String name, JsonNode value) {
        if (!value.isMissingNode()) {
            words.set(name, value);
        }
    }
}
