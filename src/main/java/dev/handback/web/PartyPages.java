package dev.handback.web;

import dev.handback.exits.Parties;
import dev.handback.process.StandstillCommands;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The forms of the same page about who the parties are, why the exit is, and its end. */
@Controller
@RequestMapping("/exits/{id}/holds")
class PartyPages {
    private final StandstillPages page;
    private final StandstillCommands commands;

    PartyPages(StandstillPages page, StandstillCommands commands) {
        this.page = page;
        this.commands = commands;
    }

    @PostMapping("/parties")
    ModelAndView party(
            @PathVariable String id, @RequestParam Map<String, String> form, Model model, RedirectAttributes flash) {
        return page.answer(
                () -> commands.changeParty(
                        id,
                        new Parties.NewParty(
                                form.get("party"),
                                StandstillPages.day("since", form),
                                form.get("name"),
                                form.get("lei"),
                                form.get("contactName"),
                                form.get("contactEmail"),
                                form.get("capacity"),
                                form.get("document"),
                                form.get("reason"))),
                "party",
                id,
                form,
                model,
                flash,
                "The party is recorded. Certificates drawn up from that day on name it.");
    }

    @PostMapping("/trigger")
    ModelAndView trigger(
            @PathVariable String id, @RequestParam Map<String, String> form, Model model, RedirectAttributes flash) {
        return page.answer(
                () -> commands.changeTrigger(
                        id,
                        new Parties.NewTrigger(
                                form.get("trigger"),
                                StandstillPages.day("since", form),
                                form.get("document"),
                                form.get("reason"))),
                "trigger",
                id,
                form,
                model,
                flash,
                "The trigger is changed.");
    }

    @PostMapping("/cancel")
    ModelAndView cancel(
            @PathVariable String id, @RequestParam Map<String, String> form, Model model, RedirectAttributes flash) {
        return page.answer(
                () -> commands.cancel(id, form.get("reason"), form.get("document")),
                "cancel",
                id,
                form,
                model,
                flash,
                "The exit is cancelled. What is home stays in custody.");
    }
}
