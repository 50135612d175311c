package dev.handback.web;

import dev.handback.retrieval.Retrievals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Git LFS objects of an attempt, page after page, as lines of the manifest. */
final class LfsPages {
    private final Retrievals retrievals;
    private final String exit;
    private final String asset;
    private final int attempt;
    private String last = "";

    LfsPages(Retrievals retrievals, String exit, String asset, int attempt) {
        this.retrievals = retrievals;
        this.exit = exit;
        this.asset = asset;
        this.attempt = attempt;
    }

    List<Map<String, Object>> next(int size) {
        var page = retrievals.lfs(exit, asset, attempt, last, size);
        if (!page.isEmpty()) {
            last = page.get(page.size() - 1).oid();
        }
        return page.stream()
                .map(object -> {
                    Map<String, Object> line = new LinkedHashMap<>();
                    line.put("lfs", object.oid());
                    line.put("size", object.size());
                    line.put("held", object.held());
                    return line;
                })
                .toList();
    }
}
