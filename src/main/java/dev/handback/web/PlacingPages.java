package dev.handback.web;

import dev.handback.process.ExitCommands;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Asking, on the page of an asset, that it be placed at home. */
@Controller
class PlacingPages {
    private final AssetPages assets;
    private final ExitCommands commands;

    PlacingPages(AssetPages assets, ExitCommands commands) {
        this.assets = assets;
        this.commands = commands;
    }

    @PostMapping("/exits/{id}/assets/{name}/place")
    ModelAndView place(@PathVariable String id, @PathVariable String name, Model model, RedirectAttributes flash) {
        return Answer.of(
                () -> commands.place(id, name),
                () -> assets.show(id, name, 0, null, model),
                model,
                flash,
                "/exits/" + id + "/assets/" + name,
                "It is being placed. Nothing at the destination is overwritten.");
    }
}
