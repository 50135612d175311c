package dev.handback.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handback.Sha256;
import dev.handback.SystemActor;
import dev.handback.TestExit;
import dev.handback.TestRooms;
import dev.handback.vault.Vault;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a company that rules database, vault and sealing key can bring about: a record of destruction evidence that says what never
 * was, with each digest true, sealed, and signed on the ledger.
 */
public final class LyingCertificate {
    private final TestRooms rooms;
    private final TestExit exit;

    public LyingCertificate(TestRooms rooms, TestExit exit) {
        this.rooms = rooms;
        this.exit = exit;
    }

    /** Drawn up of the evidence as it is, and not signed. @return its number */
    public String drawnUp() {
        var certificates = rooms.get(Certificates.class);
        var request = TestRooms.as(
                "olga",
                () -> certificates.request(
                        exit.id(), CertificateFacts.Kind.DESTRUCTION, CertificateFacts.Finality.INTERIM, List.of()));
        return ((DrawnUp.Frozen) SystemActor.call("test", () -> certificates.drawUp(request))).number();
    }

    /** Another one instead of this, which says of its only asset what the lie makes of its words. @return its number */
    public String signed(String drawnUp, Consumer<ObjectNode> lie) {
        var honest = rooms.get(Certificates.class).find(drawnUp);
        var facts = facts(honest);
        var ordinal = rooms.get(CertificatesTable.class).nextOrdinal(exit.id());
        var named = Objects.requireNonNull(facts.destruction()).get(0);
        var forged = CertificateFacts.parse(forged(facts, exit.id() + "-C" + ordinal, lie));
        var pdf = rooms.get(CertificatePdf.class).draw(forged);
        var sealed = rooms.get(Sealing.class)
                .seal(pdf, new SealIntent("Lea Legal", "legal", Instant.now(), "I sign"))
                .pdf();
        var transaction = new TransactionTemplate(rooms.get(PlatformTransactionManager.class));
        SystemActor.run(
                "test",
                () -> transaction.executeWithoutResult(status -> {
                    var table = rooms.get(CertificatesTable.class);
                    var asked = rooms.get(Certificates.class).findRequest(honest.request());
                    table.insert(
                            forged,
                            asked,
                            ordinal,
                            kept(pdf),
                            Sha256.of(forged.json()).hex());
                    // the rows of a scope are no facts: what the guard reads is true, what was sealed is not
                    table.insertAsset(forged.number(), 0, named.asset(), named.evidence(), named.evidenceDigest());
                }));
        exit.insert("lea", """
                insert into handback.certificate_decided (exit_id, number, decision, shown_sha256, sealed_sha256, intent)
                values (?, ?, 'SIGNED', ?, ?, 'I sign')""", exit.id(), forged.number(), Sha256.of(pdf).hex(), kept(sealed));
        return forged.number();
    }

    private CertificateFacts facts(Certificate certificate) {
        return Objects.requireNonNull(rooms.get(CertificateCheck.class)
                .check(rooms.get(Certificates.class).frozen(certificate))
                .facts());
    }

    private static byte[] forged(CertificateFacts facts, String number, Consumer<ObjectNode> lie) {
        var json = (ObjectNode) FactsJson.tree(new String(facts.json(), UTF_8));
        var asset = (ObjectNode) json.path("destruction").path(0);
        var words = (ObjectNode) FactsJson.tree(asset.path("evidence").asText());
        lie.accept(words);
        var said = words.toString();
        asset.put("evidence", said)
                .put("evidenceDigest", Sha256.of(said).hex())
                .put("state", words.path("state").asText());
        json.put("number", number).put("evidenceRoot", Scope.rootOf(List.of(said)));
        return json.toString().getBytes(UTF_8);
    }

    private String kept(byte[] bytes) {
        return rooms.get(Vault.class)
                .store(new ByteArrayInputStream(bytes))
                .sha256()
                .hex();
    }
}
