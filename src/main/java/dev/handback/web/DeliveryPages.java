package dev.handback.web;

import dev.handback.assets.AssetRegister;
import dev.handback.exits.Exits;
import dev.handback.exits.InvalidInput;
import dev.handback.process.DeliveryCommands;
import dev.handback.process.Tasks;
import dev.handback.retrieval.Deliveries;
import dev.handback.retrieval.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
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

/** An asset that comes by hand: one engineer uploads and receives it, a second one confirms or rejects it. */
@Controller
@RequestMapping("/exits/{id}/assets/{name}/delivery")
class DeliveryPages {
    private final Exits exits;
    private final AssetRegister register;
    private final Deliveries deliveries;
    private final DeliveryCommands commands;
    private final Tasks tasks;
    private final FindingList findings;

    DeliveryPages(
            Exits exits,
            AssetRegister register,
            Deliveries deliveries,
            DeliveryCommands commands,
            Tasks tasks,
            FindingList findings) {
        this.exits = exits;
        this.register = register;
        this.deliveries = deliveries;
        this.commands = commands;
        this.tasks = tasks;
        this.findings = findings;
    }

    @GetMapping
    String show(@PathVariable String id, @PathVariable String name, Model model) {
        var asset = register.find(id, name);
        model.addAttribute("exit", exits.find(id));
        model.addAttribute("asset", asset);
        model.addAttribute("findings", findings.of(asset.findings()));
        model.addAttribute("uploaded", deliveries.uploaded(id, name));
        model.addAttribute("deliveries", deliveries.list(id, name));
        model.addAttribute("hasImportFolder", deliveries.hasImportFolder());
        model.addAttribute("upload", true);
        model.addAttribute("receive", task(id, name, "ReceiveDelivery"));
        model.addAttribute("confirm", task(id, name, "ConfirmDelivery"));
        model.asMap().putIfAbsent("form", Map.of());
        return "delivery";
    }

    @PostMapping("/upload")
    ModelAndView upload(
            @PathVariable String id,
            @PathVariable String name,
            @RequestParam List<MultipartFile> files,
            Model model,
            RedirectAttributes flash) {
        return answer(id, name, model, flash, "The files are uploaded.", () -> {
            try {
                if (DeliveryApi.uploadAll(commands, id, name, files) == 0) {
                    throw new InvalidInput(List.of(new InvalidInput.Problem("files", "expected a file, found none")));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @PostMapping("/take-out")
    ModelAndView takeOut(
            @PathVariable String id,
            @PathVariable String name,
            @RequestParam String file,
            Model model,
            RedirectAttributes flash) {
        return answer(
                id,
                name,
                model,
                flash,
                "It is no longer part of the delivery.",
                () -> commands.takeOut(id, name, file));
    }

    @PostMapping
    ModelAndView receive(
            @PathVariable String id,
            @PathVariable String name,
            @RequestParam Map<String, String> form,
            Model model,
            RedirectAttributes flash) {
        model.addAttribute("form", form);
        return answer(
                id,
                name,
                model,
                flash,
                "Received. The files are read now; then a second person confirms the delivery.",
                () -> commands.receive(id, name, receipt(form)));
    }

    @PostMapping("/confirm")
    ModelAndView confirm(
            @PathVariable String id,
            @PathVariable String name,
            @RequestParam String decision,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam String task,
            Model model,
            RedirectAttributes flash) {
        model.addAttribute("reason", reason);
        return answer(
                id,
                name,
                model,
                flash,
                "Your word is recorded.",
                () -> tasks.complete(task, Map.of("decision", decision, "reason", reason)));
    }

    private ModelAndView answer(
            String id, String name, Model model, RedirectAttributes flash, String said, Runnable command) {
        var back = "/exits/" + id + "/assets/" + name + "/delivery";
        return Answer.of(command, () -> show(id, name, model), model, flash, back, said);
    }

    private static Receipt receipt(Map<String, String> form) {
        return new Receipt(
                form.get("medium"),
                form.get("courier"),
                form.get("sealNumber"),
                form.get("seal"),
                form.get("condition"),
                Answer.day("receivedOn", form.getOrDefault("receivedOn", "")),
                form.get("photoSha256"),
                form.get("statedDigest"),
                form.get("note"),
                "yes".equals(form.get("fromFolder")));
    }

    private @Nullable String task(String id, String name, String task) {
        return tasks.ofExit(id).stream()
                .filter(open -> open.task().equals(task) && name.equals(open.asset()))
                .map(Tasks.OpenTask::id)
                .findFirst()
                .orElse(null);
    }
}
