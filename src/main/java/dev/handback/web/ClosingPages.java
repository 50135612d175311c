package dev.handback.web;

import dev.handback.assets.AssetRegister;
import dev.handback.exits.Checklist;
import dev.handback.exits.Closings;
import dev.handback.exits.Exits;
import dev.handback.exits.NotFound;
import dev.handback.process.ChecklistCommands;
import dev.handback.process.ClosingCommands;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page of an exit's end: what stands against closing, access, what is left over. */
@Controller
class ClosingPages {
    private final Exits exits;
    private final AssetRegister register;
    private final Closings closings;
    private final ClosingCommands commands;
    private final ChecklistCommands checklist;

    ClosingPages(
            Exits exits,
            AssetRegister register,
            Closings closings,
            ClosingCommands commands,
            ChecklistCommands checklist) {
        this.exits = exits;
        this.register = register;
        this.closings = closings;
        this.commands = commands;
        this.checklist = checklist;
    }

    @GetMapping("/exits/{id}/closing")
    String show(@PathVariable String id, Model model) {
        model.addAttribute("exit", exits.find(id));
        model.addAttribute("closing", closings.closing(id).orElse(null));
        model.addAttribute("destroying", closings.destroying(id));
        model.addAttribute("against", commands.against(id, "CLOSED"));
        model.addAttribute("againstListed", commands.against(id, "WITH_RESIDUALS"));
        model.addAttribute("residuals", closings.residuals(id));
        model.addAttribute("revocations", closings.revocations(id));
        model.addAttribute("connections", register.connections(id));
        return "closing";
    }

    @PostMapping("/exits/{id}/closing")
    ModelAndView close(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String mode,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            RedirectAttributes flash) {
        return answer(id, () -> commands.close(id, mode, reason), model, flash, "The exit is closed.");
    }

    @PostMapping("/exits/{id}/access-revoked")
    ModelAndView revoked(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String connection,
            @RequestParam(defaultValue = "") String since,
            @RequestParam(defaultValue = "") String reportedBy,
            @RequestParam(defaultValue = "") String document,
            Model model,
            RedirectAttributes flash) {
        return answer(
                id,
                () -> checklist.accessEnded(
                        id,
                        connection,
                        new Checklist.Word(Checklist.Result.DONE, Answer.day("since", since), reportedBy, document)),
                model,
                flash,
                "Recorded.");
    }

    @PostMapping("/exits/{id}/residuals")
    ModelAndView open(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String asset,
            @RequestParam(defaultValue = "") String what,
            @RequestParam(defaultValue = "") String owner,
            @RequestParam(defaultValue = "") String due,
            Model model,
            RedirectAttributes flash) {
        return answer(
                id,
                () -> commands.openResidual(id, kind, asset, what, owner, Answer.day("due", due)),
                model,
                flash,
                "Listed. Operations are asked two weeks before its day.");
    }

    @PostMapping("/exits/{id}/residuals/{residual}/settle")
    ModelAndView settle(
            @PathVariable String id,
            @PathVariable String residual,
            @RequestParam(defaultValue = "") String how,
            Model model,
            RedirectAttributes flash) {
        if (!closings.residual(residual).exitId().equals(id)) {
            throw new NotFound("residual", residual);
        }
        return answer(id, () -> commands.settle(residual, how), model, flash, "Settled.");
    }

    private ModelAndView answer(String id, Runnable command, Model model, RedirectAttributes flash, String said) {
        return Answer.of(command, () -> show(id, model), model, flash, "/exits/" + id + "/closing", said);
    }
}
