package dev.handback.web;

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

    LoginPages(People people, PasswordLogin logins) {
        this.people = people;
        this.logins = logins;
    }

    @GetMapping("/login")
    String login() {
        return "login";
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
        if (!people.passwordMatches(person.getName(), current)) {
            return refused("The password of now is wrong. Nothing was changed.");
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
