package dev.handback.web;

import dev.handback.Sha256;
import dev.handback.certificates.Certificate;
import dev.handback.certificates.Certificates;
import dev.handback.exits.InvalidInput;
import dev.handback.packages.HandOverPackage;
import dev.handback.packages.Packages;
import dev.handback.verify.HowToVerify;
import dev.handback.verify.PackageVerdict;
import dev.handback.verify.Verification;
import dev.handback.verify.Verifications;
import dev.handback.work.WorkStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
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

/** Checks of packages and sealed documents: a package that was built here, or a file that somebody has; each seen by who asked for it. */
@Controller
@RequestMapping("/verify")
class VerifyPages {
    private static final int PAGE = 20;
    private static final int ROWS = 100;
    private static final int OFFERED = 100;

    private final Verifications verifications;
    private final Packages packages;
    private final Certificates certificates;

    VerifyPages(Verifications verifications, Packages packages, Certificates certificates) {
        this.verifications = verifications;
        this.packages = packages;
        this.certificates = certificates;
    }

    @GetMapping
    String list(@RequestParam(defaultValue = "0") int page, Model model) {
        var number = Math.max(0, page);
        var found = verifications.list(number, PAGE + 1);
        model.addAttribute("checks", found.stream().limit(PAGE).toList());
        model.addAttribute("marks", new VerifyMarks());
        model.addAttribute("packages", packages.newest(OFFERED));
        model.addAttribute("page", number);
        model.addAttribute("more", found.size() > PAGE);
        return "verify";
    }

    @PostMapping
    ModelAndView ofPackage(
            @RequestParam(defaultValue = "") String number,
            @RequestParam(defaultValue = "false") boolean quick,
            Model model,
            RedirectAttributes flash) {
        model.addAttribute("number", number);
        return ask(() -> verifications.ofPackage(number, new HowToVerify(quick, "", "")), model, flash);
    }

    @PostMapping("/upload")
    ModelAndView ofUpload(
            @RequestParam(defaultValue = "false") boolean quick,
            @RequestParam(defaultValue = "") String anchors,
            @RequestParam(defaultValue = "") String logKey,
            Model model,
            RedirectAttributes flash) {
        model.addAttribute("anchors", anchors);
        model.addAttribute("logKey", logKey);
        return ask(() -> verifications.ofUpload(new HowToVerify(quick, anchors, logKey)), model, flash);
    }

    private interface Asking {
        String id();
    }

    private ModelAndView ask(Asking asking, Model model, RedirectAttributes flash) {
        var id = new AtomicReference<String>();
        var answer = Answer.of(() -> id.set(asking.id()), () -> list(0, model), model, flash, "/verify", "Asked for.");
        return id.get() == null ? answer : new ModelAndView("redirect:/verify/" + id.get());
    }

    @GetMapping("/{id}")
    String show(
            @PathVariable String id,
            @RequestParam(defaultValue = "0") int findings,
            @RequestParam(defaultValue = "0") int assets,
            Model model) {
        var check = verifications.find(id);
        model.addAttribute("marks", new VerifyMarks());
        model.addAttribute("check", check);
        model.addAttribute("known", known(check));
        model.addAttribute("certified", certified(check));
        model.addAttribute("progress", progress(check));
        model.addAttribute("live", check.onItsWay());
        model.addAttribute("upload", check.waitsForFile());
        model.addAttribute("largest", verifications.largest());
        verifications.verdict(id).ifPresent(verdict -> verdict(verdict, findings, assets, model));
        return "verification";
    }

    private @Nullable WorkStatus progress(Verification check) {
        return check.onItsWay() ? verifications.progress(check.id()).orElse(null) : null;
    }

    /** The package that was built here with these very bytes, whatever the file is called. */
    private @Nullable HandOverPackage known(Verification check) {
        return check.sha256() == null
                ? null
                : packages.withDigest(new Sha256(check.sha256())).orElse(null);
    }

    /** The certificate that was signed here in these very bytes. */
    private @Nullable Certificate certified(Verification check) {
        return check.sha256() == null
                ? null
                : certificates.withSeal(new Sha256(check.sha256())).orElse(null);
    }

    private static void verdict(PackageVerdict verdict, int findings, int assets, Model model) {
        var pages = Paging.of(findings, ROWS, verdict.findings().size());
        var assetPages = Paging.of(assets, ROWS, verdict.assets().size());
        model.addAttribute("verdict", verdict);
        model.addAttribute("findings", part(verdict.findings(), pages));
        model.addAttribute("findingPages", pages);
        model.addAttribute("assets", part(verdict.assets(), assetPages));
        model.addAttribute("assetPages", assetPages);
    }

    private static <T> List<T> part(List<T> all, Paging pages) {
        return all.stream()
                .skip((long) pages.number() * pages.size())
                .limit(pages.size())
                .toList();
    }

    /** Without JavaScript: as much as a form can carry. */
    @PostMapping("/{id}/file")
    ModelAndView upload(
            @PathVariable String id, @RequestParam MultipartFile file, Model model, RedirectAttributes flash) {
        return Answer.of(
                () -> send(id, file),
                () -> show(id, 0, 0, model),
                model,
                flash,
                "/verify/" + verifications.find(id).id(),
                "The file is here.");
    }

    private void send(String id, MultipartFile file) {
        var name = file.getOriginalFilename();
        if (name == null || name.isEmpty()) {
            throw new InvalidInput(List.of(new InvalidInput.Problem("file", "expected a file, found none")));
        }
        try (var content = file.getInputStream()) {
            verifications.upload(id, name, content, file.getSize());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
