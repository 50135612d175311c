package dev.handback.certificates;

import static dev.handback.TestRooms.as;
import static dev.handback.TestRooms.doing;
import static dev.handback.destruction.OrderedExit.ROW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.Forgery;
import dev.handback.Sha256;
import dev.handback.SystemActor;
import dev.handback.Tampering;
import dev.handback.TestDatabase;
import dev.handback.TestRooms;
import dev.handback.certificates.CertificateFacts.Finality;
import dev.handback.certificates.CertificateFacts.Kind;
import dev.handback.destruction.OrderedExit;
import dev.handback.exits.Finding;
import dev.handback.exits.GateRefused;
import dev.handback.exits.Refused;
import dev.handback.people.People;
import dev.handback.vault.Vault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A record of destruction evidence is told again from ledger and vault, whatever somebody does to rows, views and functions. */
class DestructionRederivationTest {
    private static final String TAIL = "\"tails\": [{\"what\": \"backups\", \"until\": \"2099-01-01\"}], ";
    private static final String MEDIA =
            "\"media\": [{\"type\": \"SSD\", \"manufacturer\": \"Acme\", \"serial\": \"S-1\","
                    + " \"before\": \"CONFIDENTIAL\", \"after\": \"UNCLASSIFIED\"}], ";
    private static final String PASSWORD = "correct horse battery";
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static Path home;
    private static TestRooms rooms;
    private static String paper;

    @BeforeAll
    static void start(@TempDir Path folder) {
        home = folder;
        OrderedExit.registered(DATABASE, "first"); // brings the people
        rooms = new TestRooms(DATABASE, folder, Map.of());
        paper = rooms.get(Vault.class)
                .store(new ByteArrayInputStream("a paper".getBytes(UTF_8)))
                .sha256()
                .hex();
        doing("lea", () -> rooms.get(People.class).setPassword("lea", PASSWORD));
    }

    @AfterAll
    static void close() {
        rooms.close();
        DATABASE.close();
    }

    @Test
    void signsEveryEndThatDestructionHas() {
        var exit = exit("accepted", "silent", "tail", "early", "recalled", "contradicted", "borne", "disputed");
        accepted(exit, "accepted");
        exit.served("silent");
        exit.except("UNATTESTED", "silent");
        accept(exit, "tail", letter(exit, exit.served("tail"), "tail", TAIL));
        accept(exit, "early", exit.attest(null, ROW.formatted("early", "2026-01-05")));
        recalled(exit, "recalled");
        contradictedAndAnswered(exit, "contradicted");
        borne(exit, "borne");
        accepted(exit, "disputed");
        exit.exit.insert(
                "olga",
                "insert into handback.dispute_raised (exit_id, asset, party, reason) values (?, 'disputed', 'a bank', 'a pledge')",
                exit.exit.id());
        var number = frozen(exit);

        sign(number);

        assertThat(rooms.get(Certificates.class).find(number).state()).isEqualTo("SIGNED");
        assertThat(rooms.get(CertificatesTable.class).evidence(number).values())
                .extracting(words -> FactsJson.tree(words).path("state").asText())
                .contains("EVIDENCE_ACCEPTED", "ERASED_WITHOUT_INSTRUCTION", "TAIL", "UNATTESTED");
    }

    @Test
    void isNotDrawnUpOnTheWordOfAForgedFunction() {
        var exit = exit("portal");
        accepted(exit, "portal");

        forgedEvidence("'result', p.result", "'result', 'NOT_OBSERVED'").during(() -> {
            refuses(
                    exit,
                    "portal",
                    "probes[0].result: the ledger says \"INDETERMINATE\", the tables say \"NOT_OBSERVED\"");
        });
        frozen(exit);
    }

    @Test
    void isNotDrawnUpWithoutARecallThatAFunctionLeavesOut() {
        var exit = exit("portal");
        recalled(exit, "portal");

        forgedEvidence("on r.recall = a.recall", "on r.recall = a.recall and false")
                .during(() -> {
                    refuses(exit, "portal", "recalls: the ledger says [{");
                });
    }

