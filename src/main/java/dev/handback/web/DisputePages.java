package dev.handback.web;

import dev.handback.assets.Disputes;
import dev.handback.process.ExitCommands;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What is said on an asset's page about who contests it. */
@Controller
@RequestMapping("/exits/{id}/assets/{name}/dispute")
class DisputePages {
    private final AssetPages assets;
    private final Disputes disputes;
    private final ExitCommands commands;

    DisputePages(AssetPages assets, Disputes disputes, ExitCommands commands) {
        this.assets = assets;
        this.disputes = disputes;
        this.commands = commands;
    }

    @PostMapping
    ModelAndView raise(
            @PathVariable String id,
            @PathVariable String name,
            @RequestParam String party,
            @RequestParam String reason,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> disputes.raise(id, name, party, reason),
                () -> {
                    model.addAttribute("contested", new Contested(party, reason));
                    return assets.show(id, name, 0, null, model);
                },
                model,
                flash,
                "/exits/" + id + "/assets/" + name,
                "The dispute is recorded. Legal settles it.");
    }

    @PostMapping("/settle")
    ModelAndView settle(
            @PathVariable String id,
            @PathVariable String name,
            @RequestParam String reason,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> commands.settleDispute(id, name, reason),
                () -> assets.show(id, name, 0, null, model),
                model,
                flash,
                "/exits/" + id + "/assets/" + name,
                "The dispute is settled.");
    }

    record Contested(String party, String reason) {}
}
