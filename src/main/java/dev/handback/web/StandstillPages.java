package dev.handback.web;

import dev.handback.certificates.PreserveNotice;
import dev.handback.certificates.PreserveNotices;
import dev.handback.exits.Cancellation;
import dev.handback.exits.Exits;
import dev.handback.exits.Hold;
import dev.handback.exits.Holds;
import dev.handback.exits.Parties;
import dev.handback.exits.Stays;
import dev.handback.process.StandstillCommands;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What makes an exit stand still, who its parties are, and its end: one page, with the forms each group may use. */
@Controller
@RequestMapping("/exits/{id}/holds")
class StandstillPages {
    private final Exits exits;
    private final Holds holds;
    private final Stays stays;
    private final Parties parties;
    private final Cancellation cancellation;
    private final PreserveNotices notices;
    private final StandstillCommands commands;

    StandstillPages(
            Exits exits,
            Holds holds,
            Stays stays,
            Parties parties,
            Cancellation cancellation,
            PreserveNotices notices,
            StandstillCommands commands) {
        this.exits = exits;
        this.holds = holds;
        this.stays = stays;
        this.parties = parties;
        this.cancellation = cancellation;
        this.notices = notices;
        this.commands = commands;
    }

    @GetMapping
    String show(@PathVariable String id, Model model) {
        model.addAttribute("exit", exits.find(id));
        var placed = holds.list(id);
        model.addAttribute("holds", placed);
        var sealed = new LinkedHashMap<String, PreserveNotice>();
        for (Hold hold : placed) {
            notices.find(id, hold.hold()).ifPresent(notice -> sealed.put(hold.hold(), notice));
        }
        model.addAttribute("notices", sealed);
        model.addAttribute("stays", stays.list(id));
        model.addAttribute("parties", parties.list(id));
        model.addAttribute("triggers", parties.triggers(id));
        model.addAttribute("cancelled", cancellation.find(id).orElse(null));
        return "holds";
    }

    @GetMapping("/{hold}/notice.pdf")
    ResponseEntity<byte[]> notice(@PathVariable String id, @PathVariable String hold) {
        return HoldsApi.pdf(notices, id, hold);
    }

    @PostMapping
    ModelAndView place(
            @PathVariable String id, @RequestParam Map<String, String> form, Model model, RedirectAttributes flash) {
        return answer(
                () -> commands.placeHold(
                        id,
                        new Holds.NewHold(
                                form.get("asset"),
                                form.get("holder"),
                                form.get("location"),
                                form.get("reason"),
                                form.get("document"))),
                "hold",
                id,
                form,
                model,
                flash,
                "The hold is in force. Its preserve notice is sealed next.");
    }

    @PostMapping("/{hold}/lift")
    ModelAndView lift(
            @PathVariable String id,
            @PathVariable String hold,
            @RequestParam Map<String, String> form,
            Model model,
            RedirectAttributes flash) {
        return answer(
                () -> commands.liftHold(id, holds.find(id, hold).hold(), form.get("reason")),
                "lift " + hold,
                id,
                form,
                model,
                flash,
                "The hold is lifted. Tell the holder that its duty to preserve has ended.");
    }

    @PostMapping("/{hold}/served")
    ModelAndView served(
            @PathVariable String id,
            @PathVariable String hold,
            @RequestParam Map<String, String> form,
            Model model,
            RedirectAttributes flash) {
        return answer(
                () -> commands.noticeServed(
                        id,
                        holds.find(id, hold).hold(),
                        day("servedOn", form),
                        form.get("servedTo"),
                        form.get("channel")),
                "served " + hold,
                id,
                form,
                model,
                flash,
                "It is recorded that the notice reached the holder.");
    }

    @PostMapping("/stays")
    ModelAndView declare(
            @PathVariable String id, @RequestParam Map<String, String> form, Model model, RedirectAttributes flash) {
        return answer(
                () -> commands.declareStay(
                        id,
                        new Stays.NewStay(
                                form.get("document"),
                                form.get("issuer"),
                                form.get("scope"),
                                day("since", form),
                                form.get("reason"))),
                "stay",
                id,
                form,
                model,
                flash,
                "The stay is declared: retrieval and destruction pause.");
    }

    @PostMapping("/stays/{stay}/lift")
    ModelAndView liftStay(
            @PathVariable String id,
            @PathVariable String stay,
            @RequestParam Map<String, String> form,
            Model model,
            RedirectAttributes flash) {
        return answer(
                () -> commands.liftStay(
                        id,
                        stays.find(id, stay).stay(),
                        new Stays.Leave(
                                form.get("document"),
                                form.get("issuer"),
                                form.get("scope"),
                                day("dated", form),
                                form.get("reason"))),
                "lift " + stay,
                id,
                form,
                model,
                flash,
                "The stay is lifted. What waits asks its gate again.");
    }

    // the form that was refused opens again with what was entered
    ModelAndView answer(
            Runnable command,
            String form,
            String id,
            Map<String, String> entered,
            Model model,
            RedirectAttributes flash,
            String said) {
        return Answer.of(
                command,
                () -> {
                    model.addAttribute("opened", form);
                    model.addAttribute("entered", entered);
                    return show(id, model);
                },
                model,
                flash,
                "/exits/" + id + "/holds",
                said);
    }

    static @Nullable LocalDate day(String field, Map<String, String> form) {
        return Answer.day(field, form.getOrDefault(field, ""));
    }
}