    @Test
    void isNotDrawnUpWithoutARecallWhoseAssetsSomebodyRemoved() {
        var exit = exit("portal");
        recalled(exit, "portal");

        Forgery.rows(DATABASE, "recalled_asset", "delete from handback.recalled_asset where asset = 'portal'")
                .during(() -> {
                    refuses(exit, "portal", "recalls: the ledger says [{");
                });
    }

    @Test
    void isNotDrawnUpOnceALookContradictsWhateverAViewSays() {
        var exit = exit("portal");
        accepted(exit, "portal");
        exit.probe("portal", "CONTRADICTED");

        Forgery.view(DATABASE, "destruction_state", "'CONTRADICTED'::text", "'NEVER'::text")
                .during(() -> {
                    assertThat(exit.state("portal")).isEqualTo("EVIDENCE_ACCEPTED");
                    refuses(
                            exit,
                            "portal",
                            "state: the ledger says \"CONTRADICTED\", the tables say \"EVIDENCE_ACCEPTED\"");
                    forgedEvidence("b.asset = v.asset)", "b.asset = v.asset and p.result <> 'CONTRADICTED')")
                            .during(() -> refuses(exit, "portal", "probes: the ledger says [{"));
                });
    }

    @Test
    void isNotDrawnUpOverASilenceThatOneAloneBore() {
        var exit = exit("portal");
        exit.served("portal");
        var asked = exit.exit.as(
                "olga",
                () -> exit.exit.sql("""
                insert into handback.exception_asked (exit_id, asset, purpose, reason)
                values (?, 'portal', 'UNATTESTED', 'no answer') returning fact""", exit.exit.id()).query(UUID.class).single());
        exit.exit.insert(
                "leo",
                "insert into handback.exception_decided (exit_id, asset, asked, decision) values (?, 'portal', ?, 'APPROVED')",
                exit.exit.id(),
                asked);

        Forgery.view(DATABASE, "exception_state", "d.approvals >= 2", "d.approvals >= 1")
                .during(() -> {
                    refuses(exit, "portal", "state: the ledger says \"SERVED\", the tables say \"UNATTESTED\"");
                    refuses(exit, "portal", "exceptions: the ledger says nothing, the tables say [{");
                });
    }

    @Test
    void isNotDrawnUpOnceTheHoldersWordsWereChangedInTheirRow() {
        var exit = exit("portal");
        accepted(exit, "portal");

        Forgery.rows(DATABASE, "attestation_row", "update handback.attestation_row set method = 'DESTROY'")
                .during(() -> refuses(
                        exit,
                        "portal",
                        "attestations[0].said.method: the ledger says \"PURGE\", the tables say \"DESTROY\""));
    }

    @Test
    void isNotDrawnUpOnALetterThatLegalSentBack() {
        var exit = exit("portal");
        var said = letter(exit, exit.served("portal"), "portal", "");
        exit.probe("portal", "INDETERMINATE").decide("leo", said, "SENT_BACK", "portal");

        Forgery.rows(
                        DATABASE,
                        "attestation_decided_asset",
                        "update handback.attestation_decided_asset set decision = 'ACCEPTED', outcome = 'EVIDENCE_ACCEPTED'")
                .during(() -> {
                    refuses(exit, "portal", "state: the ledger says \"SERVED\", the tables say \"EVIDENCE_ACCEPTED\"");
                    refuses(
                            exit,
                            "portal",
                            "attestations[0].decision: the ledger says \"SENT_BACK\", the tables say \"ACCEPTED\"");
                });
    }

    @Test
    void isNotDrawnUpWithoutWhatIsNotedOfALetter() {
        var exit = exit("portal");
        accept(exit, "portal", exit.attest(null, ROW.formatted("portal", "2026-01-05")));

        Forgery.function(DATABASE, "attestation_notes(text,text)", "if s.number is null then", "if false then")
                .during(() -> {
                    refuses(exit, "portal", "notes: the ledger says [{\"code\":\"BEFORE_INSTRUCTION\"");
                });
    }

