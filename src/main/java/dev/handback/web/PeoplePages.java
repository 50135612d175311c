package dev.handback.web;

import dev.handback.people.Groups;
import dev.handback.people.NewPerson;
import dev.handback.people.People;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/** Administrators add people and say which groups they are in. */
@Controller
@RequestMapping("/people")
class PeoplePages {
    private final People people;

    PeoplePages(People people) {
        this.people = people;
    }

    @GetMapping
    String list(@RequestParam(required = false) @Nullable String edit, Model model) {
        model.addAttribute("people", people.all());
        model.addAttribute("groups", Groups.ALL);
        if (edit != null) {
            model.addAttribute("editing", people.find(edit).orElse(null));
        }
        return "people";
    }

    /** Answers with the page itself, not a redirect: the one-time password must lie in no session. */
    @PostMapping
    ModelAndView add(
            @RequestParam Map<String, String> form,
            @RequestParam(required = false, defaultValue = "") Set<String> groups,
            Model model) {
        var person = form.getOrDefault("person", "");
        var newcomer = new NewPerson(
                form.getOrDefault("id", ""),
                person.isBlank() ? null : person,
                form.getOrDefault("name", ""),
                form.getOrDefault("email", ""),
                groups,
                null);
        try {
            model.addAttribute("secret", people.add(newcomer));
            model.addAttribute("secretOf", newcomer.id());
        } catch (RuntimeException e) {
            var refusal = Refusal.of(e).orElseThrow(() -> e);
            model.addAttribute("refusal", refusal);
            model.addAttribute("entered", form);
            return new ModelAndView(list(null, model), model.asMap(), refusal.status());
        }
        return new ModelAndView(list(null, model), model.asMap());
    }

    @PostMapping("/{id}/password")
    ModelAndView renew(@PathVariable String id, Model model) {
        model.addAttribute("secret", people.renewPassword(id));
        model.addAttribute("secretOf", id);
        return new ModelAndView(list(null, model), model.asMap());
    }

    @PostMapping("/{id}/groups")
    ModelAndView groups(
            @PathVariable String id,
            @RequestParam(required = false, defaultValue = "") List<String> groups,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> people.changeGroups(id, Set.copyOf(groups)),
                () -> list(id, model),
                model,
                flash,
                "/people",
                "The groups of " + id + " are changed; " + id + " must log in again.");
    }
}
