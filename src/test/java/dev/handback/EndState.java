package dev.handback;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an exit came to, without anything that may differ: times, nodes, numbers of attempts, digests of bundles' packs.
 *
 * @param facts entries of the ledger; these may differ, since every killed attempt has one
 */
record EndState(Map<String, Came> assets, int certificates, List<String> tasks, int facts) {

    /**
     * What one asset came to.
     *
     * @param held name and SHA-256 of every file the vault holds of it; a bundle by its name alone, since packs may differ
     * @param rows how many refs, large files and objects are listed of it, and their digest
     * @param succeeded attempts that ended as the asset did
     */
    record Came(
            String state,
            String outcome,
            String contentDigest,
            String swhid,
            List<String> held,
            String rows,
            int succeeded,
            int checks) {}

    Map<String, String> outcomes() {
        var outcomes = new TreeMap<String, String>();
        assets.forEach((asset, came) -> outcomes.put(asset, came.outcome()));
        return outcomes;
    }

    List<String> certified() {
        return assets.entrySet().stream()
                .filter(entry -> entry.getValue().state().equals("CERTIFIED"))
                .map(Map.Entry::getKey)
                .toList();
    }
}
