package dev.handback.custody;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The entries of one exit in the order of the ledger, each hashed anew into the tree whose head is signed.
 *
 * @param bodies the facts' rows as JSON, by fact
 * @param findings where tree, head, checkpoints, entries and rows contradict each other; with any, nothing here is to be
 *     relied on
 */
public record ProvedEntries(Map<UUID, String> bodies, List<LedgerFinding> findings) {
    public ProvedEntries {
        bodies = Collections.unmodifiableMap(new LinkedHashMap<>(bodies));
        findings = List.copyOf(findings);
    }
}
