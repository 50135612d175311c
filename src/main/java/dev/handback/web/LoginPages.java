package dev.handback.web;

import dev.handback.people.LoginRefused;
import dev.handback.people.OidcSettings;
import dev.handback.people.PasswordLogin;
import dev.handback.people.PasswordRefused;
import dev.handback.people.People;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Logging in, and changing one's password. */
@Controller
class LoginPages {
    private final People people;
    private final PasswordLogin logins;
    private final OidcSettings oidc;

    LoginPages(People people, PasswordLogin logins, OidcSettings oidc) {
        this.people = people;
        this.logins = logins;
        this.oidc = oidc;
    }

    @GetMapping("/login")
    String login(Model model) {
        model.addAttribute("oidc", oidc);
        return "login";
    }

    /** Where the way back from the company's provider ends when it leads nowhere. */
    @GetMapping("/login/refused")
    ModelAndView refusedThere(@RequestParam(defaultValue = "INVALID") LoginRefused.Why why) {
        var page = new ModelAndView("login-refused", HttpStatus.FORBIDDEN);
        page.addObject("why", why.name());
        page.addObject("words", words(why));
        return page;
    }

    private String words(LoginRefused.Why why) {
        var at = oidc.name();
        return switch (why) {
            case NO_GROUP ->
                "Your account at " + at + " is in no group that Handback knows, or an administrator has shut it here.";
            case NEVER_HERE -> "Nobody is known here yet under your account at " + at + ". Log in on the pages once.";
            case NO_EMAIL -> at + " does not tell your e-mail address. Its administrator must let Handback have it.";
            case SOMEBODY_ELSE -> "Somebody else logged in at " + at + " than is logged in here. Log out there first.";
            case NO_TIME ->
                at + " does not say when you logged in (auth_time), so nothing can be signed. Its administrator must"
                        + " let it answer max_age.";
            case NOT_FRESH -> at + " did not ask you to log in again. Log out there first.";
            case NOT_ASKED -> "This way back was used before, is too old, or began in another browser. Begin anew.";
            case INVALID -> "What " + at + " says about you does not hold, so nobody was let in.";
            case BY_PROVIDER -> at + " did not let you in, or you gave up there.";
            case UNREACHABLE -> at + " cannot be reached now, or answers nothing that can be used.";
        };
    }

    @GetMapping("/password")
    String password(Model model, Principal person) {
        model.addAttribute("mustChange", people.mustChangePassword(person.getName()));
        return "password";
    }

    @PostMapping("/password")
    ModelAndView change(
            @RequestParam String current,
            @RequestParam String fresh,
            @RequestParam String again,
            Principal person,
            HttpServletRequest request,
            HttpServletResponse response) {
        var wrong = logins.wrongNow(person.getName(), current);
        if (wrong.isPresent()) {
            return refused(wrong.get());
        }
        if (!fresh.equals(again)) {
            return refused("The new password was typed in two ways. Nothing was changed.");
        }
        try {
            people.setPassword(person.getName(), fresh);
        } catch (PasswordRefused weak) {
            return refused(String.valueOf(weak.getMessage()));
        }
        stayLoggedIn(person.getName(), request, response);
        return new ModelAndView("redirect:/");
    }

    /** Every session of the former password ends; this one goes on with the new one. */
    private void stayLoggedIn(String person, HttpServletRequest request, HttpServletResponse response) {
        request.changeSessionId();
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(logins.afterChange(person));
        SecurityContextHolder.setContext(context);
        new HttpSessionSecurityContextRepository().saveContext(context, request, response);
    }

    private static ModelAndView refused(String why) {
        var page = new ModelAndView("password", HttpStatus.BAD_REQUEST);
        page.addObject("refused", why);
        return page;
    }
}
