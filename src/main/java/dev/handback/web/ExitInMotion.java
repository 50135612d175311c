package dev.handback.web;

import dev.handback.assets.AssetRegister;
import dev.handback.custody.Ledger;
import dev.handback.exits.Checklist;
import dev.handback.exits.Closings;
import dev.handback.exits.Coverage;
import dev.handback.exits.Exit;
import dev.handback.exits.Exits;
import dev.handback.exits.Hold;
import dev.handback.exits.Holds;
import dev.handback.process.Tasks;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.ui.ExtendedModelMap;
import org.springframework.ui.Model;

/** What changes on an exit's page while somebody looks at it. */
@Component
class ExitInMotion {
    private static final int TROUBLED = 20;

    private final Exits exits;
    private final ContractDates dates;
    private final AssetRegister register;
    private final Closings closings;
    private final Checklist checklist;
    private final Holds holds;
    private final Tasks tasks;
    private final ExitProgress progress;
    private final Unchanged<Map<String, Object>> facts;
    private final Glances<Map<String, Object>> glances = new Glances<>(System::nanoTime);

    ExitInMotion(
            Exits exits,
            ContractDates dates,
            AssetRegister register,
            Closings closings,
            Checklist checklist,
            Holds holds,
            Tasks tasks,
            ExitProgress progress,
            Ledger ledger,
            Clock clock) {
        this.exits = exits;
        this.dates = dates;
        this.register = register;
        this.closings = closings;
        this.checklist = checklist;
        this.holds = holds;
        this.tasks = tasks;
        this.progress = progress;
        facts = new Unchanged<>(ledger::newest, clock);
    }

    Exit show(String id, Model model) {
        model.addAllAttributes(glances.anew(id, () -> look(id)));
        model.addAttribute("tasks", tasks.ofExit(id));
        return (Exit) Objects.requireNonNull(model.getAttribute("exit"));
    }

    /** The same as it was a few seconds ago, but for one's own tasks. */
    void glance(String id, Model model) {
        model.addAllAttributes(glances.of(id, () -> look(id)));
        model.addAttribute("tasks", tasks.ofExit(id));
    }

    /** What a look has put there. */
    Coverage coverage(Model model) {
        return (Coverage) Objects.requireNonNull(model.getAttribute("coverage"));
    }

    private Map<String, Object> look(String id) {
        var model = new ExtendedModelMap();
        model.addAllAttributes(facts.of(id, () -> read(id)));
        @SuppressWarnings("unchecked") // so read
        var states = (Map<String, Long>) Objects.requireNonNull(model.get("states"));
        dates.escalated(id, model);
        progress.show(id, states, model);
        return model;
    }

    private Map<String, Object> read(String id) {
        var model = new ExtendedModelMap();
        var exit = exits.find(id);
        var states = register.states(id);
        model.addAttribute("exit", exit);
        model.addAttribute("destroying", closings.destroying(id));
        var items = checklist.list(id);
        model.addAttribute("items", items.size());
        model.addAttribute(
                "settled", items.stream().filter(item -> !item.open()).count());
        dates.show(exit, model);
        model.addAttribute("holds", holds.list(id).stream().filter(Hold::active).toList());
        model.addAttribute("states", states);
        model.addAttribute("troubled", register.list(id, "NEEDS_DECISION", 0, TROUBLED));
        return model;
    }
}