    @Test
    void isNotDrawnUpWithoutAHoldThatAViewHides() {
        var exit = exit("portal");
        accepted(exit, "portal");
        exit.hold("olga", "portal");

        Forgery.view(DATABASE, "asset_hold", "h.state = 'ACTIVE'::text", "h.state = 'NEVER'::text")
                .during(() -> {
                    refuses(exit, "portal", "holds: the ledger says [{");
                });
    }

    @Test
    void isNotDrawnUpOnAReturnThatWasMadeVoid() {
        var exit = exit("portal");
        accepted(exit, "portal");
        exit.exit.insert("leo", """
                insert into handback.certificate_decided (exit_id, number, decision, reason)
                select exit_id, number, 'VOID', 'a mistake' from handback.certificate_state where exit_id = ?""", exit.exit.id());

        Forgery.view(DATABASE, "certified", "'VOID'::text", "'NEVER'::text").during(() -> {
            refuses(exit, "portal", "returned: the ledger says nothing, the tables say [");
        });
    }

    @Test
    void isNotDrawnUpWithoutAnAssetThatAViewHides() {
        var exit = exit("portal", "billing");
        accepted(exit, "portal");
        accepted(exit, "billing");

        Forgery.view(
                        DATABASE,
                        "destruction_to_certify",
                        "(d.asset = v.asset)",
                        "(d.asset = v.asset) AND (v.asset <> 'billing')")
                .during(() -> {
                    refuses(exit, null, "scope: the ledger says [billing, portal], the tables say [portal]");
                });
    }

