package dev.handback.assets;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What no row shows alone: names and places claimed twice, dependencies on nothing or on itself. */
final class RegisterOverlaps {
    private final Map<String, Claim> names = new HashMap<>();
    private final Map<String, Claim> places = new HashMap<>();
    private final NavigableMap<String, Claim> buckets = new TreeMap<>();

    RegisterOverlaps(List<RegisterRow> registered) {
        for (var row : registered) {
            var locator = row.locator();
            var fetched = locator == null || row.connection() == null
                    ? null
                    : Locator.of(locator).over(row.connection());
            var claim = new Claim(0, row.asset(), fetched, row.dependsOn());
            names.put(row.asset(), claim);
            if (claim.locator() != null) {
                claimed(claim, claim.locator());
            }
        }
    }

    /** Who claimed the place, or one that overlaps it, before; null when nobody did. */
    private @Nullable Claim claimed(Claim claim, Locator locator) {
        if (!locator.bucket()) {
            return places.putIfAbsent(locator.key(), claim);
        }
        // claims that were let in do not overlap: so only the neighbours in order can
        for (var near : Arrays.asList(buckets.floorEntry(locator.key()), buckets.ceilingEntry(locator.key()))) {
            if (near != null && near.getKey().startsWith(locator.key())
                    || near != null && locator.key().startsWith(near.getKey())) {
                return near.getValue();
            }
        }
        return buckets.put(locator.key(), claim);
    }

    List<RegisterProblem> problems(List<Claim> claims) {
        List<RegisterProblem> problems = new ArrayList<>();
        for (var claim : claims) {
            var name = claim.asset() == null ? null : names.putIfAbsent(claim.asset(), claim);
            if (name != null) {
                problems.add(new RegisterProblem(
                        claim.row(), "asset", claim.asset() + " is already " + name.where() + ": expected once"));
            }
            var place = claim.locator() == null ? null : claimed(claim, claim.locator());
            if (place != null && claim.locator() != null) {
                var same = claim.locator().bucket() ? "overlaps the objects of " : "names the same repository as ";
                problems.add(new RegisterProblem(claim.row(), "locator", same + place.asset() + " " + place.where()));
            }
        }
        for (var claim : claims) {
            for (var needed : claim.dependsOn()) {
                if (!names.containsKey(needed)) {
                    problems.add(new RegisterProblem(
                            claim.row(), "depends_on", "names " + needed + ", which is no asset of the register"));
                }
            }
            if (leadsBack(claim)) {
                problems.add(new RegisterProblem(claim.row(), "depends_on", "leads back to " + claim.asset()));
            }
        }
        return problems;
    }

    /** Walks without recursion: a chain may be as long as the file. */
    private boolean leadsBack(Claim claim) {
        Set<String> seen = new HashSet<>();
        var next = new ArrayDeque<>(claim.dependsOn());
        while (!next.isEmpty()) {
            var name = next.pop();
            if (name.equals(claim.asset())) {
                return true;
            }
            var needed = names.get(name);
            if (needed != null && seen.add(name)) {
                next.addAll(needed.dependsOn());
            }
        }
        return false;
    }

    /** What a row lays claim to; row 0 is registered already. */
    record Claim(int row, @Nullable String asset, @Nullable Locator locator, List<String> dependsOn) {
        String where() {
            return row == 0 ? "in the register" : "in row " + row;
        }
    }
}
