package dev.handback.web;

import dev.handback.assets.AssetRegister;
import dev.handback.exits.Exits;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import dev.handback.process.Tasks;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The engineer's task over several assets that came clean: one line of evidence each, and a word on all or some. */
@Controller
@RequestMapping("/exits/{id}/handover")
class HandoverPages {
    private final Exits exits;
    private final AssetRegister register;
    private final Tasks tasks;

    HandoverPages(Exits exits, AssetRegister register, Tasks tasks) {
        this.exits = exits;
        this.register = register;
        this.tasks = tasks;
    }

    /** Without a task, or with one that is done, the first open one of this person; there may be none. */
    @GetMapping
    String show(@PathVariable String id, @RequestParam(required = false) @Nullable String task, Model model) {
        model.addAttribute("exit", exits.find(id));
        var open = tasks.ofExit(id).stream()
                .filter(waiting -> waiting.task().equals("HandOver"))
                .filter(waiting -> waiting.assets().size() > 1)
                .toList();
        var shown = open.stream()
                .filter(waiting -> waiting.id().equals(task))
                .findFirst()
                .or(() -> open.stream().findFirst());
        model.addAttribute("task", shown.orElse(null));
        model.addAttribute(
                "others",
                open.stream()
                        .filter(other -> !shown.filter(other::equals).isPresent())
                        .toList());
        model.addAttribute(
                "assets",
                shown.map(one -> one.assets().stream()
                                .map(name -> register.find(id, name))
                                .toList())
                        .orElse(List.of()));
        return "handover";
    }

    @PostMapping
    ModelAndView check(
            @PathVariable String id,
            @RequestParam String task,
            @RequestParam String decision,
            @RequestParam(required = false) @Nullable List<String> only,
            @RequestParam(defaultValue = "") String note,
            Model model,
            RedirectAttributes flash) {
        var chosen = only == null ? List.<String>of() : only;
        return Answer.of(
                () -> {
                    if (chosen.isEmpty()) {
                        throw new InvalidInput(
                                List.of(new Problem("only", "expected at least one asset, ticked is none")));
                    }
                    tasks.complete(task, Map.of("decision", decision, "only", String.join(",", chosen), "note", note));
                },
                () -> {
                    model.addAttribute("note", note);
                    model.addAttribute("ticked", chosen);
                    return show(id, task, model);
                },
                model,
                flash,
                "/exits/" + id + "/handover",
                decision.equals("PASS")
                        ? "Your check of " + chosen.size() + " assets is recorded."
                        : chosen.size() + " assets are sent back: they are retrieved again.");
    }
}
