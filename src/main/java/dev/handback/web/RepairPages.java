package dev.handback.web;

import dev.handback.process.Repairs;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Stuck tokens: administrators propose, a second person decides. */
@Controller
@RequestMapping("/repairs")
class RepairPages {
    private static final int PAGE = 100;

    private final Repairs repairs;

    RepairPages(Repairs repairs) {
        this.repairs = repairs;
    }

    @GetMapping
    String list(@RequestParam(defaultValue = "0") int from, Model model) {
        var start = Math.max(0, from);
        var rows = repairs.list(start, PAGE + 1);
        model.addAttribute("repairs", rows.stream().limit(PAGE).toList());
        model.addAttribute("older", rows.size() > PAGE ? start + PAGE : null);
        return "repairs";
    }

    @PostMapping
    ModelAndView propose(@RequestParam Map<String, String> form, Model model, RedirectAttributes flash) {
        return Answer.of(
                () -> repairs.propose(form.get("instance"), form.get("activity"), form.get("kind"), form.get("reason")),
                () -> {
                    model.addAttribute("entered", form);
                    return list(0, model);
                },
                model,
                flash,
                "/repairs",
                "The repair is proposed. A second person decides on it.");
    }

    @PostMapping("/{proposal}")
    ModelAndView decide(
            @PathVariable UUID proposal,
            @RequestParam(defaultValue = "false") boolean approve,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> repairs.decide(proposal, approve, reason),
                () -> list(0, model),
                model,
                flash,
                "/repairs",
                approve ? "The repair is done." : "The repair is refused.");
    }
}
