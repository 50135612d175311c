package dev.handback.web;

import dev.handback.assets.AssetRegister;
import dev.handback.assets.RegisterFile;
import dev.handback.assets.RegisterPreview;
import dev.handback.exits.Exits;
import dev.handback.process.ExitCommands;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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

/** The asset register: a file is checked whole, corrected on the page and imported; rows are added, corrected, agreed. */
@Controller
@RequestMapping("/exits/{id}/register")
class RegisterPages {
    private static final int PAGE = 100;
    private static final int PROBLEMS = 500;

    private final Exits exits;
    private final AssetRegister register;
    private final ExitCommands commands;

    RegisterPages(Exits exits, AssetRegister register, ExitCommands commands) {
        this.exits = exits;
        this.register = register;
        this.commands = commands;
    }

    @GetMapping
    String show(
            @PathVariable String id,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String edit,
            @RequestParam(required = false) @Nullable String task,
            Model model) {
        var states = register.states(exits.find(id).exitId());
        var shown = state == null || state.isEmpty() ? null : state;
        long listed = shown == null
                ? states.values().stream().mapToLong(Long::longValue).sum()
                : states.getOrDefault(shown, 0L);
        var pages = Paging.of(page, PAGE, listed);
        frame(id, task, model);
        model.addAttribute("pages", pages);
        model.addAttribute("state", shown);
        model.addAttribute("assets", register.list(id, shown, pages.number(), PAGE));
        model.addAttribute(
                "total",
                states.entrySet().stream()
                        .filter(e -> !e.getKey().equals("WITHDRAWN"))
                        .mapToLong(Map.Entry::getValue)
                        .sum());
        if (edit != null) {
            model.addAttribute("editing", edit);
            model.addAttribute("cells", register.cells(id, edit));
        }
        return "register";
    }

    @PostMapping(params = "do=check")
    ModelAndView check(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(required = false) @Nullable String csv,
            @RequestParam(required = false) @Nullable String task,
            Model model)
            throws IOException {
        var bytes = RegisterUpload.bytes(file, csv);
        return preview(id, register.preview(id, new ByteArrayInputStream(bytes)), bytes, task, model);
    }

    @PostMapping(params = "do=import")
    ModelAndView take(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(required = false) @Nullable String csv,
            @RequestParam(required = false) @Nullable String task,
            Model model,
            RedirectAttributes flash)
            throws IOException {
        var bytes = RegisterUpload.bytes(file, csv);
        try {
            var imported = register.importFile(id, new ByteArrayInputStream(bytes));
            if (!imported.importable()) {
                return preview(id, imported, bytes, task, model);
            }
            return back(id, task, flash, imported.rows().size() + " assets are imported.");
        } catch (RuntimeException e) {
            var refusal = Refusal.of(e).orElseThrow(() -> e);
            var page = preview(id, register.preview(id, new ByteArrayInputStream(bytes)), bytes, task, model);
            page.addObject("refusal", refusal);
            page.setStatus(refusal.status());
            return page;
        }
    }

    @PostMapping(params = "do=row")
    ModelAndView row(
            @PathVariable String id,
            @RequestParam Map<String, String> form,
            @RequestParam(required = false) @Nullable String edit,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(required = false) @Nullable String task,
            Model model,
            RedirectAttributes flash) {
        var cells = cells(form);
        try {
            if (edit == null) {
                register.add(id, cells);
            } else {
                commands.correct(id, edit, cells, reason);
            }
            return back(id, task, flash, edit == null ? cells.get("asset") + " is added." : edit + " is corrected.");
        } catch (RuntimeException e) {
            return refusedRow(Refusal.of(e).orElseThrow(() -> e), id, cells, edit, reason, task, model);
        }
    }

    @PostMapping(params = "do=withdraw")
    ModelAndView withdraw(
            @PathVariable String id,
            @RequestParam Map<String, String> form,
            @RequestParam String edit,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(required = false) @Nullable String task,
            Model model,
            RedirectAttributes flash) {
        try {
            commands.withdraw(id, edit, reason);
            return back(id, task, flash, edit + " is withdrawn.");
        } catch (RuntimeException e) {
            return refusedRow(Refusal.of(e).orElseThrow(() -> e), id, cells(form), edit, reason, task, model);
        }
    }

    @PostMapping(params = "do=agree")
    ModelAndView agree(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String task,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> commands.agreeRegister(id),
                () -> show(id, 0, null, null, task, model),
                model,
                flash,
                "/exits/" + id,
                "The register is agreed.");
    }

    private ModelAndView refusedRow(
            Refusal refusal,
            String id,
            Map<String, String> cells,
            @Nullable String edit,
            @Nullable String reason,
            @Nullable String task,
            Model model) {
        show(id, 0, null, null, task, model);
        model.addAttribute("editing", edit);
        model.addAttribute("cells", cells);
        model.addAttribute("reason", reason);
        model.addAttribute("refusal", refusal);
        var wrong = new LinkedHashMap<String, String>();
        refusal.problems().forEach(p -> wrong.merge(p.field(), p.message(), (a, b) -> a + "; " + b));
        model.addAttribute("wrong", wrong);
        return new ModelAndView("register", model.asMap(), refusal.status());
    }

    private ModelAndView preview(String id, RegisterPreview preview, byte[] bytes, @Nullable String task, Model model) {
        frame(id, task, model);
        model.addAttribute("preview", preview);
        model.addAttribute(
                "problems", preview.problems().stream().limit(PROBLEMS).toList());
        model.addAttribute("rows", preview.rows().stream().limit(PAGE).toList());
        model.addAttribute("csv", RegisterUpload.text(bytes));
        var status = preview.importable() ? HttpStatus.OK : HttpStatus.BAD_REQUEST;
        return new ModelAndView("register", model.asMap(), status);
    }

    private void frame(String id, @Nullable String task, Model model) {
        model.addAttribute("exit", exits.find(id));
        model.addAttribute("agreed", register.agreed(id));
        model.addAttribute("notAgreed", register.notAgreed(id));
        model.addAttribute("task", task == null || task.isEmpty() ? null : task);
        model.addAttribute("columns", Column.ALL);
        model.addAttribute("wrong", Map.of());
    }

    private static ModelAndView back(String id, @Nullable String task, RedirectAttributes flash, String said) {
        flash.addFlashAttribute("said", said);
        if (task != null && !task.isEmpty()) {
            flash.addAttribute("task", task);
        }
        return new ModelAndView("redirect:/exits/" + id + "/register");
    }

    private static Map<String, String> cells(Map<String, String> form) {
        var cells = new LinkedHashMap<String, String>();
        for (var column : RegisterFile.COLUMNS) {
            var value = form.getOrDefault("cell." + column, "");
            if (!value.isBlank()) {
                cells.put(column, value);
            }
        }
        return cells;
    }
}
