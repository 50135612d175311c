package dev.handback.web;

import dev.handback.assets.AssetRegister;
import dev.handback.certificates.CertificateFacts.Finality;
import dev.handback.certificates.CertificateFacts.Kind;
import dev.handback.certificates.Certificates;
import dev.handback.certificates.PagePictures;
import dev.handback.certificates.SignOff;
import dev.handback.exits.Exits;
import dev.handback.exits.Gate;
import dev.handback.exits.Gates;
import dev.handback.process.SigningCommands;
import dev.handback.retrieval.Quarantines;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Certificates: chosen by operations, looked at by everybody, signed or sent back by legal. */
@Controller
class CertificatePages {
    private static final int EVERY = 100_000;

    private final Exits exits;
    private final AssetRegister register;
    private final Gates gates;
    private final Certificates certificates;
    private final SignOff signOff;
    private final PagePictures pictures;
    private final SigningCommands signing;
    private final Quarantines quarantines;
    private final Proving proving;

    CertificatePages(
            Exits exits,
            AssetRegister register,
            Gates gates,
            Certificates certificates,
            SignOff signOff,
            PagePictures pictures,
            SigningCommands signing,
            Quarantines quarantines,
            Proving proving) {
        this.exits = exits;
        this.register = register;
        this.gates = gates;
        this.certificates = certificates;
        this.signOff = signOff;
        this.pictures = pictures;
        this.signing = signing;
        this.quarantines = quarantines;
        this.proving = proving;
    }

    @GetMapping("/exits/{id}/certificates/new")
    String choose(@PathVariable String id, @RequestParam(required = false) @Nullable String task, Model model) {
        var living = register.list(id, null, 0, EVERY).stream()
                .filter(asset -> !asset.returnState().equals("WITHDRAWN"))
                .toList();
        model.addAttribute("exit", exits.find(id));
        model.addAttribute("assets", living);
        model.addAttribute("scope", living.stream().map(a -> a.asset()).collect(Collectors.toSet()));
        model.addAttribute("blocking", gates.findings(id, Gate.SIGN_RETURN, null));
        model.addAttribute("destroying", gates.findings(id, Gate.SIGN_DESTRUCTION, null));
        model.addAttribute("reporting", gates.findings(id, Gate.DRILL_REPORT, null));
        model.addAttribute("task", task);
        return "certificate-new";
    }

    @PostMapping("/exits/{id}/certificates")
    ModelAndView request(
            @PathVariable String id,
            @RequestParam String kind,
            @RequestParam(required = false, defaultValue = "") List<String> scope,
            @RequestParam(required = false) @Nullable String task,
            Model model,
            RedirectAttributes flash) {
        var wanted = kind.split(":", 2);
        return Answer.of(
                () -> signing.request(
                        id,
                        ExitsApi.oneOf(Kind.class, "kind", wanted[0]),
                        ExitsApi.oneOf(Finality.class, "finality", wanted[wanted.length - 1]),
                        scope),
                () -> {
                    var view = choose(id, task, model);
                    model.addAttribute("kind", kind);
                    model.addAttribute("scope", Set.copyOf(scope));
                    return view;
                },
                model,
                flash,
                "/exits/" + id,
                "The vault is read again first. Then legal gets the task to sign; what stands against it becomes a task of yours.");
    }

    @GetMapping("/certificates/{number}")
    String show(@PathVariable String number, @RequestParam(required = false) @Nullable String task, Model model) {
        frame(number, task, model);
        return "certificate";
    }

    @GetMapping("/certificates/{number}/sign")
    String sign(@PathVariable String number, @RequestParam(required = false) @Nullable String task, Model model) {
        frame(number, task, model);
        var certificate = certificates.find(number);
        model.addAttribute("intent", signOff.intent(certificate));
        model.addAttribute("proving", proving.of(signOff.act(certificate)));
        model.addAttribute("named", List.of());
        return "sign";
    }

    @PostMapping("/certificates/{number}/sign")
    ModelAndView sign(
            @PathVariable String number,
            @RequestParam String sha256,
            @RequestParam String intent,
            @RequestParam(defaultValue = "") String meant,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(required = false) @Nullable String task,
            Principal person,
            Model model,
            RedirectAttributes flash) {
        return answer(
                () -> signing.sign(number, sha256, meant.equals("yes") ? intent : "", password, person.getName()),
                () -> sign(number, task, model),
                model,
                flash,
                number,
                "Signed and sealed.");
    }

    @PostMapping("/certificates/{number}/send-back")
    ModelAndView sendBack(
            @PathVariable String number,
            @RequestParam String reason,
            @RequestParam(required = false, defaultValue = "") List<String> assets,
            @RequestParam(required = false) @Nullable String task,
            Model model,
            RedirectAttributes flash) {
        return answer(
                () -> signing.sendBack(number, reason, assets),
                () -> {
                    var view = sign(number, task, model);
                    model.addAttribute("reason", reason);
                    model.addAttribute("named", assets);
                    return view;
                },
                model,
                flash,
                number,
                "Sent back.");
    }

    @PostMapping("/certificates/{number}/draw-up-anew")
    ModelAndView drawUpAnew(@PathVariable String number, Model model, RedirectAttributes flash) {
        return answer(
                () -> signing.drawUpAnew(number),
                () -> sign(number, null, model),
                model,
                flash,
                number,
                "It is drawn up anew under the next number. Legal gets the task to sign it.");
    }

    /** Drawn from the frozen document, whose bytes never change: a browser may keep it, for this person only. */
    @GetMapping("/certificates/{number}/pages/{page}")
    ResponseEntity<byte[]> picture(@PathVariable String number, @PathVariable int page) {
        var frozen = certificates.frozen(certificates.find(number));
        if (page < 1 || page > pictures.count(frozen)) {
            return ResponseEntity.notFound().build();
        }
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_PNG)
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePrivate())
                .body(pictures.picture(frozen, page));
    }

    private void frame(String number, @Nullable String task, Model model) {
        var certificate = certificates.find(number);
        model.addAttribute("certificate", certificate);
        model.addAttribute("scope", certificates.scope(certificate));
        model.addAttribute("task", task);
        model.addAttribute("sealed", quarantines.named(certificate.exitId(), number));
        model.addAttribute(
                "gate",
                Set.of("DRAWN_UP", "STALE").contains(certificate.state())
                        ? gates.findings(certificate.exitId(), certificate.gate(), number)
                        : List.of());
        model.addAttribute(
                "pictures",
                IntStream.rangeClosed(1, pictures.count(certificates.frozen(certificate)))
                        .boxed()
                        .toList());
    }

    private static ModelAndView answer(
            Runnable command,
            Supplier<String> again,
            Model model,
            RedirectAttributes flash,
            String number,
            String said) {
        return Answer.of(command, again, model, flash, "/certificates/" + number, said);
    }
}
