package dev.handback.web;

import dev.handback.assets.Asset;
import dev.handback.assets.AssetRegister;
import dev.handback.assets.Disputes;
import dev.handback.assets.Exceptions;
import dev.handback.exits.Exits;
import dev.handback.exits.Holds;
import dev.handback.process.Tasks;
import dev.handback.retrieval.Placings;
import dev.handback.retrieval.Restores;
import dev.handback.retrieval.Retrievals;
import dev.handback.work.LongWork;
import dev.handback.work.WorkStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
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

/** One asset: what is held of it and how it came, the engineer's check, and its exception. */
@Controller
@RequestMapping("/exits/{id}/assets/{name}")
class AssetPages {
    private static final Set<WorkStatus.State> ON_ITS_WAY =
            Set.of(WorkStatus.State.FILED, WorkStatus.State.RUNNING, WorkStatus.State.WAITING);

    private static final Set<String> MOVES = Set.of("COLLECTING", "REOPENED");

    private final Exits exits;
    private final AssetRegister register;
    private final Retrievals retrievals;
    private final Exceptions exceptions;
    private final Disputes disputes;
    private final Restores restores;
    private final LongWork work;
    private final Tasks tasks;
    private final ExceptionDecisions decisions;
    private final FindingList findings;
    private final Holds holds;
    private final Placings placings;
    private final HeldContents contents;

    AssetPages(
            Exits exits,
            AssetRegister register,
            Retrievals retrievals,
            Exceptions exceptions,
            Disputes disputes,
            Restores restores,
            LongWork work,
            Tasks tasks,
            ExceptionDecisions decisions,
            FindingList findings,
            Holds holds,
            Placings placings,
            HeldContents contents) {
        this.placings = placings;
        this.contents = contents;
        this.exits = exits;
        this.register = register;
        this.retrievals = retrievals;
        this.exceptions = exceptions;
        this.disputes = disputes;
        this.restores = restores;
        this.work = work;
        this.tasks = tasks;
        this.decisions = decisions;
        this.findings = findings;
        this.holds = holds;
    }

    @GetMapping
    String show(
            @PathVariable String id,
            @PathVariable String name,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(required = false) @Nullable String task,
            Model model) {
        var asset = register.find(id, name);
        var attempts = retrievals.attempts(id, name);
        model.addAttribute("exit", exits.find(id));
        model.addAttribute("asset", asset);
        model.addAttribute("cells", asset.returnState().equals("WITHDRAWN") ? Map.of() : register.cells(id, name));
        model.addAttribute("findings", findings.of(asset.findings()));
        model.addAttribute("attempts", attempts);
        var found = new LinkedHashMap<Integer, List<FindingList.Found>>();
        attempts.forEach(attempt -> found.put(attempt.number(), findings.of(attempt.findings())));
        model.addAttribute("found", found);
        model.addAttribute("exception", exceptions.newest(id, name).orElse(null));
        model.addAttribute("holds", holds.over(id, name));
        model.addAttribute("placings", placings.list(id, name));
        model.addAttribute("dispute", disputes.newest(id, name).orElse(null));
        model.addAttribute("archived", restores.archived(id, name).orElse(null));
        model.addAttribute("restores", restores.list(id, name));
        var onItsWay = onItsWay(asset);
        model.addAttribute("live", !onItsWay.isEmpty() || MOVES.contains(asset.returnState()));
        model.addAttribute("work", onItsWay);
        var open = tasks.ofExit(id).stream()
                .filter(waiting -> waiting.assets().contains(name))
                .toList();
        model.addAttribute("tasks", open);
        model.addAttribute("task", task == null || task.isEmpty() ? handOver(open) : task);
        contents.show(asset, page, model);
        return "asset";
    }

    @PostMapping("/check")
    ModelAndView check(
            @PathVariable String id,
            @PathVariable String name,
            @RequestParam String decision,
            @RequestParam(defaultValue = "") String note,
            @RequestParam String task,
            Model model,
            RedirectAttributes flash) {
        return answer(
                () -> tasks.complete(task, Map.of("decision", decision, "only", name, "note", note)),
                () -> {
                    model.addAttribute("note", note);
                    return show(id, name, 0, task, model);
                },
                model,
                flash,
                id,
                name,
                decision.equals("PASS") ? "Your check is recorded." : "Sent back: it is retrieved again.");
    }

    /** Asks to put on record that nobody ever attests the destruction of what was excepted from its return. */
    @PostMapping("/unattested")
    ModelAndView askUnattested(
            @PathVariable String id,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            RedirectAttributes flash) {
        return answer(
                () -> exceptions.askToBear(id, name, null, reason),
                () -> show(id, name, 0, null, model),
                model,
                flash,
                id,
                name,
                "Asked. Two others, one of them legal, decide here.");
    }

    @PostMapping("/exception")
    ModelAndView ask(
            @PathVariable String id,
            @PathVariable String name,
            @RequestParam String reason,
            @RequestParam(defaultValue = "") String remedy,
            Model model,
            RedirectAttributes flash) {
        boolean revoke = register.find(id, name).returnState().equals("EXCEPTED");
        return answer(
                () -> {
                    if (revoke) {
                        exceptions.askToRevoke(id, name, reason);
                    } else {
                        decisions.ask(id, name, reason, Answer.day("remedy", remedy));
                    }
                },
                () -> {
                    model.addAttribute("asked", new Asked(reason, remedy));
                    return show(id, name, 0, null, model);
                },
                model,
                flash,
                id,
                name,
                "It is asked. Two other persons must approve it, one of legal.");
    }

    @PostMapping("/exception/decide")
    ModelAndView decide(
            @PathVariable String id,
            @PathVariable String name,
            @RequestParam String asked,
            @RequestParam String decision,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            RedirectAttributes flash) {
        return answer(
                () -> decisions.decide(id, name, asked, decision.equals("approve"), reason),
                () -> show(id, name, 0, null, model),
                model,
                flash,
                id,
                name,
                decision.equals("approve") ? "Your approval is recorded." : "Your refusal is recorded.");
    }

    private static ModelAndView answer(
            Runnable command,
            Supplier<String> again,
            Model model,
            RedirectAttributes flash,
            String id,
            String name,
            String said) {
        return Answer.of(command, again, model, flash, "/exits/" + id + "/assets/" + name, said);
    }

    /** Whoever comes without the task's link may do the task all the same. */
    private static @Nullable String handOver(List<Tasks.OpenTask> open) {
        return open.stream()
                .filter(task -> task.task().equals("HandOver"))
                .map(Tasks.OpenTask::id)
                .findFirst()
                .orElse(null);
    }

    /** What is filed for this asset and has not ended; the prefix alone would also find repo-2 for repo. */
    private List<WorkStatus> onItsWay(Asset asset) {
        var key = asset.exitId() + "/" + asset.asset();
        return work.status(key).stream()
                .filter(status -> status.key().equals(key) && ON_ITS_WAY.contains(status.state()))
                .toList();
    }

    record Asked(String reason, String remedy) {}
}
