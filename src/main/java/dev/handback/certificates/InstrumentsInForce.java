package dev.handback.certificates;

import dev.handback.assets.Instrument;
import dev.handback.assets.Instruments;
import dev.handback.certificates.CertificateFacts.Finality;
import dev.handback.certificates.CertificateFacts.Kind;
import dev.handback.exits.Refused;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The instruments that a return certificate names: of its scope, or in a FINAL, which covers the register, all that are in force. */
@Component
class InstrumentsInForce {
    private final Instruments instruments;

    InstrumentsInForce(Instruments instruments) {
        this.instruments = instruments;
    }

    /** @return null when there is none: then nothing of them is written */
    @Nullable
    List<CertificateFacts.Instrument> of(String exit, Kind kind, Finality finality, Collection<String> scope) {
        if (kind != Kind.ASSET_RETURN) {
            return null;
        }
        var found = instruments.list(exit).stream()
                .filter(instrument -> instrument.state().equals("IN_FORCE"))
                .sorted(Comparator.comparing(Instrument::recordedAt).thenComparing(Instrument::instrument))
                .map(InstrumentsInForce::named)
                .filter(named ->
                        finality == Finality.FINAL || named.assets().stream().anyMatch(scope::contains))
                .toList();
        return found.isEmpty() ? null : found;
    }

    /** @throws Refused when other instruments are in force than the frozen document names */
    void demandTheSame(String exit, CertificateFacts facts, Collection<String> scope) {
        var now = of(exit, facts.kind(), facts.finality(), scope);
        if (!Objects.equals(now, facts.instruments())) {
            throw new Refused("certificate " + facts.number()
                    + " names other instruments than are in force now: send it back, and it is drawn up anew");
        }
    }

    private static CertificateFacts.Instrument named(Instrument instrument) {
        return new CertificateFacts.Instrument(
                instrument.instrument(),
                instrument.type(),
                instrument.parties(),
                instrument.signedBy(),
                instrument.executedOn(),
                instrument.jurisdiction(),
                instrument.documentSha256(),
                StreamSupport.stream(FactsJson.tree(instrument.assets()).spliterator(), false)
                        .map(asset -> asset.path("asset").asText())
                        .sorted()
                        .toList());
    }
}
