package dev.handback.web;

import dev.handback.exits.Dates;
import dev.handback.exits.Exit;
import dev.handback.exits.Exits;
import dev.handback.process.Escalations;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** The days of a contract as the exit's page shows them: how far they are, who moved them, what was asked about them. */
@Component
class ContractDates {
    private final Dates dates;
    private final Escalations escalations;
    private final Exits exits;
    private final Shown shown;
    private final Clock clock;

    ContractDates(Dates dates, Escalations escalations, Exits exits, Shown shown, Clock clock) {
        this.clock = clock;
        this.exits = exits;
        this.escalations = escalations;
        this.dates = dates;
        this.shown = shown;
    }

    record ContractDate(String what, LocalDate day, String left) {}

    void show(Exit exit, Model model) {
        var days = new ArrayList<ContractDate>();
        add(days, exit, "Contract ends", exit.contractEnd());
        add(days, exit, "Assistance ends", exit.assistanceEnd());
        add(days, exit, "Vendor erases at", exit.vendorErasesAt());
        add(days, exit, "Notice", exit.notice());
        add(days, exit, "Contract began", exit.contractStart());
        model.addAttribute("dates", days);
        model.addAttribute("moved", dates.moved(exit.exitId()));
        model.addAttribute("alarms", dates.alarms(exit.exitId()));
        var today = LocalDate.now(clock.withZone(ZoneId.of(exit.place())));
        var coverage = exits.coverage(exit.exitId());
        model.addAttribute("coverage", coverage);
        model.addAttribute("met", DateMet.of(exit, coverage, today));
        model.addAttribute("timeline", timeline(exit, today));
    }

    /** Without the day on which the contract began: its years would press all else together. */
    private ContractTimeline timeline(Exit exit, LocalDate today) {
        var timeline = new ContractTimeline.Builder()
                .add("Notice", exit.notice())
                .add("Contract ends", exit.contractEnd())
                .add("Assistance ends", exit.assistanceEnd())
                .add("Vendor erases", exit.vendorErasesAt());
        exits.milestones(exit.exitId()).forEach(done -> timeline.add(done.what(), done.day()));
        return timeline.build(today);
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
}
