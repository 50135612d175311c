package dev.handback.web;

import dev.handback.exits.Exits;
import dev.handback.process.ExitPaths;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** One process of an exit, drawn, and in words where it waits. */
@Controller
class ProcessPages {
    private final Exits exits;
    private final ExitPaths paths;

    ProcessPages(Exits exits, ExitPaths paths) {
        this.exits = exits;
        this.paths = paths;
    }

    @GetMapping("/exits/{id}/process")
    String show(@PathVariable String id, @RequestParam(defaultValue = "ContractExit") String of, Model model) {
        var all = paths.of(id);
        model.addAttribute("exit", exits.find(id));
        model.addAttribute("paths", all);
        var chosen = all.stream()
                .filter(path -> path.process().equals(of))
                .findFirst()
                .orElse(null);
        model.addAttribute("chosen", chosen);
        model.addAttribute("diagram", chosen != null);
        model.addAttribute("live", all.stream().anyMatch(path -> !path.tokens().isEmpty()));
        return "process";
    }
}
