package dev.handback.web;

import dev.handback.assets.AssetRegister;
import dev.handback.destruction.Destructions;
import dev.handback.destruction.Probe.Purpose;
import dev.handback.destruction.ProbeRow;
import dev.handback.destruction.Probes;
import dev.handback.exits.Exits;
import dev.handback.process.ProbeCommands;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Our own looks at one asset: when, why, what answered; another one can be asked for, or called impossible by legal. */
@Controller
@RequestMapping("/exits/{id}/assets/{name}")
class LookPages {
    private static final int ROWS = 50;

    private final Exits exits;
    private final AssetRegister register;
    private final Destructions destructions;
    private final Probes probes;
    private final ProbeCommands commands;

    LookPages(Exits exits, AssetRegister register, Destructions destructions, Probes probes, ProbeCommands commands) {
        this.exits = exits;
        this.register = register;
        this.destructions = destructions;
        this.probes = probes;
        this.commands = commands;
    }

    @GetMapping("/looks")
    String show(
            @PathVariable String id,
            @PathVariable String name,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        var asset = register.find(exits.find(id).exitId(), name);
        var pages = Paging.of(page, ROWS, probes.count(id, name));
        model.addAttribute("exit", exits.find(id));
        model.addAttribute("asset", asset);
        model.addAttribute(
                "line", destructions.of(id, List.of(name)).stream().findFirst().orElse(null));
        model.addAttribute(
                "looks",
                probes.list(id, name, pages.number(), pages.size()).stream()
                        .map(Row::new)
                        .toList());
        model.addAttribute("words", probes.notObservable(id, name));
        model.addAttribute("against", probes.against(id, name));
        model.addAttribute("pages", pages);
        return "looks";
    }

    /** A look and how its result is marked: what is not observed is no proof of absence, so nothing is green. */
    public record Row(ProbeRow look) {
        public Mark mark() {
            var result = look.result();
            if (result == null) {
                return Mark.idle("Not ended");
            }
            return switch (result) {
                case "ANSWERS" -> Mark.idle("Answers");
                case "NOT_OBSERVED" -> Mark.idle("Not observed");
                case "CONTRADICTED" -> Mark.failed("Contradicted: it answers");
                default -> Mark.needs("Indeterminate");
            };
        }
    }

    @PostMapping("/looks")
    ModelAndView look(
            @PathVariable String id,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String purpose,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> commands.look(id, List.of(name), ExitsApi.oneOf(Purpose.class, "purpose", purpose)),
                () -> show(id, name, 0, model),
                model,
                flash,
                "/exits/" + id + "/assets/" + name + "/looks",
                "The look is on its way. It is listed once it has begun.");
    }

    @PostMapping("/not-observable")
    ModelAndView notObservable(
            @PathVariable String id,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> probes.notObservable(id, register.find(id, name).asset(), reason),
                () -> show(id, name, 0, model),
                model,
                flash,
                "/exits/" + id + "/assets/" + name + "/looks",
                "Recorded: nothing of it can be observed by us.");
    }
}
