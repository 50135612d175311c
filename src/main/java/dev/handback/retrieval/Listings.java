package dev.handback.retrieval;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.exits.Authorities;
import dev.handback.exits.Finding;
import dev.handback.exits.NotFound;
import dev.handback.exits.Stays;
import dev.handback.sources.Connections;
import dev.handback.sources.EgressPolicy;
import dev.handback.sources.HolderList;
import dev.handback.sources.HolderListing;
import dev.handback.sources.RepositoryHosts;
import dev.handback.sources.SourceRefused;
import dev.handback.vault.Stored;
import dev.handback.vault.Vault;
import dev.handback.vault.VaultFull;
import dev.handback.work.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Lists holders' systems into the vault, for {@link Discoveries}. */
@Component
public class Listings {
    private final DiscoveriesTable discoveries;
    private final Authorities authorities;
    private final Stays stays;
    private final Connections connections;
    private final RepositoryHosts hosts;
    private final EgressPolicy policy;
    private final ListingSettings settings;
    private final Vault vault;

    Listings(
            DiscoveriesTable discoveries,
            Authorities authorities,
            Stays stays,
            Connections connections,
            RepositoryHosts hosts,
            EgressPolicy policy,
            ListingSettings settings,
            Vault vault) {
        this.discoveries = discoveries;
        this.authorities = authorities;
        this.stays = stays;
        this.connections = connections;
        this.hosts = hosts;
        this.policy = policy;
        this.settings = settings;
        this.vault = vault;
    }

    /** How a listing ended. */
    public sealed interface Result permits Listed, NotListed {}

    record Listed(HolderList list, Stored stored) implements Result {}

    /** Asking again by ourselves would be asking somebody who has answered: a person asks again. */
    record NotListed(String code, String reason) implements Result {}

    /**
     * Asks the holder's system for its whole list. Writes no result: {@link #record} does, in the transaction that ends the
     * step. Call it outside any transaction. Stops once a stay is declared. Begun anew it lists anew: a list is of one moment.
     */
    public Result list(String number, Progress progress) throws InterruptedException {
        var asked = asked(number);
        // it may have waited in the queue for long
        var shut = authorities.findings(asked.exitId(), asked.connection());
        if (!shut.isEmpty()) {
            return notListed(shut);
        }
        try {
            return list(asked, new WatchfulProgress(progress, () -> stays.pauses(asked.exitId())));
        } catch (WatchfulProgress.Paused paused) {
            return notListed(paused.findings());
        } catch (SourceRefused refused) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("the node stops");
            }
            return new NotListed(refused.code(), refused.detail());
        } catch (VaultFull full) {
            return new NotListed("DISK", String.valueOf(full.getMessage()));
        }
    }

    private Result list(Discovery asked, Progress progress) {
        progress.report(0, 0, null, "listing");
        var list = HolderListing.list(
                connections.require(asked.connection()),
                hosts.of(asked.connection()),
                policy,
                settings.limits(),
                count -> progress.report(0, count, null, "listing"));
        return new Listed(list, vault.store((Vault.Writing) out -> write(asked, list, out)));
    }

    private static void write(Discovery asked, HolderList list, OutputStream out) throws IOException {
        var head = new LinkedHashMap<String, Object>();
        head.put("discovery", asked.discovery());
        head.put("connection", asked.connection());
        head.put("asked", list.asked());
        head.put("seenAs", list.seenAs());
        head.put("said", list.said());
        line(head, out);
        for (var place : list.places()) {
            line(place, out);
        }
    }

    private static void line(Object value, OutputStream out) throws IOException {
        out.write((DiscoveriesTable.json(value) + "\n").getBytes(UTF_8));
    }

    private static NotListed notListed(List<Finding> findings) {
        return new NotListed(
                findings.get(0).code(), findings.stream().map(Finding::detail).collect(Collectors.joining("; ")));
    }

    @Transactional
    public void record(String number, Result result) {
        if (result instanceof Listed listed) {
            discoveries.listed(asked(number), listed.list(), listed.stored());
        } else if (result instanceof NotListed not) {
            discoveries.failed(asked(number), not.code(), not.reason());
        }
    }

    /** Records that we gave up by our own fault. */
    @Transactional
    public void recordFailure(String number, String why) {
        discoveries.failed(asked(number), "ATTEMPTS_EXHAUSTED", why);
    }

    private Discovery asked(String number) {
        return discoveries.find(number).orElseThrow(() -> new NotFound("discovery", number));
    }
}
