package dev.handback.web;

import dev.handback.exits.Exits;
import dev.handback.process.DiscoveryCommands;
import dev.handback.retrieval.DiscoveredPlace.Standing;
import dev.handback.retrieval.Discoveries;
import dev.handback.retrieval.Discovery;
import dev.handback.work.WorkStatus;
import java.util.EnumMap;
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

/** What holders' systems list, beside our register: asked for, watched, looked at. */
@Controller
@RequestMapping("/exits/{id}/discoveries")
class DiscoveryPages {
    private static final int LISTS = 20;
    private static final int ROWS = 100;

    /** More addresses are carried over as a file: a form of that many would be refused. */
    private static final int IN_A_FORM = 1_000;

    private final Exits exits;
    private final Discoveries discoveries;
    private final DiscoveryCommands commands;

    DiscoveryPages(Exits exits, Discoveries discoveries, DiscoveryCommands commands) {
        this.exits = exits;
        this.discoveries = discoveries;
        this.commands = commands;
    }

    /** @param progress null when it is not on its way */
    record Line(Discovery it, @Nullable WorkStatus progress) {}

    @GetMapping
    String list(@PathVariable String id, @RequestParam(defaultValue = "0") int page, Model model) {
        var number = Math.max(0, page);
        var found = discoveries.list(id, number, LISTS + 1);
        var lines = found.stream().limit(LISTS).map(this::line).toList();
        model.addAttribute("exit", exits.find(id));
        model.addAttribute("lists", lines);
        model.addAttribute("askable", discoveries.askable(id));
        model.addAttribute("live", lines.stream().anyMatch(line -> line.progress() != null));
        model.addAttribute("page", number);
        model.addAttribute("more", found.size() > LISTS);
        return "discoveries";
    }

    @GetMapping("/{discovery}")
    String show(
            @PathVariable String id,
            @PathVariable String discovery,
            @RequestParam(required = false) @Nullable Standing standing,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        var found = discoveries.find(id, discovery);
        var standings = new EnumMap<Standing, Long>(Standing.class);
        for (var each : Standing.values()) standings.put(each, 0L);
        standings.putAll(discoveries.standings(found));
        var rows = standings.entrySet().stream()
                .filter(entry -> standing == null || entry.getKey() == standing)
                .mapToLong(entry -> entry.getValue())
                .sum();
        var pages = Paging.of(page, ROWS, rows);
        var missing = discoveries.missing(found, false);
        model.addAttribute("exit", exits.find(id));
        model.addAttribute("line", line(found));
        model.addAttribute("live", found.state() == Discovery.State.LISTING);
        model.addAttribute("marks", new DiscoveryMarks());
        model.addAttribute("standing", standing);
        model.addAttribute("standings", standings);
        model.addAttribute("pages", pages);
        model.addAttribute("rows", discoveries.places(found, standing, pages.number(), ROWS));
        model.addAttribute("onlyOurs", discoveries.onlyOurs(found, 0, ROWS));
        model.addAttribute("onlyOursCount", discoveries.onlyOurs(found));
        model.addAttribute("missing", missing.size());
        model.addAttribute("addresses", missing.size() > IN_A_FORM ? "" : String.join("\n", missing));
        return "discovery";
    }

    @PostMapping
    ModelAndView ask(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String connection,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> commands.ask(id, connection),
                () -> {
                    model.addAttribute("connection", connection);
                    return list(id, 0, model);
                },
                model,
                flash,
                "/exits/" + exits.find(id).exitId() + "/discoveries",
                "The holder's system is being asked. The list appears here when it is done.");
    }

    private Line line(Discovery found) {
        return new Line(found, commands.progress(found.discovery()).orElse(null));
    }
}
