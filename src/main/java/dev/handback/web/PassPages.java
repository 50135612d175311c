package dev.handback.web;

import dev.handback.process.ExitCommands;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A further pass over what is home: of one asset on its page, of a whole connection on the exit's. */
@Controller
class PassPages {
    private final ExitPages exits;
    private final AssetPages assets;
    private final ExitCommands commands;

    PassPages(ExitPages exits, AssetPages assets, ExitCommands commands) {
        this.exits = exits;
        this.assets = assets;
        this.commands = commands;
    }

    @PostMapping("/exits/{id}/assets/{name}/retrieve")
    ModelAndView one(
            @PathVariable String id,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> commands.retrieveAgain(id, name, reason),
                () -> assets.show(id, name, 0, null, model),
                model,
                flash,
                "/exits/" + id + "/assets/" + name,
                "It is retrieved once more. What is home stays home, whatever comes of it.");
    }

    @PostMapping("/exits/{id}/retrieve")
    ModelAndView all(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String connection,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> commands.retrieveAgainOver(id, connection.strip(), reason),
                () -> {
                    model.addAttribute("again", new Again(connection, reason));
                    return exits.show(id, model);
                },
                model,
                flash,
                "/exits/" + id,
                "What is home over " + connection.strip()
                        + " is retrieved once more. It stays home, whatever comes of it.");
    }

    record Again(String connection, String reason) {}
}
