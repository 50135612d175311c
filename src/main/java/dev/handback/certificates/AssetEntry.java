package dev.handback.certificates;

import static dev.handback.certificates.CertificatePage.mono;
import static dev.handback.certificates.CertificatePage.row;

import dev.handback.certificates.CertificatePage.Entry;
import dev.handback.certificates.CertificatePage.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One asset of Schedule A on paper. What is unknown is printed as unknown, never left out. */
final class AssetEntry {
    private AssetEntry() {}

    static Entry of(int ordinal, AssetFacts asset) {
        var rows = new ArrayList<Row>();
        identity(rows, asset);
        rows.add(row("Held", held(asset)));
        rows.add(row("Old and new inside", split(asset)));
        rows.add(row("Expected", expected(asset.expected())));
        rows.add(
                asset.delivered() == null
                        ? row("Retrieved", retrieved(asset))
                        : row("By hand", delivered(asset.delivered())));
        if (asset.retrieved() != null && asset.delivered() == null) {
            rows.add(row("Pass", pass(asset.frozen()) + later(asset.laterPass())));
        }
        rows.add(row("Technical check", checked(asset)));
        rows.add(row("Bytes in the vault", vault(asset)));
        if (!asset.findings().isEmpty()) {
            rows.add(row("Findings", findings(asset)));
        }
        if (asset.disputed() != null) {
            rows.add(row("Disputed", disputed(asset.disputed())));
        }
        if (asset.holds() != null) {
            asset.holds().forEach(held -> rows.add(row("On hold", onHold(held))));
        }
        rows.add(mono("Evidence digest", asset.evidenceDigest()));
        return new Entry(
                "A" + ordinal, Visible.of(asset.asset()), Visible.of(asset.title()), summary(asset), List.copyOf(rows));
    }

    private static String summary(AssetFacts asset) {
        var outcome = asset.outcome();
        return String.join(
                " \u00b7 ",
                Visible.of(asset.kind()),
                Wording.words(asset.origin()),
                Wording.words(asset.right()),
                Wording.words(asset.disposition()),
                "state " + Wording.words(asset.state()),
                outcome == null ? "no attempt has ended" : "outcome " + Wording.words(outcome));
    }

    private static void identity(List<Row> rows, AssetFacts asset) {
        var identity = asset.identity();
        var documents = asset.documents();
        if (documents != null) {
            rows.add(mono("Bucket and prefix", Visible.of(documents.locator())));
        }
        if (identity.bundleSha256() == null && identity.contentDigest() == null && identity.swhid() == null) {
            rows.add(row("Identity", "nothing is held"));
        }
        if (identity.bundleSha256() != null) {
            rows.add(mono("SHA-256", identity.bundleSha256()));
        }
        if (identity.swhid() != null) {
            rows.add(mono("SWHID", identity.swhid()));
        }
        if (identity.contentDigest() != null) {
            rows.add(mono("Content digest", identity.contentDigest()));
        }
        if (documents != null && documents.manifestSha256() != null) {
            rows.add(mono("Manifest SHA-256", documents.manifestSha256()));
        }
    }

    private static String held(AssetFacts asset) {
        var counts = asset.counts();
        if (counts == null) {
            return "nothing";
        }
        var delivered = asset.delivered();
        var files = delivered == null ? "" : Wording.count(delivered.files(), "delivered file") + ", ";
        if (asset.kind().equals("manual")) {
            return files + Wording.count(counts.bytes(), "byte") + "; content not proved beyond these digests";
        }
        var documents = asset.documents();
        var text = documents == null
                ? files + Wording.count(counts.refs(), "ref") + ", " + Wording.count(counts.objects(), "object") + ", "
                        + Wording.count(counts.bytes(), "byte") + lfs(counts)
                : Wording.count(documents.versions(), "version") + " of " + Wording.count(counts.objects(), "object")
                        + ", "
                        + Wording.count(documents.markers(), "delete marker") + ", "
                        + Wording.count(counts.bytes(), "byte")
                        + (documents.uploads() == 0
                                ? ""
                                : "; " + Wording.count(documents.uploads(), "upload")
                                        + " never completed, which nobody can read");
        return "PARTIAL".equals(asset.outcome()) ? text + "; received in part" : text;
    }

