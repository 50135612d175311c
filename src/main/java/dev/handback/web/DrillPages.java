package dev.handback.web;

import dev.handback.certificates.Certificates;
import dev.handback.certificates.DrillFacts;
import dev.handback.certificates.DrillWords;
import dev.handback.certificates.Measures;
import dev.handback.exits.Exits;
import dev.handback.exits.Gate;
import dev.handback.exits.Gates;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What a drill measured so far, against the days of the contract. */
@Controller
class DrillPages {
    private static final int PAGE = 100;

    private final Exits exits;
    private final Measures measures;
    private final Gates gates;
    private final Certificates certificates;

    DrillPages(Exits exits, Measures measures, Gates gates, Certificates certificates) {
        this.exits = exits;
        this.measures = measures;
        this.gates = gates;
        this.certificates = certificates;
    }

    record Day(String name, String said, boolean missed) {}

    record Way(String asset, DrillFacts.End end, String said) {}

    record Step(String name, String asset, String time, int measured, boolean late) {}

    @GetMapping("/exits/{id}/drill")
    String show(@PathVariable String id, @RequestParam(defaultValue = "0") int page, Model model) {
        var exit = exits.find(id);
        var measured = measures.now(id);
        var pages = Paging.of(page, PAGE, measured.ways().size());
        model.addAttribute("exit", exit);
        model.addAttribute("measured", measured);
        model.addAttribute("days", days(measured));
        model.addAttribute("steps", steps(measured));
        model.addAttribute("pages", pages);
        model.addAttribute("ways", ways(measured, pages.number()));
        model.addAttribute("against", gates.findings(id, Gate.DRILL_REPORT, null));
        model.addAttribute(
                "reports",
                certificates.list(id).stream()
                        .filter(certificate -> certificate.kind().equals("DRILL_REPORT"))
                        .toList());
        return "drill";
    }

    private static List<Day> days(DrillFacts measured) {
        var longest = measured.longest();
        return longest == null
                ? List.of()
                : measured.compared().stream()
                        .map(day -> new Day(day.name(), DrillWords.said(day, longest), day.shortDays() > 0))
                        .toList();
    }

    private static List<Step> steps(DrillFacts measured) {
        return measured.steps().stream()
                .map(step -> new Step(
                        step.name(), step.asset(), DrillWords.time(step.seconds()), step.measured(), step.late()))
                .toList();
    }

    private static List<Way> ways(DrillFacts measured, int page) {
        return measured.ways().stream()
                .skip((long) page * PAGE)
                .limit(PAGE)
                .map(way -> new Way(way.asset(), way.end(), DrillWords.said(way)))
                .toList();
    }
}
