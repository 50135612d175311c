package dev.handback.retrieval;

import dev.handback.assets.Asset;
import dev.handback.assets.AssetRegister;
import dev.handback.exits.Exits;
import dev.handback.retrieval.RetrievalOutcome.Finding;
import dev.handback.sources.LfsRemote;
import dev.handback.vault.Vault;
import dev.handback.work.Progress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts checked assets at the client's own destinations. Nothing there is ever overwritten or removed. */
@Component
public class Placings {
    private final PlacingsTable placings;
    private final LfsTable lfs;
    private final AssetRegister register;
    private final Exits exits;
    private final QuarantinesTable quarantines;
    private final Vault vault;
    private final WorkFolders folders;
    private final Map<String, Destination> destinations;

    Placings(
            PlacingsTable placings,
            LfsTable lfs,
            AssetRegister register,
            Exits exits,
            QuarantinesTable quarantines,
            Vault vault,
            WorkFolders folders,
            List<Destination> destinations) {
        this.placings = placings;
        this.lfs = lfs;
        this.register = register;
        this.exits = exits;
        this.quarantines = quarantines;
        this.vault = vault;
        this.folders = folders;
        this.destinations = destinations.stream().collect(Collectors.toMap(Destination::kind, Function.identity()));
    }

    /** Asks that an asset that is CHECKED or CERTIFIED be placed where its row says; operations or engineering. */
    @Transactional
    public void ask(String exit, String asset) {
        register.find(exit, asset);
        placings.ask(exit, asset);
    }

    /** A try of the placing that is asked for; null when none is. Writes no result; call it outside any transaction. */
    public @Nullable Try place(String exit, String asset, Progress progress) throws InterruptedException {
        var open = placings.open(exit, asset).orElse(null);
        if (open == null) {
            return null;
        }
        var row = register.find(exit, asset);
        var destination = destinations.get(row.kind());
        if (destination == null) {
            var why = new Finding(
                    "PLACING_UNSUPPORTED",
                    "assets of kind " + row.kind() + " cannot be placed; hand them over otherwise");
            return new Try(open.placing(), null, PlacingOutcome.failed("nobody", List.of(why)));
        }
        if (!Objects.equals(row.number(), open.number())) {
            var why = new Finding(
                    "HOLDING_CHANGED",
                    "asked was attempt " + open.number() + ", now attempt " + row.number() + " counts");
            return new Try(open.placing(), null, PlacingOutcome.failed("nobody", List.of(why)));
        }
        if (quarantines.sealsWhatCounts(exit, asset)) {
            var why = new Finding("QUARANTINED", "attempt " + open.number() + " was sealed since it was asked for");
            return new Try(open.placing(), null, PlacingOutcome.failed("nobody", List.of(why)));
        }
        return place(row, open, destination, progress);
    }

    private Try place(Asset row, Placing open, Destination destination, Progress progress) throws InterruptedException {
        var folder = folders.fresh(row.asset());
        try {
            var request = new PlacingRequest(
                    row.exitId(),
                    row.asset(),
                    open.number(),
                    row.bundleSha256(),
                    row.head(),
                    Objects.requireNonNullElse(row.lfsObjects(), 0L),
                    oid -> lfs.after(row.exitId(), row.asset(), open.number(), oid, LfsRemote.BATCH),
                    open.destinationConnection(),
                    open.destination(),
                    shortName(exits.find(row.exitId()).vendorName()),
                    folder);
            var outcome = destination.place(request, progress);
            var listing = outcome.listing();
            var kept = listing == null ? null : vault.store(listing).sha256().hex();
            return new Try(open.placing(), kept, outcome);
        } finally {
            folders.discard(row.asset(), folder);
        }
    }

    /** As part of the name of a ref. */
    static String shortName(String vendor) {
        var name = vendor.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return name.isEmpty()
                ? "vendor"
                : name.length() > 60 ? name.substring(0, 60).replaceAll("-$", "") : name;
    }

    /**
     * How one try ended.
     *
     * @param listing the listing that showed everything, as the vault holds it; null when not placed
     */
    public record Try(int placing, @Nullable String listing, PlacingOutcome outcome) {}

    /** Records how it ended; nothing when nothing was to be placed. */
    @Transactional
    public void record(String exit, String asset, @Nullable Try ended) {
        if (ended == null) {
            return;
        }
        if (ended.listing() != null) {
            placings.placed(exit, asset, ended.placing(), ended.listing(), ended.outcome());
        } else {
            placings.failed(
                    exit,
                    asset,
                    ended.placing(),
                    ended.outcome().seenAs(),
                    ended.outcome().findings());
        }
    }

    /** Records that we gave up by our own fault. */
    @Transactional
    public void recordFailure(String exit, String asset, String why) {
        placings.open(exit, asset)
                .ifPresent(open -> placings.failed(
                        exit, asset, open.placing(), "nobody", List.of(new Finding("ATTEMPTS_EXHAUSTED", why))));
    }

    /** Whether one is asked for and has not ended. */
    @Transactional(readOnly = true)
    public boolean waits(String exit, String asset) {
        return placings.open(exit, asset).isPresent();
    }

    /** Every placing of an asset, the newest first. */
    @Transactional(readOnly = true)
    public List<Placing> list(String exit, String asset) {
        return placings.list(exit, asset);
    }
}
