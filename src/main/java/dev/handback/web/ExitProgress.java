package dev.handback.web;

import dev.handback.process.ExitPaths;
import dev.handback.work.LongWork;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** How far an exit is: what is being retrieved, and where its processes wait. */
@Component
class ExitProgress {
    private final LongWork work;
    private final ExitPaths paths;

    ExitProgress(LongWork work, ExitPaths paths) {
        this.work = work;
        this.paths = paths;
    }

    /** @param states of its assets, with how many are in each */
    void show(String exit, Map<String, Long> states, Model model) {
        var retrieving = work.overall("retrieve", exit + "/");
        model.addAttribute("retrieving", retrieving);
        model.addAttribute(
                "live", retrieving.onItsWay() || states.containsKey("COLLECTING") || states.containsKey("REOPENED"));
        var ways = paths.of(exit);
        model.addAttribute("paths", ways);
        model.addAttribute("diagram", !ways.isEmpty());
    }
}
