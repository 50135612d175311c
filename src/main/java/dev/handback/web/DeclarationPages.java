package dev.handback.web;

import dev.handback.assets.Declarations;
import dev.handback.exits.Exits;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.InvalidInput.Problem;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The vendor's own list beside our register: in both, only ours, only theirs. */
@Controller
@RequestMapping("/exits/{id}/declaration")
class DeclarationPages {
    private static final int PAGE = 100;
    private static final int PROBLEMS = 500;

    private final Exits exits;
    private final Declarations declarations;

    DeclarationPages(Exits exits, Declarations declarations) {
        this.exits = exits;
        this.declarations = declarations;
    }

    @GetMapping
    String show(@PathVariable String id, @RequestParam(defaultValue = "0") int page, Model model) {
        model.addAttribute("exit", exits.find(id));
        var newest = declarations.newest(id);
        var pages = Paging.of(page, PAGE, newest.map(one -> (long) one.rows()).orElse(0L));
        model.addAttribute("declaration", newest.orElse(null));
        model.addAttribute("pages", pages);
        model.addAttribute("rows", declarations.rows(id, pages.number(), PAGE));
        model.addAttribute("onlyOurs", declarations.onlyOurs(id, PAGE));
        return "declaration";
    }

    @PostMapping
    ModelAndView record(
            @PathVariable String id,
            @RequestParam MultipartFile file,
            @RequestParam(defaultValue = "") String declaredBy,
            @RequestParam(defaultValue = "") String declaredOn,
            Model model,
            RedirectAttributes flash)
            throws IOException {
        var bytes = file.getBytes();
        return Answer.of(
                () -> {
                    var read = declarations.record(id, bytes, declaredBy, Answer.day("declaredOn", declaredOn));
                    if (!read.importable()) {
                        throw new InvalidInput(read.problems().stream()
                                .limit(PROBLEMS)
                                .map(p -> new Problem("row " + p.row() + " " + p.column(), p.message()))
                                .toList());
                    }
                },
                () -> {
                    model.addAttribute("declaring", new Declaring(declaredBy, declaredOn));
                    return show(id, 0, model);
                },
                model,
                flash,
                "/exits/" + id + "/declaration",
                "The declaration is recorded and compared with the register.");
    }

    @PostMapping("/{row}")
    ModelAndView answer(
            @PathVariable String id,
            @PathVariable int row,
            @RequestParam(required = false) @Nullable String asset,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> declarations.answer(id, row, asset, reason),
                () -> show(id, 0, model),
                model,
                flash,
                "/exits/" + id + "/declaration",
                "Your word on row " + row + " is recorded.");
    }

    record Declaring(String declaredBy, String declaredOn) {}
}
