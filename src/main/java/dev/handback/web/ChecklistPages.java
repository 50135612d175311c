package dev.handback.web;

import dev.handback.exits.Checklist;
import dev.handback.exits.Exits;
import dev.handback.process.ChecklistCommands;
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

/** The page of what an exit is not closed without: settle an item, add one, take one back. */
@Controller
@RequestMapping("/exits/{id}/checklist")
class ChecklistPages {
    private final Exits exits;
    private final Checklist checklist;
    private final ChecklistCommands commands;

    ChecklistPages(Exits exits, Checklist checklist, ChecklistCommands commands) {
        this.exits = exits;
        this.checklist = checklist;
        this.commands = commands;
    }

    @GetMapping
    String show(@PathVariable String id, Model model) {
        model.addAttribute("exit", exits.find(id));
        model.addAttribute("items", checklist.list(id));
        return "checklist";
    }

    @PostMapping
    ModelAndView add(
            @PathVariable String id,
            @RequestParam(required = false) Checklist.@Nullable Topic topic,
            @RequestParam(defaultValue = "") String asset,
            @RequestParam(defaultValue = "") String what,
            Model model,
            RedirectAttributes flash) {
        model.addAttribute("entered", Map.of("topic", String.valueOf(topic), "asset", asset, "what", what));
        return answer(id, () -> commands.add(id, topic, asset, what), model, flash, "It is on the list.");
    }

    @PostMapping("/{item}/settle")
    ModelAndView settle(
            @PathVariable String id,
            @PathVariable String item,
            @RequestParam(required = false) Checklist.@Nullable Result result,
            @RequestParam(defaultValue = "") String doneOn,
            @RequestParam(defaultValue = "") String doneBy,
            @RequestParam(defaultValue = "") String evidence,
            Model model,
            RedirectAttributes flash) {
        model.addAttribute("word", Map.of("item", item, "doneOn", doneOn, "doneBy", doneBy, "evidence", evidence));
        return answer(
                id,
                () -> commands.settle(
                        id, item, new Checklist.Word(result, Answer.day("doneOn", doneOn), doneBy, evidence)),
                model,
                flash,
                "Settled.");
    }

    @PostMapping("/{item}/take-back")
    ModelAndView takeBack(
            @PathVariable String id,
            @PathVariable String item,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            RedirectAttributes flash) {
        return answer(id, () -> commands.takeBack(id, item, reason), model, flash, "It is open again.");
    }

    private ModelAndView answer(String id, Runnable command, Model model, RedirectAttributes flash, String told) {
        return Answer.of(command, () -> show(id, model), model, flash, "/exits/" + id + "/checklist", told);
    }
}
