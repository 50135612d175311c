package dev.handback.web;

import dev.handback.people.LoginByCompany;
import dev.handback.people.People;
import dev.handback.people.Person;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

/** What every page knows: who looks at it. */
@ControllerAdvice
class Everywhere {
    private final People people;

    Everywhere(People people, Shown shown, FindingsApi help, ThymeleafViewResolver views) {
        this.people = people;
        views.addStaticVariable("shown", shown); // error pages have no model of ours
        views.addStaticVariable("help", help);
    }

    /** Then there is no password to change. */
    @ModelAttribute("byCompany")
    boolean byCompany(@Nullable Principal principal) {
        return principal instanceof LoginByCompany;
    }

    @ModelAttribute("me")
    @Nullable
    Person me(@Nullable Principal principal) {
        return principal == null ? null : people.find(principal.getName()).orElse(null);
    }
}
