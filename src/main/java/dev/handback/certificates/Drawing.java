package dev.handback.certificates;

import dev.handback.certificates.CertificateFacts.Finality;
import dev.handback.certificates.CertificateFacts.Kind;
import dev.handback.custody.Ledger;
import dev.handback.exits.Dates;
import dev.handback.exits.Exit;
import dev.handback.exits.Stay;
import dev.handback.exits.Stays;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns what the database says about a scope into the facts that a certificate freezes. */
@Component
class Drawing {
    private final Dates dates;
    private final Stays stays;
    private final Ledger ledger;
    private final CertificatePdf pages;
    private final Sealing sealing;
    private final Measures measures;
    private final InstrumentsInForce instruments;
    private final Clock clock;

    Drawing(
            Dates dates,
            Stays stays,
            Ledger ledger,
            CertificatePdf pages,
            Sealing sealing,
            Measures measures,
            InstrumentsInForce instruments,
            Clock clock) {
        this.dates = dates;
        this.stays = stays;
        this.ledger = ledger;
        this.pages = pages;
        this.sealing = sealing;
        this.measures = measures;
        this.instruments = instruments;
        this.clock = clock;
    }

    // null when nothing was moved: then nothing of it is written
    private @Nullable List<CertificateFacts.DatesMoved> moved(String exit) {
        var moved = dates.moved(exit);
        return moved.isEmpty()
                ? null
                : moved.stream()
                        .map(m -> new CertificateFacts.DatesMoved(m.at(), m.actor(), m.contractEnd(), m.document()))
                        .toList();
    }

    private @Nullable List<CertificateFacts.Stayed> stays(String exit) {
        var inForce = stays.list(exit).stream()
                .filter(Stay::active)
                .map(s -> new CertificateFacts.Stayed(s.stay(), s.declaredAt(), s.issuer(), s.document()))
                .toList();
        return inForce.isEmpty() ? null : inForce;
    }

    private @Nullable DrillFacts rehearsed(Exit exit, CertificateRequest request, Scope scope) {
        return Kind.valueOf(request.kind()) == Kind.DRILL_REPORT ? measures.of(exit, scope.evidence()) : null;
    }

    CertificateFacts facts(
            Exit exit, CertificateRequest request, String number, int n, @Nullable String supersedes, Scope scope) {
        var head = ledger.checkpoint();
        return new CertificateFacts(
                number,
                Kind.valueOf(request.kind()),
                Finality.valueOf(request.finality()),
                n,
                sealing.evaluationKey(),
                new CertificateFacts.Exit(
                        exit.exitId(),
                        CertificateFacts.ExitKind.valueOf(exit.kind()),
                        exit.title(),
                        exit.emergency() ? true : null),
                List.of(
                        new CertificateFacts.Party(
                                "Client", exit.clientName(), exit.clientLei(), exit.clientCapacity()),
                        new CertificateFacts.Party(
                                "Vendor", exit.vendorName(), exit.vendorLei(), exit.vendorCapacity())),
                new CertificateFacts.Contract(
                        exit.contractReference(),
                        exit.governingLaw(),
                        exit.contractStart(),
                        exit.notice(),
                        exit.contractEnd(),
                        exit.assistanceEnd(),
                        exit.vendorErasesAt(),
                        moved(exit.exitId())),
                exit.trigger(),
                stays(exit.exitId()),
                clock.instant(),
                scope.assets(),
                scope.notReturned(),
                scope.notSeen(),
                scope.root(),
                new CertificateFacts.LedgerHead(
                        head.origin(), head.size(), head.root().hex(), head.note()),
                supersedes == null ? null : new CertificateFacts.Supersedes(supersedes, "covers the same assets again"),
                request.actor(),
                pages.templateDigest(),
                scope.destruction(),
                rehearsed(exit, request, scope),
                instruments.of(
                        exit.exitId(),
                        Kind.valueOf(request.kind()),
                        Finality.valueOf(request.finality()),
                        scope.evidence().keySet()));
    }
}
