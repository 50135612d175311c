package dev.handback.certificates;

import static dev.handback.certificates.CertificatePage.mono;
import static dev.handback.certificates.CertificatePage.row;

import java.util.List;

/** An instrument in force, as a return certificate prints it. */
final class InstrumentEntry {
    private InstrumentEntry() {}

    static CertificatePage.Entry of(int ordinal, CertificateFacts.Instrument named) {
        return new CertificatePage.Entry(
                String.valueOf(ordinal),
                Visible.of(named.instrument()),
                Wording.words(named.type()),
                Visible.of(named.parties()),
                List.of(
                        row("Signed by", named.signedBy()),
                        row("Executed on", Wording.date(named.executedOn())),
                        row("Jurisdiction", named.jurisdiction()),
                        row("Assets", String.join(", ", named.assets())),
                        mono("Document SHA-256", named.documentSha256())));
    }
}
