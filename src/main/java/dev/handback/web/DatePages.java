package dev.handback.web;

import dev.handback.process.ExitCommands;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The days of the contract, moved on the exit's page. */
@Controller
class DatePages {
    private final ExitPages exits;
    private final ExitCommands commands;

    DatePages(ExitPages exits, ExitCommands commands) {
        this.exits = exits;
        this.commands = commands;
    }

    @PostMapping("/exits/{id}/dates")
    ModelAndView move(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String contractEnd,
            @RequestParam(defaultValue = "") String assistanceEnd,
            @RequestParam(defaultValue = "") String vendorErasesAt,
            @RequestParam(defaultValue = "") String document,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> commands.moveDates(
                        id,
                        Answer.day("contractEnd", contractEnd),
                        Answer.day("assistanceEnd", assistanceEnd),
                        Answer.day("vendorErasesAt", vendorErasesAt),
                        document,
                        reason),
                () -> {
                    model.addAttribute(
                            "moving", new Moving(contractEnd, assistanceEnd, vendorErasesAt, document, reason));
                    return exits.show(id, model);
                },
                model,
                flash,
                "/exits/" + id,
                "The dates are moved. Open tasks are due by the new ones.");
    }

    /** What was entered and refused. */
    record Moving(String contractEnd, String assistanceEnd, String vendorErasesAt, String document, String reason) {}
}
