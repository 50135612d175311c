package dev.handback.web;

import dev.handback.exits.Exits;
import dev.handback.packages.HandOverPackage;
import dev.handback.packages.Packages;
import dev.handback.work.WorkStatus;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The hand-over packages of an exit: who asked, how far they are, what went wrong, where to fetch them. */
@Controller
class PackagePages {
    private static final int PAGE = 20;

    private final Exits exits;
    private final Packages packages;

    PackagePages(Exits exits, Packages packages) {
        this.exits = exits;
        this.packages = packages;
    }

    /** @param progress null when it is not being built */
    record Line(HandOverPackage it, @Nullable WorkStatus progress) {}

    @GetMapping("/exits/{id}/packages")
    String list(@PathVariable String id, @RequestParam(defaultValue = "0") int page, Model model) {
        var number = Math.max(0, page);
        var found = packages.list(id, number, PAGE + 1);
        var lines = found.stream()
                .limit(PAGE)
                .map(it -> new Line(it, packages.progress(it.number()).orElse(null)))
                .toList();
        model.addAttribute("exit", exits.find(id));
        model.addAttribute("packages", lines);
        model.addAttribute("live", lines.stream().anyMatch(line -> line.progress() != null));
        model.addAttribute("page", number);
        model.addAttribute("more", found.size() > PAGE);
        return "packages";
    }

    @PostMapping("/exits/{id}/packages")
    ModelAndView request(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String scope,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> packages.request(id, names(scope)),
                () -> {
                    var view = list(id, 0, model);
                    model.addAttribute("scope", scope);
                    return view;
                },
                model,
                flash,
                "/exits/" + exits.find(id).exitId() + "/packages",
                "The package is being built. It can be fetched here when it is done.");
    }

    private static List<String> names(String scope) {
        return Arrays.stream(scope.split("[\\s,]+"))
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
