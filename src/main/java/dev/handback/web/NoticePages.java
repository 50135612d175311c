package dev.handback.web;

import dev.handback.exits.InvalidInput;
import dev.handback.exits.NotFound;
import dev.handback.notices.Choice;
import dev.handback.notices.Mail;
import dev.handback.notices.Notices;
import dev.handback.notices.Outbox;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How I want to be told; and for administrators, which mails wait or failed, without what stands in them. */
@Controller
class NoticePages {
    private static final int PAGE = 50;

    private final Notices notices;
    private final Outbox outbox;

    NoticePages(Notices notices, Outbox outbox) {
        this.notices = notices;
        this.outbox = outbox;
    }

    @GetMapping("/notices")
    String mine(Model model, Principal person) {
        model.addAttribute("on", notices.on());
        model.addAttribute("choices", Choice.values());
        model.addAttribute("chosen", notices.choice(person.getName()));
        return "notices";
    }

    @PostMapping("/notices")
    ModelAndView choose(
            @RequestParam(defaultValue = "") String choice, Model model, Principal person, RedirectAttributes flash) {
        return Answer.of(
                () -> notices.choose(person.getName(), chosen(choice)),
                () -> mine(model, person),
                model,
                flash,
                "/notices",
                "From now on you are told as you chose.");
    }

    @GetMapping("/people/mail")
    String outbox(
            @RequestParam(defaultValue = "FAILED") Mail.State state,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        var pages = Paging.of(page, PAGE, outbox.count(state));
        model.addAttribute("on", notices.on());
        model.addAttribute("state", state);
        model.addAttribute("states", Mail.State.values());
        model.addAttribute("failed", outbox.count(Mail.State.FAILED));
        model.addAttribute("pages", pages);
        model.addAttribute("mails", outbox.list(state, pages.number(), PAGE));
        return "mail";
    }

    @PostMapping("/people/mail/{mail}/retry")
    ModelAndView retry(@PathVariable UUID mail, Model model, RedirectAttributes flash) {
        return Answer.of(
                () -> {
                    if (!outbox.retry(mail)) {
                        throw new NotFound("mail that waits or failed", mail.toString());
                    }
                },
                () -> outbox(Mail.State.FAILED, 0, model),
                model,
                flash,
                "/people/mail?state=WAITING",
                "The mail is tried again within seconds.");
    }

    private static Choice chosen(String name) {
        return Arrays.stream(Choice.values())
                .filter(choice -> choice.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(List.of(new InvalidInput.Problem(
                        "choice", "expected DIGEST, IMMEDIATE or NONE, found \"" + name + "\""))));
    }
}
