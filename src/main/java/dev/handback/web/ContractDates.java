package dev.handback.web;

import dev.handback.exits.Dates;
import dev.handback.exits.Exit;
import dev.handback.process.Escalations;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** The days of a contract as the exit's page shows them: how far they are, who moved them, what was asked about them. */
@Component
class ContractDates {
    private static final Set<String> HOME = Set.of("CHECKED", "PLACED", "CERTIFIED", "EXCEPTED", "WITHDRAWN");

    private final Dates dates;
    private final Escalations escalations;
    private final Shown shown;

    ContractDates(Dates dates, Escalations escalations, Shown shown) {
        this.escalations = escalations;
        this.dates = dates;
        this.shown = shown;
    }

    record ContractDate(String what, LocalDate day, String left) {}

    void show(Exit exit, Map<String, Long> states, Model model) {
        var days = new ArrayList<ContractDate>();
        add(days, exit, "Contract ends", exit.contractEnd());
        add(days, exit, "Assistance ends", exit.assistanceEnd());
        add(days, exit, "Vendor erases at", exit.vendorErasesAt());
        add(days, exit, "Notice", exit.notice());
        add(days, exit, "Contract began", exit.contractStart());
        model.addAttribute("dates", days);
        model.addAttribute("moved", dates.moved(exit.exitId()));
        model.addAttribute("alarms", dates.alarms(exit.exitId()));
        model.addAttribute("notHome", notHome(states));
    }

    /** Tasks that lie: the engine knows them, not the facts. */
    void escalated(String exit, Model model) {
        model.addAttribute("escalated", escalations.ofExit(exit));
    }

    private void add(List<ContractDate> days, Exit exit, String what, @Nullable LocalDate day) {
        if (day != null) {
            days.add(new ContractDate(what, day, shown.daysLeft(day, exit.place())));
        }
    }

    /** How many assets are neither checked nor excepted. */
    private static long notHome(Map<String, Long> states) {
        return states.entrySet().stream()
                .filter(state -> !HOME.contains(state.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
