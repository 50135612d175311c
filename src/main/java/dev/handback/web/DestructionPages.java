package dev.handback.web;

import dev.handback.destruction.Clearance;
import dev.handback.destruction.Destructions;
import dev.handback.destruction.Orders;
import dev.handback.destruction.Served;
import dev.handback.exits.Exits;
import dev.handback.exits.Finding;
import dev.handback.exits.Gate;
import dev.handback.exits.Gates;
import dev.handback.process.DestructionCommands;
import java.util.List;
import java.util.TreeMap;
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

/** The destruction of an exit, asset by asset: begun by operations, cleared by legal, recalls told to the holder. */
@Controller
@RequestMapping("/exits/{id}")
class DestructionPages {
    private static final int ROWS = 100;

    private final Exits exits;
    private final Gates gates;
    private final Destructions destructions;
    private final Orders orders;
    private final DestructionCommands commands;
    private final Uploads uploads;

    DestructionPages(
            Exits exits,
            Gates gates,
            Destructions destructions,
            Orders orders,
            DestructionCommands commands,
            Uploads uploads) {
        this.exits = exits;
        this.gates = gates;
        this.destructions = destructions;
        this.orders = orders;
        this.commands = commands;
        this.uploads = uploads;
    }

    @GetMapping("/destruction")
    String show(@PathVariable String id, @RequestParam(defaultValue = "0") int page, Model model) {
        var pages = Paging.of(page, ROWS, destructions.count(exits.find(id).exitId()));
        var lines = destructions.list(id, pages.number(), pages.size());
        var blocking = new TreeMap<String, List<Finding>>();
        lines.forEach(line -> blocking.put(line.asset(), blocking(id, line.asset(), line.state())));
        model.addAttribute("exit", exits.find(id));
        model.addAttribute("lines", lines);
        model.addAttribute("blocking", blocking);
        model.addAttribute("pages", pages);
        model.addAttribute("states", destructions.states(id));
        model.addAttribute("orders", orders.list(id));
        model.addAttribute("recalls", orders.recalls(id));
        return "destruction";
    }

    /** What stands against the next step of an asset. */
    private List<Finding> blocking(String exit, String asset, String state) {
        return switch (state) {
            case "NONE", "RECALLED" -> gates.findings(exit, Gate.CLEAR, asset);
            case "CLEARED" -> gates.findings(exit, Gate.ORDER, asset);
            case "ATTESTED", "CONTRADICTED" -> gates.findings(exit, Gate.ACCEPT, asset);
            default -> List.of();
        };
    }

    @PostMapping("/destructions")
    ModelAndView begin(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String wave,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> commands.begin(exits.find(id).exitId(), wave.isBlank() ? null : wave.strip(), List.of()),
                () -> show(id, 0, model),
                model,
                flash,
                "/exits/" + id + "/destruction",
                "The destruction is begun. Legal gets the task to clear it.");
    }

    @GetMapping("/destruction/{destruction}")
    String choose(@PathVariable String id, @PathVariable String destruction, Model model) {
        var lines = destructions.of(exits.find(id).exitId(), destructions.scope(destruction));
        var blocking = new TreeMap<String, List<Finding>>();
        lines.forEach(line -> blocking.put(line.asset(), gates.findings(id, Gate.CLEAR, line.asset())));
        model.addAttribute("exit", exits.find(id));
        model.addAttribute("destruction", destruction);
        model.addAttribute("lines", lines);
        model.addAttribute("blocking", blocking);
        model.addAttribute("left", destructions.left(destruction));
        return "destruction-clear";
    }

    @PostMapping("/destruction/{destruction}/clear")
    ModelAndView clear(
            @PathVariable String id,
            @PathVariable String destruction,
            @RequestParam(defaultValue = "") List<String> assets,
            @RequestParam(defaultValue = "") String basis,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String exclusions,
            @RequestParam(defaultValue = "") String answerBy,
            @RequestParam(defaultValue = "") String counselBasis,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> commands.clear(
                        id,
                        destruction,
                        new Clearance.Asked(
                                basis, reason, exclusions, Answer.day("answerBy", answerBy), counselBasis, assets)),
                () -> {
                    model.addAttribute("entered", new Entered(basis, reason, exclusions, answerBy, counselBasis));
                    return choose(id, destruction, model);
                },
                model,
                flash,
                "/exits/" + id + "/destruction",
                "Cleared. The order is drawn up; another person gives it.");
    }

    /** What was entered and refused. */
    record Entered(String basis, String reason, String exclusions, String answerBy, String counselBasis) {}

    @PostMapping("/destruction/{destruction}/leave")
    ModelAndView leave(
            @PathVariable String id,
            @PathVariable String destruction,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> commands.leave(id, destruction, reason),
                () -> choose(id, destruction, model),
                model,
                flash,
                "/exits/" + id + "/destruction",
                "Nothing of it is cleared.");
    }

    @PostMapping("/recalls/{recall}/served")
    ModelAndView told(
            @PathVariable String id,
            @PathVariable String recall,
            @RequestParam(defaultValue = "") String servedAt,
            @RequestParam(defaultValue = "") String place,
            @RequestParam(defaultValue = "") String servedBy,
            @RequestParam(defaultValue = "") String channel,
            @RequestParam(defaultValue = "") String note,
            @RequestParam(required = false) @Nullable MultipartFile proof,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> commands.serveRecall(
                        recall, new Served(servedAt, place, servedBy, channel, uploads.keep("proof", proof), note)),
                () -> show(id, 0, model),
                model,
                flash,
                "/exits/" + id + "/destruction",
                "The holder was told of the recall.");
    }
}
