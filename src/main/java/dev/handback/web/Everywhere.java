package dev.handback.web;

import dev.handback.people.People;
import dev.handback.people.Person;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page knows: who looks at it. */
@ControllerAdvice
class Everywhere {
    private final People people;

    Everywhere(People people) {
        this.people = people;
    }

    @ModelAttribute("me")
    @Nullable
    Person me(@Nullable Principal principal) {
        return principal == null ? null : people.find(principal.getName()).orElse(null);
    }
}
