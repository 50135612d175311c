package dev.handback.web;

import dev.handback.process.Tasks;
import java.security.Principal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What waits for me and for my groups. */
@Controller
@RequestMapping("/tasks")
class TaskPages {
    private static final int PAGE = 50;

    private final Tasks tasks;

    TaskPages(Tasks tasks) {
        this.tasks = tasks;
    }

    @GetMapping
    String list(@RequestParam(defaultValue = "0") int page, Model model, Principal person) {
        var pages = Paging.of(page, PAGE, tasks.count());
        var open = tasks.list(pages.number(), PAGE);
        model.addAttribute("pages", pages);
        model.addAttribute(
                "mine",
                open.stream()
                        .filter(task -> person.getName().equals(task.assignee()))
                        .toList());
        model.addAttribute(
                "ofMyGroups",
                open.stream()
                        .filter(task -> !person.getName().equals(task.assignee()))
                        .toList());
        return "tasks";
    }

    @PostMapping("/{task}/claim")
    ModelAndView claim(@PathVariable String task, Model model, Principal person, RedirectAttributes flash) {
        return change(() -> tasks.claim(task), model, person, flash, "The task is yours.");
    }

    @PostMapping("/{task}/give-back")
    ModelAndView giveBack(@PathVariable String task, Model model, Principal person, RedirectAttributes flash) {
        return change(() -> tasks.giveBack(task), model, person, flash, "The task is back with its group.");
    }

    private ModelAndView change(
            Runnable command, Model model, Principal person, RedirectAttributes flash, String said) {
        return Answer.of(command, () -> list(0, model, person), model, flash, "/tasks", said);
    }
}
