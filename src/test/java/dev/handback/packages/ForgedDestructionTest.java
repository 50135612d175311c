package dev.handback.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handback.TestExit;
import dev.handback.certificates.LyingCertificate;
import dev.handback.certificates.Sealing;
import dev.handback.destruction.OrderedExit;
import dev.handback.packages.BuildPackage.Built;
import dev.handback.vault.Vault;
import dev.handback.verify.TwoVerifiers;
import dev.handback.verify.TwoVerifiers.Said;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A record of destruction evidence in a package is believed only as far as the facts beside it say the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedDestructionTest {
    private static final String ASSET = "logs";

    /** What a company with database, vault and key might have sealed instead, and what is said to it; %s is the exit. */
    private record Lie(Consumer<ObjectNode> lie, String told) {}

    private static final Map<String, Lie> LIES = lies();

    @TempDir
    private static Path folder;

    private PackingRooms rooms;
    private String paper = "";
    private Path anchor = Path.of("");
    private TestExit honest;
    private String certificate = "";
    private Path zip = Path.of("");

    @BeforeAll
    void buildsThePackage() throws Exception {
        rooms = new PackingRooms(folder.resolve("data"), Map.of());
        paper = rooms.get(Vault.class)
                .store(new ByteArrayInputStream("a paper".getBytes(UTF_8)))
                .sha256()
                .hex();
        anchor = TwoVerifiers.anchor(rooms.get(Sealing.class), folder);
        honest = destroyed();
        var sealed = new LyingCertificate(rooms.rooms(), honest);
        certificate = sealed.signed(sealed.drawnUp(), words -> {});
        zip = built(honest);
    }

    @AfterAll
    void stop() {
        rooms.close();
    }

    /** Ordered, served, sent back once, contradicted once, attested at last, with what people bear and settled. */
    private TestExit destroyed() {
        var exit = rooms.newExit()
                .register(ASSET, "FOREGROUND", "DESTROY_ONLY")
                .agree()
                .authorise();
        exit.insert(
                "lea",
                "insert into handback.counsel_basis (exit_id, scope, basis) values (?, ?::jsonb, 'clause 3')",
                exit.id(),
                "[\"" + ASSET + "\"]");
        var it = OrderedExit.of(exit).papers(paper, paper);
        var number = it.served(ASSET);
        it.decide("leo", it.attestToday(number, ASSET), "SENT_BACK", ASSET);
        var first = it.attestToday(number, ASSET);
        it.probe(ASSET, "CONTRADICTED").decide("leo", first, "CONTRADICTED", ASSET);
        var last = it.attestToday(number, ASSET);
        it.probe(ASSET, "INDETERMINATE", "{\"code\": \"REFUSED\", \"says\": \"not without a login\"}")
                .decide("leo", last, "ACCEPTED", ASSET);
        return exit;
    }

    private Path built(TestExit exit) throws IOException {
        var built = (Built) rooms.build(rooms.requested(exit, ASSET), rooms.get(Vault.class));
        try (var in = rooms.get(Vault.class).open(built.stored().sha256())) {
            return Files.write(folder.resolve(exit.id() + ".zip"), in.readAllBytes());
        }
    }

    @Test
    void isGoodAsItIs() {
        for (var said : both(zip)) {
            assertThat(said.code()).as(said.words()).isZero();
            assertThat(said.verdict().path("certificates").path(0).path("good").asBoolean())
                    .as(said.words())
                    .isTrue();
            assertThat(said.assets()).containsExactly(ASSET + " NOT_HELD []");
        }
    }

    /** An entry that is left out is missed by nobody but the certificate that names it; its paper is taken away with it. */
    @ParameterizedTest
    @CsvSource({
        "counsel_basis, counsel's basis: expected a fact on the ledger",
        "clearance, clearance %s-",
        "destruction_order, order %s-D1: expected a fact on the ledger",
        "order_served, service of order %s-D1: expected a fact on the ledger",
        "attestation, attestation %s-A1: expected a fact on the ledger",
        "attestation_decided, 'attestation %s-A1: expected a fact on the ledger'",
        "probe_begun, look 1: expected a fact on the ledger",
        "probe, look 1: expected a fact on the ledger"
    })
    void bothMissTheEntryThatTheEvidenceRetells(String table, String told) throws IOException {
        var forged = Repacked.of(zip).edit("evidence/ledger.ndjson", text -> text.lines()
                .filter(line -> !line.contains("\\\"table\\\": \\\"" + table + "\\\""))
                .collect(Collectors.joining("\n", "", "\n")));
        forged.files().keySet().removeIf(name -> name.startsWith("evidence/documents/" + table + "/"));

        var said = both(forged.tagsConsistent().zip(folder.resolve("forged.zip")));

        for (var verifier : said) {
            assertThat(verifier.code()).as(verifier.words()).isOne();
            assertThat(verifier.blamed()).as(verifier.words()).containsExactly(ASSET);
            assertThat(details(verifier, certificate))
                    .as(verifier.words())
                    .anyMatch(detail -> detail.startsWith(told.formatted(honest.id())));
        }
        assertThat(details(said.get(0), certificate)).isEqualTo(details(said.get(1), certificate));
    }

    @Test
    void bothRefuseEveryLieThatTheCompanySealed() throws IOException {
        var exit = destroyed();
        var sealed = new LyingCertificate(rooms.rooms(), exit);
        var drawnUp = sealed.drawnUp();
        var liars = new LinkedHashMap<String, Lie>();
        LIES.forEach((what, lie) -> liars.put(sealed.signed(drawnUp, lie.lie()), lie));
        var truth = sealed.signed(drawnUp, words -> {});

        for (var verifier : both(built(exit))) {
            assertThat(verifier.code()).as(verifier.words()).isOne();
            assertThat(verifier.blamed()).containsExactly(ASSET);
            liars.forEach((number, lie) -> assertThat(details(verifier, number))
                    .as("%s, of %s", number, verifier.words())
                    .containsExactly(lie.told().replace("%s", exit.id())));
            assertThat(StreamSupport.stream(
                                    verifier.verdict().path("certificates").spliterator(), false)
                            .filter(judged -> judged.path("good").asBoolean())
                            .map(judged -> judged.path("number").asText()))
                    .containsExactly(truth);
        }
    }

    private static Map<String, Lie> lies() {
        var lies = new LinkedHashMap<String, Lie>();
        lies.put(
                "who ordered",
                new Lie(
                        words -> ((ObjectNode) words.path("order")).put("by", "mallory"),
                        "order %s-D1, by: expected \"olga\", found \"mallory\""));
        lies.put(
                "another way of service",
                new Lie(
                        words -> ((ObjectNode) words.path("served")).put("channel", "COURIER"),
                        "service of order %s-D1, channel: expected \"EMAIL\", found \"COURIER\""));
        lies.put(
                "a letter that nobody wrote",
                new Lie(
                        words -> letters(words).add(letter(words, 2).deepCopy().put("attestation", "A9")),
                        "attestation A9: expected a fact on the ledger, found none"));
        lies.put(
                "a letter that says more",
                new Lie(
                        words -> ((ObjectNode) letter(words, 2).path("said")).put("method", "DESTROY"),
                        "attestation %s-A3, method: expected \"PURGE\", found \"DESTROY\""));
        lies.put(
                "a letter that was sent back",
                new Lie(
                        words -> letters(words).remove(0),
                        "attestation %s-A1: expected to be named, as the ledger does, found nothing"));
        lies.put(
                "who decided",
                new Lie(
                        words -> letter(words, 2).put("decidedBy", "lea"),
                        "attestation %s-A3, decidedBy: expected \"leo\", found \"lea\""));
        lies.put(
                "what a look saw",
                new Lie(
                        words -> look(words, 1).put("result", "NOT_OBSERVED"),
                        "look 2, result: expected \"INDETERMINATE\", found \"NOT_OBSERVED\""));
        lies.put(
                "a look that nobody took",
                new Lie(
                        words -> looks(words).add(look(words, 1).deepCopy().put("probe", 3)),
                        "look 3: expected a fact on the ledger, found none"));
        lies.put(
                "a look that contradicts",
                new Lie(
                        words -> looks(words).remove(0),
                        "look 1: expected to be named, as the ledger does, found nothing"));
        lies.put(
                "the row of the register",
                new Lie(
                        words -> ((ObjectNode) words.path("register")).put("title", "Another"),
                        "row of the register, title: expected \"An asset\", found \"Another\""));
        lies.put(
                "a recall",
                new Lie(
                        words -> words.putArray("recalls").addObject().put("recall", "R77"),
                        "recall R77: expected a fact on the ledger, found none"));
        lies.put(
                "an exception",
                new Lie(
                        words -> words.putArray("exceptions").addObject().put("purpose", "GAPS"),
                        "exception GAPS: expected a fact on the ledger, found none"));
        lies.put(
                "a dispute",
                new Lie(
                        words -> words.putObject("dispute").put("party", "mallory"),
                        "dispute: expected a fact on the ledger, found none"));
        lies.put(
                "a stay",
                new Lie(
                        words -> words.putArray("stays").addObject().put("stay", "S-77"),
                        "stay S-77: expected a fact on the ledger, found none"));
        lies.put(
                "a hold",
                new Lie(
                        words -> words.putArray("holds")
                                .addObject()
                                .put("hold", "H-77")
                                .put("over", "asset"),
                        "hold H-77: expected a fact on the ledger, found none"));
        lies.put(
                "the state",
                new Lie(
                        words -> words.put("state", "TAIL"),
                        "state TAIL: expected a letter that legal accepted as that, found none"));
        lies.put(
                "a return that was never certified",
                new Lie(
                        words -> words.putArray("returned")
                                .add(words.path("exit").asText() + "-C77"),
                        "return certificate %s-C77: expected signed and not void on the ledger, found neither"));
        return lies;
    }

    private static ArrayNode letters(JsonNode words) {
        return (ArrayNode) words.path("attestations");
    }

    private static ObjectNode letter(JsonNode words, int n) {
        return (ObjectNode) letters(words).path(n);
    }

    private static ArrayNode looks(JsonNode words) {
        return (ArrayNode) words.path("probes");
    }

    private static ObjectNode look(JsonNode words, int n) {
        return (ObjectNode) looks(words).path(n);
    }

    private List<Said> both(Path zip) {
        return List.of(
                TwoVerifiers.command(zip, "--anchor", anchor.toString()),
                TwoVerifiers.script(zip, "--anchor", anchor.toString()));
    }

    /** What is found of this certificate, none of it but in its evidence. */
    private static List<String> details(Said said, String number) {
        var details = new ArrayList<String>();
        for (var finding : said.verdict().path("findings")) {
            if (finding.path("object").asText().equals("evidence/certificates/" + number + ".pdf")) {
                assertThat(finding.path("code").asText()).as(said.words()).isEqualTo("EVIDENCE_NOT_PROVED");
                details.add(finding.path("detail").asText());
            }
        }
        details.sort(null);
        return details;
    }
}
