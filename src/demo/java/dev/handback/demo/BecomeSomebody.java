package dev.handback.demo;

import dev.handback.people.People;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** "You are ...": in the demo, and nowhere else, one click makes you somebody else. */
@Controller
@Profile(DemoStart.PROFILE)
class BecomeSomebody {
    private static final Pattern OWN_PAGE = Pattern.compile("/(?![/\\\\])[\\w./?=&%:-]*");

    private final People people;
    private final DemoSecrets secrets;
    private final DemoTour tour;

    BecomeSomebody(People people, DemoSecrets secrets, DemoTour tour) {
        this.people = people;
        this.secrets = secrets;
        this.tour = tour;
    }

    @GetMapping("/demo")
    String page(Model model) throws IOException {
        var passwords = new HashMap<String, String>();
        for (var person : DemoPerson.ALL) {
            passwords.put(person.id(), secrets.of(person.id()));
        }
        model.addAttribute("people", DemoPerson.ALL);
        model.addAttribute("passwords", passwords);
        model.addAttribute("stops", tour.stops());
        return "demo";
    }

    /**
     * Ends the session of whoever was logged in and begins one of this person, without a password.
     *
     * @param to the page of ours to go to; of anything else nothing is taken
     */
    @PostMapping("/demo/become/{id}")
    String become(
            @PathVariable String id,
            @RequestParam(defaultValue = "/") String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        var person = people.find(id)
                .filter(found ->
                        DemoPerson.ALL.stream().anyMatch(demo -> demo.id().equals(found.id())))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        request.getSession().invalidate();
        var rights = person.groups().stream().map(SimpleGrantedAuthority::new).toList();
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(person.id(), null, rights));
        new HttpSessionSecurityContextRepository().saveContext(context, request, response);
        return "redirect:" + (OWN_PAGE.matcher(to).matches() ? to : "/");
    }

    @Configuration(proxyBeanMethods = false)
    @Profile(DemoStart.PROFILE)
    static class Open {
        /** Open to all who reach it, which is this machine; the session's CSRF token is asked for as everywhere. */
        @Bean
        @Order(0)
        SecurityFilterChain demo(HttpSecurity http) throws Exception {
            return http.securityMatcher(PathPatternRequestMatcher.withDefaults().matcher("/demo/**"))
                    .headers(headers -> headers.contentSecurityPolicy(content -> content.policyDirectives(
                            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
                                    + " base-uri 'none'; frame-ancestors 'none'")))
                    .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }
    }

    /** Lets the layout show the switch on every page. */
    @ControllerAdvice
    @Profile(DemoStart.PROFILE)
    static class Everywhere {
        @ModelAttribute("demoPeople")
        List<DemoPerson> demoPeople() {
            return DemoPerson.ALL;
        }

        /** Where somebody else is shown the same; a page that answers a form cannot be asked for again. */
        @ModelAttribute("demoHere")
        String demoHere(HttpServletRequest request) {
            return request.getMethod().equals("GET") && !request.getRequestURI().startsWith("/demo")
                    ? request.getRequestURI()
                    : "/";
        }
    }
}
