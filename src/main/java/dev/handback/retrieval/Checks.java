package dev.handback.retrieval;

import dev.handback.Sha256;
import dev.handback.assets.Asset;
import dev.handback.assets.AssetRegister;
import dev.handback.assets.Exceptions;
import dev.handback.exits.Authorities;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.exits.Refused;
import dev.handback.vault.Fixity;
import dev.handback.vault.Vault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people say about what was retrieved, and what the vault's bytes say when they are read again. */
@Component
public class Checks {
    private static final int PAGE = 1000;
    private static final int MOST_NAMED = 20;

    private final AttemptsTable attempts;
    private final LfsTable lfs;
    private final DocumentsTable documents;
    private final DeliveriesTable deliveries;
    private final AssetRegister register;
    private final Authorities authorities;
    private final Exceptions exceptions;
    private final Vault vault;

    Checks(
            AttemptsTable attempts,
            LfsTable lfs,
            DocumentsTable documents,
            DeliveriesTable deliveries,
            AssetRegister register,
            Authorities authorities,
            Exceptions exceptions,
            Vault vault) {
        this.attempts = attempts;
        this.lfs = lfs;
        this.documents = documents;
        this.deliveries = deliveries;
        this.register = register;
        this.authorities = authorities;
        this.exceptions = exceptions;
        this.vault = vault;
    }

    /**
     * An engineer's technical receipt of what is held now, or its sending back with a note. No acceptance of performance,
     * quality or title.
     *
     * @throws dev.handback.exits.GateRefused with every finding when gate CHECK is shut
     */
    @Transactional
    public void check(String exit, String asset, boolean pass, @Nullable String note, String task) {
        var held = ended(exit, asset);
        if (!pass && (note == null || note.strip().length() < 3)) {
            throw new InvalidInput(List.of(new Problem("note", "expected what is wrong with asset " + asset)));
        }
        attempts.check(
                exit,
                asset,
                number(held),
                String.valueOf(held.contentDigest()),
                pass,
                note == null ? "" : note.strip(),
                task);
    }

    /**
     * Records a person's decision about the latest attempt. RESUME also lifts the stop of the connection (legal only),
     * EXCEPTION also asks for the exception; the others say what somebody else is asked to do next.
     */
    @Transactional
    public void decide(String exit, String asset, WayOn decision, @Nullable String reason, String task) {
        var held = ended(exit, asset);
        if (reason == null || reason.strip().length() < 3) {
            throw new InvalidInput(List.of(new Problem("reason", "expected a reason of record for asset " + asset)));
        }
        attempts.decide(exit, asset, last(held), decision.name(), reason.strip(), task);
        if (decision == WayOn.RESUME) {
            authorities.resume(exit, String.valueOf(held.connection()), reason.strip());
        } else if (decision == WayOn.EXCEPTION) {
            exceptions.ask(exit, asset, reason.strip(), null);
        }
    }

    /**
     * One asset's bytes as the vault has them now.
     *
     * @param files how many files were read for this row: with the manifest all that it names
     * @param broken the first of a bucket's objects that are not as they were stored, in words
     */
    public record FixityRow(
            String exit, String asset, int number, Sha256 expected, Fixity fixity, long files, List<String> broken) {
        public FixityRow {
            broken = List.copyOf(broken);
        }
    }

    /** Reads every held byte of these assets again; writes nothing. Long: call it outside any transaction. */
    public List<FixityRow> readAgain(String exit, List<String> assets) throws InterruptedException {
        var rows = new ArrayList<FixityRow>();
        for (var name : assets) {
            var asset = register.find(exit, name);
            var bundle = asset.bundleSha256();
            if (bundle != null) {
                rows.add(row(asset, Sha256.parse(bundle), 1));
            }
            var manifest = asset.manifestSha256();
            if (manifest != null && asset.versions() != null) {
                rows.add(documents(asset, Sha256.parse(manifest)));
            } else if (manifest != null) {
                var others = lfsReadAgain(asset, rows) + filesReadAgain(asset, rows);
                rows.add(row(asset, Sha256.parse(manifest), 1 + others));
            }
        }
        return rows;
    }

