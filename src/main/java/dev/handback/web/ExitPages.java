package dev.handback.web;

import dev.handback.assets.AssetRegister;
import dev.handback.certificates.Certificate;
import dev.handback.certificates.Certificates;
import dev.handback.custody.Ledger;
import dev.handback.exits.Authorities;
import dev.handback.exits.Exits;
import dev.handback.exits.Freezes;
import dev.handback.process.ExitCommands;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The exits, and one exit: do we make the date, and what blocks us. */
@Controller
class ExitPages {
    private static final int PAGE = 50;
    private static final int ENTRIES = 100;

    private final Exits exits;
    private final AssetRegister register;
    private final Authorities authorities;
    private final Freezes freezes;
    private final AskedGates gates;
    private final ExitInMotion motion;
    private final Certificates certificates;
    private final Ledger ledger;
    private final ExitCommands commands;
    /** Whether an unsigned one is stale takes seconds over thousands of assets. */
    private final Unchanged<List<Certificate>> listed;

    ExitPages(
            Exits exits,
            AssetRegister register,
            Authorities authorities,
            Freezes freezes,
            AskedGates gates,
            ExitInMotion motion,
            Certificates certificates,
            Ledger ledger,
            ExitCommands commands,
            Clock clock) {
        this.exits = exits;
        this.register = register;
        this.authorities = authorities;
        this.freezes = freezes;
        this.gates = gates;
        this.motion = motion;
        this.certificates = certificates;
        this.ledger = ledger;
        this.commands = commands;
        listed = new Unchanged<>(ledger::newest, clock);
    }

    @GetMapping("/")
    String list(@RequestParam(defaultValue = "0") int page, Model model) {
        var pages = Paging.of(page, PAGE, exits.count());
        model.addAttribute("pages", pages);
        model.addAttribute("exits", exits.list(pages.number(), PAGE));
        return "exits";
    }

    @GetMapping("/exits/{id}")
    String show(@PathVariable String id, Model model) {
        var exit = motion.show(id, model);
        model.addAttribute("agreed", register.agreed(id));
        gates.show(exit, motion.coverage(model), model);
        model.addAttribute("authorities", authorities.list(id));
        model.addAttribute("connections", register.connections(id));
        model.addAttribute("freezes", freezes.list(id));
        model.addAttribute(
                "stopped",
                register.connections(id).stream()
                        .filter(connection -> !authorities.stops(connection).isEmpty())
                        .toList());
        model.addAttribute("certificates", listed.of(id, () -> certificates.list(id)));
        model.addAttribute("checkpoint", ledger.checkpoint());
        return "exit";
    }

    @PostMapping("/exits/{id}/authority")
    ModelAndView propose(
            @PathVariable String id,
            @RequestParam String connection,
            @RequestParam String basis,
            @RequestParam(defaultValue = "") String until,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> commands.proposeAuthority(id, connection.strip(), basis, Answer.day("until", until)),
                () -> {
                    model.addAttribute("proposed", new Proposed(connection, basis, until));
                    return show(id, model);
                },
                model,
                flash,
                "/exits/" + id,
                "The authority for " + connection.strip() + " is proposed. Another person of legal must confirm it.");
    }

    @PostMapping("/exits/{id}/authority/{connection}")
    ModelAndView decide(
            @PathVariable String id,
            @PathVariable String connection,
            @RequestParam String decision,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            RedirectAttributes flash) {
        boolean confirm = decision.equals("confirm");
        return Answer.of(
                () -> commands.decideAuthority(id, connection, confirm, reason),
                () -> show(id, model),
                model,
                flash,
                "/exits/" + id,
                "The authority for " + connection + " is " + (confirm ? "confirmed." : "refused."));
    }

    @PostMapping("/exits/{id}/resume")
    ModelAndView resume(
            @PathVariable String id,
            @RequestParam String connection,
            @RequestParam(defaultValue = "") String basis,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> commands.resume(id, connection, basis),
                () -> show(id, model),
                model,
                flash,
                "/exits/" + id,
                "Connection " + connection + " is resumed; what waits behind it is retrieved.");
    }

    @PostMapping("/exits/{id}/freeze")
    ModelAndView freeze(
            @PathVariable String id,
            @RequestParam String connection,
            @RequestParam(defaultValue = "") String since,
            @RequestParam String attestedBy,
            @RequestParam String reason,
            Model model,
            RedirectAttributes flash) {
        return Answer.of(
                () -> freezes.attest(id, connection.strip(), attestedBy, Answer.day("since", since), reason),
                () -> {
                    model.addAttribute("frozen", new Frozen(connection, since, attestedBy, reason));
                    return show(id, model);
                },
                model,
                flash,
                "/exits/" + id,
                "The freeze of " + connection.strip() + " is recorded. What is retrieved from now on is a final pass.");
    }

    @GetMapping("/exits/{id}/ledger")
    String ledger(@PathVariable String id, @RequestParam(defaultValue = "-1") long after, Model model) {
        var entries = ledger.entriesOf(exits.find(id).exitId(), after, ENTRIES + 1);
        boolean more = entries.size() > ENTRIES;
        model.addAttribute("exit", exits.find(id));
        model.addAttribute("entries", more ? entries.subList(0, ENTRIES) : entries);
        model.addAttribute("next", more ? entries.get(ENTRIES - 1).seq() : null);
        model.addAttribute("earlier", after >= 0);
        model.addAttribute("checkpoint", ledger.checkpoint());
        return "ledger";
    }

    record Frozen(String connection, String since, String attestedBy, String reason) {}

    record Proposed(String connection, String basis, String until) {}
}
