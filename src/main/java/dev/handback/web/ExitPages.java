package dev.handback.web;

import dev.handback.assets.AssetRegister;
import dev.handback.certificates.Certificates;
import dev.handback.custody.Ledger;
import dev.handback.exits.Authorities;
import dev.handback.exits.Checklist;
import dev.handback.exits.Closings;
import dev.handback.exits.Exit;
import dev.handback.exits.Exits;
import dev.handback.exits.Finding;
import dev.handback.exits.Freezes;
import dev.handback.exits.Gate;
import dev.handback.exits.Gates;
import dev.handback.exits.Hold;
import dev.handback.exits.Holds;
import dev.handback.process.ExitCommands;
import dev.handback.process.Tasks;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final int TROUBLED = 20;
    private static final int ENTRIES = 100;
    private static final Map<Gate, String> ASKED = Map.of(
            Gate.RETRIEVE, "Retrieve the assets",
            Gate.CHECK, "Check what was retrieved",
            Gate.EXCEPTION, "Decide on exceptions",
            Gate.SIGN_CUSTODY_RECORD, "Sign a custody record",
            Gate.SIGN_RETURN, "Sign the final return certificate",
            Gate.SIGN_DESTRUCTION, "Sign the final record of destruction evidence",
            Gate.DRILL_REPORT, "Sign the drill report",
            Gate.CLOSE, "Close the exit");
    private static final Set<Gate> NOT_IN_A_DRILL = Set.of(Gate.SIGN_RETURN, Gate.SIGN_DESTRUCTION, Gate.CLOSE);

    private final Exits exits;
    private final ContractDates dates;
    private final AssetRegister register;
    private final Authorities authorities;
    private final Freezes freezes;
    private final Closings closings;
    private final Checklist checklist;
    private final Holds holds;
    private final Gates gates;
    private final Certificates certificates;
    private final Ledger ledger;
    private final Tasks tasks;
    private final ExitCommands commands;
    private final ExitProgress progress;

    ExitPages(
            Exits exits,
            ContractDates dates,
            AssetRegister register,
            Authorities authorities,
            Freezes freezes,
            Closings closings,
            Checklist checklist,
            Holds holds,
            Gates gates,
            Certificates certificates,
            Ledger ledger,
            Tasks tasks,
            ExitCommands commands,
            ExitProgress progress) {
        this.exits = exits;
        this.dates = dates;
        this.register = register;
        this.authorities = authorities;
        this.freezes = freezes;
        this.closings = closings;
        this.checklist = checklist;
        this.holds = holds;
        this.gates = gates;
        this.certificates = certificates;
        this.ledger = ledger;
        this.tasks = tasks;
        this.commands = commands;
        this.progress = progress;
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
        var exit = exits.find(id);
        var states = register.states(id);
        model.addAttribute("exit", exit);
        model.addAttribute("destroying", closings.destroying(id));
        var items = checklist.list(id);
        model.addAttribute("items", items.size());
        model.addAttribute(
                "settled", items.stream().filter(item -> !item.open()).count());
        dates.show(exit, states, model);
        model.addAttribute("agreed", register.agreed(id));
        model.addAttribute("holds", holds.list(id).stream().filter(Hold::active).toList());
        model.addAttribute("states", states);
        progress.show(id, states, model);
        model.addAttribute("troubled", register.list(id, "NEEDS_DECISION", 0, TROUBLED));
        model.addAttribute("gates", gates(exit));
        model.addAttribute("tasks", tasks.ofExit(id));
        model.addAttribute("authorities", authorities.list(id));
        model.addAttribute("connections", register.connections(id));
        model.addAttribute("freezes", freezes.list(id));
        model.addAttribute(
                "stopped",
                register.connections(id).stream()
                        .filter(connection -> !authorities.stops(connection).isEmpty())
                        .toList());
        model.addAttribute("certificates", certificates.list(id));
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

    private List<AskedGate> gates(Exit exit) {
        return ASKED.keySet().stream()
                .filter(gate -> exit.drill() ? !NOT_IN_A_DRILL.contains(gate) : gate != Gate.DRILL_REPORT)
                .sorted()
                .map(gate -> new AskedGate(ASKED.getOrDefault(gate, ""), gates.findings(exit.exitId(), gate, null)))
                .toList();
    }

    record Frozen(String connection, String since, String attestedBy, String reason) {}

    record Proposed(String connection, String basis, String until) {}

    /** A gate asked about the whole exit; thousands of findings are counted, the first are listed. */
    record AskedGate(String title, List<Finding> findings) {
        public boolean open() {
            return findings.isEmpty();
        }

        public List<Finding> first() {
            return findings.subList(0, Math.min(TROUBLED, findings.size()));
        }

        public int more() {
            return Math.max(0, findings.size() - TROUBLED);
        }
    }
}