    @Test
    void isDrawnUpWithoutWhatWasWithdrawnSinceItWasAskedFor() {
        var exit = exit("portal");
        exit.exit.register("mistake", "FOREGROUND", "DESTROY_ONLY").agree();
        accepted(exit, "portal");
        var certificates = rooms.get(Certificates.class);
        var request =
                as("olga", () -> certificates.request(exit.exit.id(), Kind.DESTRUCTION, Finality.INTERIM, List.of()));
        exit.exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, reason, title, kind, origin, disposition, connection, locator)
                select exit_id, asset, version + 1, 'WITHDRAWN', 'a slip', title, kind, origin, disposition, connection, locator
                from handback.asset where exit_id = ? and asset = 'mistake'""", exit.exit.id());

        var drawn = SystemActor.call("test", () -> certificates.drawUp(request));

        assertThat(drawn).isInstanceOfSatisfying(DrawnUp.Frozen.class, frozen -> rooms.get(Rederivation.class)
                .demand(certificate(frozen.number()), evidence(frozen.number())));
    }

    @Test
    void isNotDrawnUpOnceALetterInTheVaultIsNotTheOneThatCame() throws Exception {
        var exit = exit("portal");
        accepted(exit, "portal");
        spoil();
        try {
            refuses(
                    exit,
                    "portal",
                    "letter of " + exit.exit.id() + "-A1: expected " + paper
                            + ", the vault's bytes of that name have ");
        } finally {
            spoil();
        }
        frozen(exit);
    }

    @Test
    void isNotSignedInOtherWordsThanTheLedgers() {
        var exit = exit("portal");
        accepted(exit, "portal");
        var number = frozen(exit);

        Forgery.rows(
                        DATABASE,
                        "certificate_asset",
                        "update handback.certificate_asset set evidence = replace(evidence, 'INDETERMINATE', 'NOT_OBSERVED')")
                .during(() -> {
                    demandRefuses(number, "portal", "probes[0].result: the ledger says \"INDETERMINATE\"");
                    demandRefuses(number, null, "evidence_root: the ledger says ");
                });
        rooms.get(Rederivation.class).demand(certificate(number), evidence(number));
    }

    @Test
    void isNotSignedOnceARowWasChangedTogetherWithItsEntryAndTheTree() {
        var exit = exit("portal");
        accepted(exit, "portal");
        var number = frozen(exit);

        rewriteHistory(exit, "Olga", "Mallory");
        try {
            demandRefuses(number, "portal", "served.by: the ledger says \"Mallory\", the tables say \"Olga\"");
        } finally {
            rewriteHistory(exit, "Mallory", "Olga");
        }
        rooms.get(Rederivation.class).demand(certificate(number), evidence(number));
    }

    @Test
    void isNotSealedWhenItsPagesSayOtherwise() {
        var exit = exit("portal");
        accepted(exit, "portal");
        var number = frozen(exit);
        var pages = rooms.get(Certificates.class).frozen(certificate(number));
        var facts = Objects.requireNonNull(
                rooms.get(CertificateCheck.class).check(pages).facts());
        var other = CertificateFacts.parse(new String(facts.json(), UTF_8)
                .replace("\"title\":\"An asset\"", "\"title\":\"Another one\"")
                .replace(number, exit.exit.id() + "-C9")
                .getBytes(UTF_8));

        var forged = kept(certificate(number).request(), other);

        assertThatThrownBy(() -> sign(forged))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("its pages are of other evidence");
    }

    /** What somebody with the database's password and the vault's folder can bring about. */
    private static String kept(String request, CertificateFacts facts) {
        var pdf = rooms.get(CertificatePdf.class).draw(facts);
        var stored = rooms.get(Vault.class).store(new ByteArrayInputStream(pdf)).sha256();
        var table = rooms.get(CertificatesTable.class);
        var transaction = new TransactionTemplate(rooms.get(PlatformTransactionManager.class));
        SystemActor.run(
                "test",
                () -> transaction.executeWithoutResult(status -> {
                    var asked = rooms.get(Certificates.class).findRequest(request);
                    table.insert(
                            facts,
                            asked,
                            9,
                            stored.hex(),
                            Sha256.of(facts.json()).hex());
                    var named = Objects.requireNonNull(facts.destruction()).get(0);
                    table.insertAsset(facts.number(), 0, named.asset(), named.evidence(), named.evidenceDigest());
                }));
        return facts.number();
    }

    private static OrderedExit exit(String... assets) {
        return OrderedExit.certified(DATABASE, assets).papers(paper, paper);
    }

    private static void accepted(OrderedExit exit, String asset) {
        accept(exit, asset, letter(exit, exit.served(asset), asset, MEDIA));
    }

    private static void accept(OrderedExit exit, String asset, String letter) {
        exit.probe(asset, "INDETERMINATE").decide("leo", letter, "ACCEPTED", asset);
    }

    private static void recalled(OrderedExit exit, String asset) {
        exit.served(asset);
        exit.hold("olga", asset);
        exit.liftHolds();
        accepted(exit, asset);
    }

    /** Accepted, then something answered; the holder attested anew, and nothing answers any more. */
    private static void contradictedAndAnswered(OrderedExit exit, String asset) {
        var number = exit.served(asset);
        var first = letter(exit, number, asset, "");
        accept(exit, asset, first);
        exit.probe(asset, "CONTRADICTED").decide("leo", first, "CONTRADICTED", asset);
        accept(exit, asset, letter(exit, number, asset, ""));
    }

    /** A letter without a verifier, which two persons bear. */
    private static void borne(OrderedExit exit, String asset) {
        var letter = exit.attest(
                exit.served(asset), ROW.formatted(asset, exit.today()).replace("\"verifier\"", "\"nobody\""));
        var asked = exit.exit.as("olga", () -> exit.exit
                .sql("""
                insert into handback.exception_asked (exit_id, asset, purpose, reason, attestation)
                values (?, ?, 'GAPS', 'it says too little', ?) returning fact""", exit.exit.id(), asset, letter)
                .query(UUID.class)
                .single());
        for (var person : List.of("otto", "leo")) {
            exit.exit.insert(
                    person,
                    "insert into handback.exception_decided (exit_id, asset, asked, decision) values (?, ?, ?, 'APPROVED')",
                    exit.exit.id(),
                    asset,
                    asked);
        }
        accept(exit, asset, letter);
    }

    /** A letter on paper, with the fields of SP 800-88. */
    private static String letter(OrderedExit exit, String number, String asset, String more) {
        var row = ROW.formatted(asset, exit.today()).replace("\"locations\"", more + "\"locations\"");
        return exit.exit.as("otto", () -> exit.exit
                .sql("""
                insert into handback.attestation (exit_id, number, dated, officer_name, standard, revision, letter_sha256, letter_name, letter_bytes, said)
                values (?, ?, '2026-11-02', 'Olaf Officer', 'NIST SP 800-88', 'Rev. 2', ?, 'letter.pdf', 7, ?::jsonb) returning attestation""", exit.exit.id(), number, paper, "[" + row + "]")
                .query(String.class)
                .single());
    }

    private static Forgery forgedEvidence(String from, String to) {
        return Forgery.function(DATABASE, "destruction_evidence(text,text)", from, to);
    }

    /** Everything of the exit, drawn up and frozen. */
    private static String frozen(OrderedExit exit) {
        var drawn = drawUp(exit);
        assertThat(drawn).isInstanceOf(DrawnUp.Frozen.class);
        return ((DrawnUp.Frozen) drawn).number();
    }

    private static DrawnUp drawUp(OrderedExit exit) {
        var certificates = rooms.get(Certificates.class);
        var request =
                as("olga", () -> certificates.request(exit.exit.id(), Kind.DESTRUCTION, Finality.INTERIM, List.of()));
        return SystemActor.call("test", () -> certificates.drawUp(request));
    }

    private static void sign(String number) {
        var signOff = rooms.get(SignOff.class);
        var certificate = certificate(number);
        var ready = as(
                "lea",
                () -> signOff.seal(number, certificate.pdfSha256(), signOff.intent(certificate), PASSWORD, "lea"));
        doing("lea", () -> signOff.recordSigned(ready, "task"));
    }

    private static Certificate certificate(String number) {
        return rooms.get(Certificates.class).find(number);
    }

    private static Map<String, String> evidence(String number) {
        return rooms.get(CertificatesTable.class).evidence(number);
    }

    private static void refuses(OrderedExit exit, @Nullable String asset, String detail) {
        assertThat(drawUp(exit))
                .isInstanceOfSatisfying(DrawnUp.NotYet.class, refused -> names(refused.findings(), asset, detail));
    }

    private static void demandRefuses(String number, @Nullable String asset, String detail) {
        assertThatThrownBy(() -> rooms.get(Rederivation.class).demand(certificate(number), evidence(number)))
                .isInstanceOfSatisfying(GateRefused.class, refused -> names(refused.findings(), asset, detail));
    }

    private static void names(List<Finding> findings, @Nullable String asset, String detail) {
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.asset()).isEqualTo(asset);
            assertThat(finding.detail()).startsWith(detail);
        });
    }

    /** At most what a superuser can: row, entry, leaves and head fit each other again. */
    private static void rewriteHistory(OrderedExit exit, String from, String to) {
        var tampering = new Tampering(DATABASE);
        tampering.silently(
                "order_served",
                "update handback.order_served set served_by = '%2$s' where served_by = '%1$s' and exit_id = '%3$s'"
                        .formatted(from, to, exit.exit.id()));
        tampering.silently("ledger_entry", """
                update handback.ledger_entry set body = convert_to(replace(convert_from(body, 'UTF8'), '"%1$s"', '"%2$s"'), 'UTF8')
                    where fact_table = 'order_served' and exit_id = '%3$s';
                update handback.ledger_entry set leaf = sha256('\\x00'::bytea || body)""".formatted(from, to, exit.exit.id()));
        tampering.silently("ledger_head", """
                update handback.ledger_head set size = 0, frontier = '';
                for t in select leaf from handback.ledger_entry order by seq loop
                    update handback.ledger_head set size = size + 1, frontier = handback.merkle_push(frontier, size, t.leaf);
                end loop""");
    }

    private static void spoil() throws IOException {
        var file = home.resolve("vault/sha256")
                .resolve(paper.substring(0, 2))
                .resolve(paper.substring(2, 4))
                .resolve(paper);
        assertThat(file.toFile().setWritable(true)).isTrue();
        var bytes = Files.readAllBytes(file);
        bytes[0] ^= 1;
        Files.write(file, bytes);
    }
}
