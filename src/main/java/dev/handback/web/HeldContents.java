package dev.handback.web;

import dev.handback.assets.Asset;
import dev.handback.retrieval.Deliveries;
import dev.handback.retrieval.Quarantines;
import dev.handback.retrieval.Retrievals;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** One page of what the counting attempt of an asset holds: refs, documents, files. What is sealed is shown to nobody. */
@Component
class HeldContents {
    private static final int ROWS = 100;

    private final Retrievals retrievals;
    private final Deliveries deliveries;
    private final Quarantines quarantines;

    HeldContents(Retrievals retrievals, Deliveries deliveries, Quarantines quarantines) {
        this.retrievals = retrievals;
        this.deliveries = deliveries;
        this.quarantines = quarantines;
    }

    void show(Asset asset, int page, Model model) {
        model.addAttribute("quarantines", quarantines.of(asset.exitId(), asset.asset()));
        model.addAttribute("seals", new QuarantineMarks());
        var attempts = quarantines.sealed(asset.exitId(), asset.asset());
        model.addAttribute("sealedAttempts", attempts);
        var sealed = attempts.contains(asset.number());
        model.addAttribute("sealed", sealed);
        if (sealed) {
            List.of("refs", "documents", "files").forEach(nothing -> model.addAttribute(nothing, List.of()));
            return;
        }
        refs(asset, page, model);
        files(asset, page, model);
    }

    private void refs(Asset asset, int page, Model model) {
        var number = asset.number();
        var held = asset.versions() == null ? asset.refs() : Long.valueOf(asset.documentRows());
        model.addAttribute("documents", List.of());
        if (number == null || held == null) {
            model.addAttribute("refs", List.of());
            return;
        }
        var pages = Paging.of(page, ROWS, held);
        model.addAttribute("pages", pages);
        if (asset.versions() == null) {
            model.addAttribute("refs", retrievals.refs(asset.exitId(), asset.asset(), number, pages.number(), ROWS));
            return;
        }
        model.addAttribute("refs", List.of());
        long before = (long) pages.number() * ROWS; // ordinals have no gaps
        model.addAttribute("documents", retrievals.documents(asset.exitId(), asset.asset(), number, before, ROWS));
    }

    private void files(Asset asset, int page, Model model) {
        var number = asset.number();
        var held = asset.files();
        if (number == null || held == null) {
            model.addAttribute("files", List.of());
            return;
        }
        var pages = Paging.of(page, ROWS, held);
        model.addAttribute("filePages", pages);
        model.addAttribute("files", deliveries.files(asset.exitId(), asset.asset(), number, pages.number(), ROWS));
    }
}
