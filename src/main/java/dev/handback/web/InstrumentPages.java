package dev.handback.web;

import dev.handback.assets.Instruments;
import dev.handback.assets.NewInstrument;
import dev.handback.exits.Exits;
import dev.handback.process.InstrumentCommands;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
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

/** The page of an exit's instruments: which assets need one, what is recorded, record and withdraw. */
@Controller
@RequestMapping("/exits/{id}/instruments")
class InstrumentPages {
    private final Exits exits;
    private final Instruments instruments;
    private final InstrumentCommands commands;
    private final Uploads uploads;

    InstrumentPages(Exits exits, Instruments instruments, InstrumentCommands commands, Uploads uploads) {
        this.exits = exits;
        this.instruments = instruments;
        this.commands = commands;
        this.uploads = uploads;
    }

    @GetMapping
    String show(@PathVariable String id, Model model) {
        model.addAttribute("exit", exits.find(id));
        model.addAttribute("instruments", instruments.list(id));
        model.addAttribute("missing", instruments.missing(id));
        return "instruments";
    }

    @PostMapping
    ModelAndView record(
            @PathVariable String id,
            @RequestParam Map<String, String> words,
            @RequestParam(required = false) @Nullable MultipartFile document,
            Model model,
            RedirectAttributes flash) {
        model.addAttribute("words", words);
        return answer(id, () -> commands.record(id, read(words, document)), model, flash, "Recorded.");
    }

    @GetMapping("/{number}/document")
    ResponseEntity<Resource> document(@PathVariable String id, @PathVariable String number) {
        var instrument = instruments.find(id, number);
        return uploads.download(instrument.documentSha256(), instrument.documentName());
    }

    @PostMapping("/{number}/withdraw")
    ModelAndView withdraw(
            @PathVariable String id,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            RedirectAttributes flash) {
        return answer(id, () -> commands.withdraw(id, number, reason), model, flash, "Withdrawn.");
    }

    private NewInstrument read(Map<String, String> words, @Nullable MultipartFile document) {
        var supersedes = words.getOrDefault("supersedes", "").strip();
        return new NewInstrument(
                words.get("type"),
                words.get("operative"),
                words.get("parties"),
                words.get("signedBy"),
                Answer.day("executedOn", words.getOrDefault("executedOn", "")),
                words.get("jurisdiction"),
                covered(words.getOrDefault("assets", "")),
                supersedes.isEmpty() ? null : supersedes,
                uploads.document(document));
    }

    /** One asset a line, its commit id after a space where the schedule names one. */
    private static List<NewInstrument.Covered> covered(String lines) {
        return lines.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> line.split("\\s+", 2))
                .map(parts -> new NewInstrument.Covered(parts[0], parts.length > 1 ? parts[1] : null))
                .toList();
    }

    private ModelAndView answer(String id, Runnable command, Model model, RedirectAttributes flash, String said) {
        return Answer.of(command, () -> show(id, model), model, flash, "/exits/" + id + "/instruments", said);
    }
}
