package dev.handback.certificates;

import dev.handback.certificates.CertificatePage.Entry;
import dev.handback.certificates.CertificatePage.Row;
import dev.handback.destruction.Order;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An order as its template prints it: every word already made visible. */
record OrderPage(
        String number,
        boolean evaluationKey,
        List<Row> matter,
        List<Entry> assets,
        String factsSha256,
        String exclusions) {

    static OrderPage of(OrderFacts facts, String factsSha256) {
        var assets = new ArrayList<Entry>();
        facts.assets().forEach(asset -> assets.add(entry(assets.size() + 1, asset)));
        return new OrderPage(
                facts.number(),
                facts.evaluationKey(),
                matter(facts),
                assets,
                factsSha256,
                facts.exclusions().isBlank() ? "Nothing may be kept." : Visible.of(facts.exclusions()));
    }

    private static List<Row> matter(OrderFacts facts) {
        var rows = new ArrayList<Row>();
        facts.parties()
                .forEach(party -> rows.add(CertificatePage.row(
                        party.role(),
                        party.name()
                                + (party.lei() == null ? "" : " \u00b7 LEI " + party.lei())
                                + (party.capacity() == null ? "" : " \u00b7 " + party.capacity()))));
        rows.add(CertificatePage.row(
                "Contract",
                facts.contract() + (facts.governingLaw() == null ? "" : " \u00b7 " + facts.governingLaw())));
        rows.add(CertificatePage.row(
                "Exit", facts.exit().id() + " \u00b7 " + facts.exit().title()));
        rows.add(CertificatePage.row("Basis", facts.basis()));
        rows.add(CertificatePage.row("Attest by", Wording.date(facts.answerBy())));
        rows.add(CertificatePage.row(
                "Cleared", facts.clearance() + " by " + facts.clearedBy() + ", " + Wording.instant(facts.clearedAt())));
        rows.add(CertificatePage.row("Drawn up", Wording.instant(facts.asOf())));
        return rows;
    }

    private static Entry entry(int ordinal, Order.Named asset) {
        var rows = new ArrayList<Row>();
        add(rows, "Holder", asset.holder());
        add(rows, "Locations", asset.locations());
        add(rows, "Address", asset.locator());
        add(rows, "Medium", asset.medium());
        add(rows, "Returned under", asset.certificate());
        add(rows, "Counsel's basis", asset.counselBasis());
        return new Entry(
                String.valueOf(ordinal),
                Visible.of(asset.asset()),
                Visible.of(asset.title()),
                Wording.words(asset.kind()) + " \u00b7 " + Wording.words(asset.origin()) + " \u00b7 "
                        + Wording.words(asset.disposition()),
                rows);
    }

    private static void add(List<Row> rows, String label, @Nullable String value) {
        if (value != null) {
            rows.add(CertificatePage.row(label, value));
        }
    }
}
