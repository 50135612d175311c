package dev.handback.web;

import dev.handback.process.Tasks;
import java.security.Principal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What waits for me and for my groups. */
@Controller
@RequestMapping("/tasks")
class TaskPages {
    private final Tasks tasks;

    TaskPages(Tasks tasks) {
        this.tasks = tasks;
    }

    @GetMapping
    String list(Model model, Principal person) {
        model.addAttribute("mine", tasks.mine(person.getName()));
        model.addAttribute("ofMyGroups", tasks.ofGroups(person.getName()));
        return "tasks";
    }

    @PostMapping("/{task}/claim")
    ModelAndView claim(@PathVariable String task, Model model, Principal person, RedirectAttributes flash) {
        return Answer.of(
                () -> tasks.claim(task, person.getName()),
                () -> list(model, person),
                model,
                flash,
                "/tasks",
                "The task is yours.");
    }
}
