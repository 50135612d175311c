package dev.handback.certificates;

import dev.handback.Sha256;
import dev.handback.destruction.Clearance;
import dev.handback.destruction.Order;
import dev.handback.destruction.Orders;
import dev.handback.exits.Exit;
import dev.handback.exits.Exits;
import dev.handback.exits.Gate;
import dev.handback.exits.Gates;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.exits.NotAllowed;
import dev.handback.exits.Refused;
import dev.handback.people.People;
import dev.handback.people.SigningAct;
import dev.handback.people.SigningProof;
import dev.handback.vault.Vault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The documents of orders to destroy: drawn up before anybody orders, sealed by exactly the digest that was shown. */
@Component
public class OrderDocuments {
    private final Orders orders;
    private final Exits exits;
    private final Gates gates;
    private final People people;
    private final SigningProof proof;
    private final OrderPdf pages;
    private final Texts texts;
    private final Sealing sealing;
    private final CertificateCheck check;
    private final Vault vault;
    private final Clock clock;

    OrderDocuments(
            Orders orders,
            Exits exits,
            Gates gates,
            People people,
            SigningProof proof,
            OrderPdf pages,
            Texts texts,
            Sealing sealing,
            CertificateCheck check,
            Vault vault,
            Clock clock) {
        this.orders = orders;
        this.exits = exits;
        this.gates = gates;
        this.people = people;
        this.proof = proof;
        this.pages = pages;
        this.texts = texts;
        this.sealing = sealing;
        this.check = check;
        this.vault = vault;
        this.clock = clock;
    }

    /** A sealed order that passed our own check and waits to be recorded. */
    public record Ready(Order order, String shownSha256, String sealedSha256, String intent) {}

    /** Freezes the order of what is left of a clearance; empty when nothing of it can be ordered any more. */
    @Transactional
    public Optional<String> drawUp(Clearance clearance) {
        int ordinal = orders.next(clearance.exitId());
        var assets = orders.orderable(clearance);
        if (assets.isEmpty()) {
            return Optional.empty();
        }
        var facts = facts(clearance, clearance.exitId() + "-D" + ordinal, assets);
        var json = vault.store(new ByteArrayInputStream(facts.json()));
        var pdf = vault.store(new ByteArrayInputStream(pages.draw(facts)));
        orders.recordDrawnUp(
                facts.number(),
                ordinal,
                clearance,
                assets.stream().map(Order.Named::asset).toList(),
                pdf.sha256().hex(),
                json.sha256().hex());
        return Optional.of(facts.number());
    }

    private OrderFacts facts(Clearance clearance, String number, List<Order.Named> assets) {
        Exit exit = exits.find(clearance.exitId());
        return new OrderFacts(
                number,
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
                clearance.clearance(),
                people.find(clearance.actor()).map(p -> p.name()).orElse(clearance.actor()),
                clearance.at(),
                clearance.basis(),
                clearance.exclusions(),
                clearance.answerBy(),
                clock.instant(),
                assets);
    }

    /** What who orders proves to be about to do. */
    public SigningAct act(Order order) {
        return new SigningAct(SigningAct.Kind.ORDER, order.number(), order.pdfSha256());
    }

    /** The sentence who orders must agree to, word for word. */
    public String intent() {
        return texts.text("intent-destruction-order").content().strip();
    }

    /**
     * Seals the document that was shown. Asks the gate first, so a refusal costs no seal. Long (a time-stamp is fetched):
     * call it outside any transaction, then {@link #record} inside one.
     *
     * @param shown the person's password, or the one-use proof of having logged in again for {@link #act}
     * @throws NotAllowed when that does not do, or did not too often
     * @throws dev.handback.exits.GateRefused with every finding when the gate is shut
     */
    public Ready seal(String number, String shownSha256, String intent, CharSequence shown, String person) {
        var order = orders.find(number);
        if (!shownSha256.equals(order.pdfSha256())) {
            throw new Refused("order " + number + ": you were shown SHA-256 " + shownSha256
                    + ", but the frozen document has " + order.pdfSha256());
        }
        if (!intent.strip().equals(intent())) {
            throw new InvalidInput(List.of(new Problem("intent", "expected the intent sentence, word for word")));
        }
        proof.refusal(person, shown, act(order)).ifPresent(why -> {
            throw new NotAllowed(why + "; order " + number + " was not given");
        });
        gates.demand(order.exitId(), Gate.ORDER, number);
        var sealed = sealed(order, person);
        var stored = vault.store(new ByteArrayInputStream(sealed));
        return new Ready(order, shownSha256, stored.sha256().hex(), intent());
    }

    private byte[] sealed(Order order, String account) {
        var person = people.find(account).orElseThrow(() -> new NotAllowed(account + " is no known person"));
        var frozen = bytes(order.pdfSha256());
        var sealed = sealing.seal(frozen, new SealIntent(person.name(), "operations", clock.instant(), intent()))
                .pdf();
        var findings = check.sealFindings(sealed, frozen);
        if (!findings.isEmpty()) {
            throw new Refused("order " + order.number() + ": our own check refused the sealed document, nothing was"
                    + " ordered: " + findings);
        }
        return sealed;
    }

    /** Records the order; the guard asks the gate again under the exit's lock. */
    @Transactional
    public void record(Ready ready, String task) {
        orders.record(ready.order(), ready.shownSha256(), ready.sealedSha256(), ready.intent(), task);
    }

    /** The sealed file when it was ordered, else the frozen one. */
    public byte[] pdf(Order order) {
        var sealed = order.sealedSha256();
        return bytes(sealed == null ? order.pdfSha256() : sealed);
    }

    /** The facts of an order as its document carries them. */
    public byte[] json(Order order) {
        return bytes(order.factsSha256());
    }

    private byte[] bytes(String sha256) {
        var expected = Sha256.parse(sha256);
        try (var in = vault.open(expected)) {
            var bytes = in.readAllBytes();
            if (!Sha256.of(bytes).equals(expected)) {
                throw new Refused("the vault's bytes of this order changed: expected SHA-256 " + sha256 + ", actual "
                        + Sha256.of(bytes).hex());
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