    private FixityRow row(Asset asset, Sha256 held, long files) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return new FixityRow(asset.exitId(), asset.asset(), number(asset), held, vault.check(held), files, List.of());
    }

    /**
     * Reads all Git LFS objects and counts the intact ones. There may be very many, so only what is broken, or was when
     * last read, becomes a fact of its own; the others are counted in the manifest's.
     */
    private long lfsReadAgain(Asset asset, List<FixityRow> rows) throws InterruptedException {
        var wereBroken = Set.copyOf(lfs.lastFoundBroken(asset.exitId(), asset.asset(), number(asset)));
        long intact = 0;
        for (var page = lfsAfter(asset, "");
                !page.isEmpty();
                page = lfsAfter(asset, page.get(page.size() - 1).oid())) {
            for (var object : page) {
                if (!object.held()) {
                    continue;
                }
                intact += intact(asset, object.oid(), wereBroken, rows);
            }
        }
        return intact;
    }

    /** Everything else that is held of a delivery, counted in the same way. */
    private long filesReadAgain(Asset asset, List<FixityRow> rows) throws InterruptedException {
        if (asset.files() == null) {
            return 0;
        }
        var wereBroken = Set.copyOf(lfs.lastFoundBroken(asset.exitId(), asset.asset(), number(asset)));
        long intact = 0;
        for (var content : deliveries.contents(asset.exitId(), asset.asset(), number(asset))) {
            if (!content.equals(asset.bundleSha256()) && !content.equals(asset.manifestSha256())) {
                intact += intact(asset, content, wereBroken, rows);
            }
        }
        return intact;
    }

    /** 1 for an intact file, 0 for a broken one, which has a row of its own until it is intact again. */
    private int intact(Asset asset, String sha256, Set<String> wereBroken, List<FixityRow> rows)
            throws InterruptedException {
        var row = row(asset, Sha256.parse(sha256), 1);
        var good = row.fixity() instanceof Fixity.Intact;
        if (!good || wereBroken.contains(sha256)) {
            rows.add(row);
        }
        return good ? 1 : 0;
    }

    private List<RetrievalOutcome.HeldLfs> lfsAfter(Asset asset, String oid) {
        return lfs.after(asset.exitId(), asset.asset(), number(asset), oid, PAGE);
    }

    /** The manifest and every object it names; each content is read once, however often it occurs. */
    private FixityRow documents(Asset asset, Sha256 manifest) throws InterruptedException {
        var worst = vault.check(manifest);
        var broken = new ArrayList<String>();
        long files = 1;
        var page = documents.contents(asset.exitId(), asset.asset(), number(asset), "");
        while (!page.isEmpty()) {
            for (var content : page) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                var fixity = vault.check(Sha256.parse(content));
                files++;
                if (!(fixity instanceof Fixity.Intact)) {
                    worst = worst instanceof Fixity.Intact ? fixity : worst;
                    if (broken.size() < MOST_NAMED) {
                        broken.add(fixity.toString());
                    }
                }
            }
            page = documents.contents(asset.exitId(), asset.asset(), number(asset), page.get(page.size() - 1));
        }
        return new FixityRow(asset.exitId(), asset.asset(), number(asset), manifest, worst, files, broken);
    }

    /** Records what {@link #readAgain} found. */
    @Transactional
    public void recordFixity(List<FixityRow> rows) {
        for (var row : rows) {
            var result = row.fixity() instanceof Fixity.Intact
                    ? "INTACT"
                    : row.fixity() instanceof Fixity.Mismatch ? "MISMATCH" : "MISSING";
            var actual = row.fixity() instanceof Fixity.Mismatch mismatch ? mismatch.actual() : null;
            attempts.fixity(row, result, actual);
        }
    }

    /** Legal's send-back: what was found so far counts no longer, and the asset is retrieved anew. */
    @Transactional
    public void reopen(String exit, String asset, String certificate, String reason) {
        var number = register.find(exit, asset).lastNumber();
        attempts.reopen(exit, asset, number == null ? 0 : number, certificate, reason);
    }

    private Asset ended(String exit, String name) {
        var asset = register.find(exit, name);
        if (asset.outcome() == null) {
            throw new Refused("asset " + name + ": nothing was retrieved yet that could be judged (state "
                    + asset.returnState() + ")");
        }
        return asset;
    }

    private static int last(Asset asset) {
        return java.util.Objects.requireNonNull(asset.lastNumber());
    }

    private static int number(Asset asset) {
        return java.util.Objects.requireNonNull(asset.number());
    }
}