    private static String lfs(AssetFacts.Counts counts) {
        var objects = counts.lfsObjects();
        var bytes = counts.lfsBytes();
        return objects == null || bytes == null
                ? ""
                : "; Git LFS: " + Wording.count(objects, "object") + ", " + Wording.count(bytes, "byte");
    }

    private static String split(AssetFacts asset) {
        var split = asset.split();
        var unit = asset.documents() == null ? "commit" : "version";
        var old = split.oldCommits();
        var created = split.newCommits();
        if (split.basis() == AssetFacts.Basis.NONE || old == null || created == null) {
            return "undetermined: no baseline tells old from new content";
        }
        var source = split.baseline() == null ? "" : " by " + split.baseline();
        return Wording.count(old, "old " + unit) + ", " + Wording.count(created, "newly created " + unit) + "; "
                + (split.basis() == AssetFacts.Basis.PROOF ? "proved" : "indicated only") + source;
    }

    private static String expected(AssetFacts.Expected expected) {
        var stated = expected.stated() == null ? "nothing was stated" : expected.stated();
        var by = expected.assertedBy() == null ? "" : ", stated by " + expected.assertedBy();
        return stated + by + (expected.independent() ? "" : "; no independent baseline");
    }

    private static String retrieved(AssetFacts asset) {
        var retrieved = asset.retrieved();
        if (retrieved == null) {
            return "not retrieved";
        }
        var access = retrieved.connection() == null ? "" : " over connection " + retrieved.connection();
        var identity = retrieved.identity() == null ? "" : ", shown to \u201c" + retrieved.identity() + "\u201d";
        return Wording.instant(retrieved.at()) + " by " + retrieved.by() + access + identity + ", attempt "
                + retrieved.attempt();
    }

    private static String delivered(AssetFacts.Delivered delivered) {
        var confirmedBy = delivered.confirmedBy();
        var confirmedAt = delivered.confirmedAt();
        return "on \u201c" + delivered.medium() + "\u201d, received on " + Wording.date(delivered.receivedOn()) + " by "
                + delivered.receivedBy()
                + (confirmedBy == null || confirmedAt == null
                        ? "; not confirmed by a second person"
                        : "; confirmed " + Wording.instant(confirmedAt) + " by " + confirmedBy);
    }

    private static String pass(AssetFacts.@Nullable Frozen frozen) {
        return frozen == null
                ? "as of its retrieval; nobody attested before it that writing had stopped"
                : "final: “" + frozen.attestedBy() + "” attests that nothing is written since "
                        + Wording.date(frozen.since());
    }

    private static String later(AssetFacts.@Nullable LaterPass later) {
        return later == null
                ? ""
                : "; attempt " + later.attempt() + " of " + Wording.instant(later.endedAt()) + " ended "
                        + Wording.words(later.outcome()) + ", what is certified came before it";
    }

    private static String disputed(AssetFacts.Disputed disputed) {
        return "by “" + disputed.party() + "” since " + Wording.instant(disputed.since()) + ": " + disputed.reason()
                + "; all rights reserved";
    }

    private static String onHold(AssetFacts.Held held) {
        return "hold " + held.hold() + " over the " + held.over() + " since " + Wording.instant(held.placedAt())
                + ": it is to be preserved; the hold outranks every duty to destroy";
    }

    private static String checked(AssetFacts asset) {
        var checked = asset.checked();
        return checked == null ? "not checked" : Wording.instant(checked.at()) + " by " + checked.by();
    }

    private static String vault(AssetFacts asset) {
        var fixity = asset.fixityVerifiedAt();
        var read = fixity == null ? "not re-verified" : "re-verified " + Wording.instant(fixity);
        var seen = asset.sourceLastSeen();
        return asset.delivered() != null
                ? read + "; it came by hand, no source was looked at"
                : read + "; source last seen " + (seen == null ? "never" : Wording.instant(seen));
    }

    private static String findings(AssetFacts asset) {
        return asset.findings().stream()
                .map(finding -> finding.code() + ": " + finding.detail())
                .collect(Collectors.joining("; "));
    }
}
