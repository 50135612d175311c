package dev.handback.certificates;

import dev.handback.Sha256;
import dev.handback.destruction.Order;
import dev.handback.destruction.Orders;
import dev.handback.exits.Exit;
import dev.handback.exits.Exits;
import dev.handback.exits.NotFound;
import dev.handback.exits.Refused;
import dev.handback.people.People;
import dev.handback.people.Person;
import dev.handback.vault.Vault;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The documents of recalls: drawn and sealed once a holder must be told, kept, and served like the order itself. */
@Component
public class RecallNotices {
    private final RecallNoticesTable notices;
    private final Orders orders;
    private final Exits exits;
    private final People people;
    private final RecallPdf pages;
    private final Sealing sealing;
    private final CertificateCheck check;
    private final Vault vault;
    private final Clock clock;

    RecallNotices(
            RecallNoticesTable notices,
            Orders orders,
            Exits exits,
            People people,
            RecallPdf pages,
            Sealing sealing,
            CertificateCheck check,
            Vault vault,
            Clock clock) {
        this.notices = notices;
        this.orders = orders;
        this.exits = exits;
        this.people = people;
        this.pages = pages;
        this.sealing = sealing;
        this.check = check;
        this.vault = vault;
        this.clock = clock;
    }

    /** A document that passed our own check and waits to be recorded. */
    public record Sealed(
            String exit,
            String recall,
            String addressee,
            String orderSealedSha256,
            LocalDate confirmBy,
            String pdfSha256,
            String factsSha256,
            String sealedSha256) {}

    /** A document as it was recorded. */
    record Kept(String recall, String factsSha256, String sealedSha256) {}

    /** Recalls of any exit that a holder must be told of and that have no document yet, the oldest first. */
    @Transactional(readOnly = true)
    public List<Order.Recall> missing() {
        return orders.recallsToServe().stream()
                .filter(recall -> recall.documentSha256() == null)
                .toList();
    }

    /**
     * Draws the document of a recall and seals it. Long (a time-stamp is fetched): call it outside any transaction, then
     * {@link #record} inside one.
     *
     * @param confirmBy the day by which the holder shall confirm
     */
    public Sealed seal(String id, LocalDate confirmBy) {
        var recall = orders.recall(id);
        var exit = exits.find(recall.exitId());
        var facts = facts(exit, recall, confirmBy);
        var frozen = pages.draw(facts);
        var name = people.find(recall.actor()).map(Person::name).orElse(recall.actor());
        var sentence = "Recalled order " + facts.order() + " as " + id
                + "; the holder shall stop, preserve, and say what it did already";
        var sealed = sealing.seal(frozen, new SealIntent(name, "whose act recalled the order", recall.at(), sentence))
                .pdf();
        var findings = check.sealFindings(sealed, frozen);
        if (!findings.isEmpty()) {
            throw new Refused("recall " + id + ": our own check refused the sealed document: " + findings);
        }
        return new Sealed(
                exit.exitId(),
                id,
                exit.vendorName() + (exit.vendorCapacity() == null ? "" : ", " + exit.vendorCapacity()),
                facts.orderSealedSha256(),
                confirmBy,
                Sha256.of(frozen).hex(),
                keep(facts.json()),
                keep(sealed));
    }

    private String keep(byte[] bytes) {
        return vault.store(new ByteArrayInputStream(bytes)).sha256().hex();
    }

    private RecallFacts facts(Exit exit, Order.Recall recall, LocalDate confirmBy) {
        var order = orders.find(Objects.requireNonNull(recall.number(), recall.recall()));
        return new RecallFacts(
                recall.recall(),
                sealing.evaluationKey(),
                new CertificateFacts.Exit(
                        exit.exitId(), CertificateFacts.ExitKind.valueOf(exit.kind()), exit.title(), null),
                List.of(
                        new CertificateFacts.Party(
                                "Client", exit.clientName(), exit.clientLei(), exit.clientCapacity()),
                        new CertificateFacts.Party(
                                "Holder", exit.vendorName(), exit.vendorLei(), exit.vendorCapacity())),
                exit.contractReference(),
                exit.governingLaw(),
                order.number(),
                Objects.requireNonNull(order.sealedSha256(), order.number()),
                Objects.requireNonNull(order.servedOn(), order.number()),
                recall.at(),
                notices.grounds(recall.recall()),
                notices.holds(recall.recall()),
                confirmBy,
                clock.instant(),
                notices.assets(recall.recall()));
    }

    /** Records a sealed document; one that is recorded already stays the one. */
    @Transactional
    public void record(Sealed notice) {
        if (notices.find(notice.exit(), notice.recall()).isEmpty()) {
            notices.insert(notice);
        }
    }

    /** The sealed file of a recall of this exit. */
    public byte[] pdf(String exit, String recall) {
        return KeptDocument.read(vault, Sha256.parse(find(exit, recall).sealedSha256()));
    }

    /** What it says, as JSON. */
    public byte[] json(String exit, String recall) {
        return KeptDocument.read(vault, Sha256.parse(find(exit, recall).factsSha256()));
    }

    private Kept find(String exit, String recall) {
        Optional<Kept> kept = notices.find(exit, recall);
        return kept.orElseThrow(() -> new NotFound("document of recall", recall));
    }
}
