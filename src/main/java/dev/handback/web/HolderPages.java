package dev.handback.web;

import dev.handback.destruction.AttestationLink;
import dev.handback.destruction.AttestationLinks;
import dev.handback.destruction.Orders;
import dev.handback.exits.NotFound;
import dev.handback.process.DestructionCommands;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** What a holder sees who has a one-time link: one order's names and one form, and nothing else, without any login. */
@Controller
@RequestMapping("/holder/{secret}")
class HolderPages {
    private final AttestationLinks links;
    private final Orders orders;
    private final DestructionCommands commands;
    private final Uploads uploads;
    private final LinkGuesses guesses;

    HolderPages(
            AttestationLinks links, Orders orders, DestructionCommands commands, Uploads uploads, LinkGuesses guesses) {
        this.links = links;
        this.orders = orders;
        this.commands = commands;
        this.uploads = uploads;
        this.guesses = guesses;
    }

    @GetMapping
    String show(@PathVariable String secret, HttpServletRequest request, Model model) {
        return form(open(secret, request), secret, model);
    }

    private String form(AttestationLink link, String secret, Model model) {
        var order = orders.find(link.number());
        model.addAttribute("secret", secret);
        model.addAttribute("link", link);
        model.addAttribute("assets", order.scope());
        if (!model.containsAttribute("form")) {
            model.addAttribute("form", AttestationForm.empty(order.scope()));
        }
        return "holder";
    }

    @PostMapping
    ModelAndView attest(
            @PathVariable String secret,
            @ModelAttribute("form") AttestationForm form,
            @RequestParam(required = false) @Nullable MultipartFile letter,
            HttpServletRequest request,
            Model model) {
        var link = open(secret, request);
        try {
            // refused before anything is kept: the vault forgets nothing
            form.read(link.number(), null);
            var said = form.read(link.number(), uploads.keep("letter", letter));
            model.addAttribute("attestation", commands.attestByHolder(link, said));
        } catch (RuntimeException e) {
            var refusal = Refusal.of(e).orElseThrow(() -> e);
            guesses.wrong(link.link());
            var view = form(link, secret, model);
            model.addAttribute("refusal", refusal);
            return new ModelAndView(view, model.asMap(), refusal.status());
        }
        return new ModelAndView("holder-done", model.asMap());
    }

    /** The same answer for a wrong, a used and an old secret. */
    private AttestationLink open(String secret, HttpServletRequest request) {
        if (!guesses.mayTry(request.getRemoteAddr())) {
            throw new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS, "Too many wrong links; try again later.");
        }
        var link = links.open(secret).orElseThrow(() -> {
            guesses.wrong(request.getRemoteAddr());
            return new NotFound("open link", "of this address");
        });
        if (!guesses.mayTry(link.link())) {
            throw new ResponseStatusException(
                    HttpStatus.TOO_MANY_REQUESTS, "Too many refused entries; try again later.");
        }
        return link;
    }
}
