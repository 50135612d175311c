package dev.handback.web;

import dev.handback.assets.AssetRegister;
import dev.handback.exits.Exits;
import dev.handback.exits.InvalidInput;
import dev.handback.process.QuarantineCommands;
import dev.handback.retrieval.Erasure;
import dev.handback.retrieval.Erasures;
import dev.handback.retrieval.Quarantines;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

/** What was taken by mistake, on one page of its exit: sealing it, releasing it, having it erased. */
@Controller
@RequestMapping("/exits/{id}/quarantine")
class QuarantinePages {
    private final Exits exits;
    private final AssetRegister register;
    private final Quarantines quarantines;
    private final Erasures erasures;
    private final QuarantineCommands commands;
    private final FindingList findings;

    QuarantinePages(
            Exits exits,
            AssetRegister register,
            Quarantines quarantines,
            Erasures erasures,
            QuarantineCommands commands,
            FindingList findings) {
        this.exits = exits;
        this.register = register;
        this.quarantines = quarantines;
        this.erasures = erasures;
        this.commands = commands;
        this.findings = findings;
    }

    /** @param asset fills in the form that seals it, for whoever comes from its page */
    @GetMapping
    String show(@PathVariable String id, @RequestParam(required = false) @Nullable String asset, Model model) {
        model.addAttribute("exit", exits.find(id));
        model.addAttribute("quarantines", quarantines.list(id));
        var of = new LinkedHashMap<String, List<Erasure>>();
        var found = new LinkedHashMap<String, List<FindingList.Found>>();
        for (var erasure : erasures.list(id)) {
            of.computeIfAbsent(erasure.quarantine(), q -> new ArrayList<>()).add(erasure);
            if (erasure.findings() != null) found.put(erasure.erasure(), findings.of(erasure.findings()));
        }
        model.addAttribute("erasures", of);
        model.addAttribute("found", found);
        model.addAttribute("named", quarantines.named(id));
        model.addAttribute("seals", new QuarantineMarks());
        if (asset != null && !model.containsAttribute("opened")) {
            model.addAttribute("opened", "seal");
            model.addAttribute("entered", Map.of("asset", asset));
        }
        return "quarantine";
    }

    @PostMapping
    ModelAndView place(
            @PathVariable String id, @RequestParam Map<String, String> form, Model model, RedirectAttributes flash) {
        return answer(
                () -> commands.place(
                        id,
                        register.find(id, form.getOrDefault("asset", "").strip())
                                .asset(),
                        number(form.getOrDefault("attempt", "")),
                        form.get("reason")),
                "seal",
                form,
                model,
                flash,
                id,
                "Sealed. Legal decides on it.");
    }

    @PostMapping("/{quarantine}/release")
    ModelAndView release(
            @PathVariable String id,
            @PathVariable String quarantine,
            @RequestParam Map<String, String> form,
            Model model,
            RedirectAttributes flash) {
        return answer(
                () -> commands.release(id, quarantine, form.get("reason")),
                "release " + quarantine,
                form,
                model,
                flash,
                id,
                "Released: it counts as before.");
    }

    @PostMapping("/{quarantine}/erasure")
    ModelAndView askErasure(
            @PathVariable String id,
            @PathVariable String quarantine,
            @RequestParam Map<String, String> form,
            Model model,
            RedirectAttributes flash) {
        return answer(
                () -> commands.askErasure(id, quarantine, form.get("reason")),
                "erase " + quarantine,
                form,
                model,
                flash,
                id,
                "It is asked. Two other persons must approve it, one of legal.");
    }

    @PostMapping("/erasures/{erasure}")
    ModelAndView decide(
            @PathVariable String id,
            @PathVariable String erasure,
            @RequestParam Map<String, String> form,
            Model model,
            RedirectAttributes flash) {
        boolean approve = "approve".equals(form.get("decision"));
        return answer(
                () -> commands.decideErasure(id, erasure, approve, form.get("reason")),
                "decide " + erasure,
                form,
                model,
                flash,
                id,
                approve ? "Your approval is recorded." : "Your refusal is recorded.");
    }

    private ModelAndView answer(
            Runnable command,
            String opened,
            Map<String, String> form,
            Model model,
            RedirectAttributes flash,
            String id,
            String said) {
        return Answer.of(
                command,
                () -> {
                    model.addAttribute("opened", opened);
                    model.addAttribute("entered", form);
                    return show(id, null, model);
                },
                model,
                flash,
                "/exits/" + id + "/quarantine",
                said);
    }

    private static @Nullable Integer number(String text) {
        try {
            return text.isBlank() ? null : Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new InvalidInput(List.of(
                    new InvalidInput.Problem("attempt", "expected the number of an attempt, found \"" + text + "\"")));
        }
    }
}
