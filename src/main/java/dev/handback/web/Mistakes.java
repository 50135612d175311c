package dev.handback.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handback.people.People;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.DisconnectedClientHelper;
import org.springframework.web.util.UriUtils;

/** Every error ends here: a page for people, problem+json for programs (RFC 9457), a stack trace for nobody. */
@Controller
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE) // before Spring's own, which answers people with JSON
class Mistakes implements ErrorController {
    private static final Logger LOG = LoggerFactory.getLogger(Mistakes.class);

    private final People people;

    Mistakes(People people) {
        this.people = people;
    }

    @ExceptionHandler
    @Nullable
    Object thrown(Exception e, HttpServletRequest request) throws Exception {
        if (e instanceof AccessDeniedException || e instanceof AuthenticationException) {
            throw e; // Spring Security answers these: log in, or 403
        }
        if (DisconnectedClientHelper.isClientDisconnectedException(e)) {
            return null; // nobody is there to answer
        }
        var refusal = Refusal.of(e);
        if (refusal.isPresent() && !refusal.get().status().is5xxServerError()) {
            return answer(request, request.getRequestURI(), refusal.get(), null);
        }
        var reference = UUID.randomUUID().toString();
        LOG.error("Request failed reference={} method={} path={}", reference, request.getMethod(), path(request), e);
        return answer(request, request.getRequestURI(), fault(), reference);
    }

    /** What the container refuses by itself, and what Spring Security answers. */
    @RequestMapping("/error")
    Object refused(HttpServletRequest request) {
        var code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status ? status : 404;
        var uri = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        var status = HttpStatusCode.valueOf(code);
        if (status.is5xxServerError()) {
            return answer(request, uri, fault(), null);
        }
        return answer(request, uri, new Refusal(status, sentence(request, code), List.of(), List.of()), null);
    }

    /** Who logs people in, or sends them away, may have said why. */
    private static String sentence(HttpServletRequest request, int code) {
        var said = request.getAttribute(RequestDispatcher.ERROR_MESSAGE);
        var status = HttpStatus.resolve(code);
        boolean ours = (code == 401 || code == 403)
                && said instanceof String words
                && !words.isBlank()
                && !words.equals(status == null ? "" : status.getReasonPhrase());
        return ours ? String.valueOf(said) : sentence(code);
    }

    private static String sentence(int code) {
        return switch (code) {
            case 401 ->
                "Log in, or send the name and password of a person, or an access token of your company's login where its audience is set.";
            case 403 ->
                "Your groups do not allow this, or the page was open for too long: go back, reload it and try again.";
            case 404 -> "Nothing is at this address. It may have been mistyped.";
            case 413 -> "The file is too large for a form.";
            default -> "The request cannot be used as it is.";
        };
    }

    private static Refusal fault() {
        return new Refusal(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "Nothing was recorded. Try again; if it stays, tell an administrator.",
                List.of(),
                List.of());
    }

    private Object answer(HttpServletRequest request, String uri, Refusal refusal, @Nullable String reference) {
        if (uri.startsWith("/api/") || uri.startsWith("/v3/")) {
            var problem = ProblemDetail.forStatusAndDetail(refusal.status(), refusal.message());
            // of the address that was asked, not of the one that answers for the container
            problem.setInstance(URI.create(UriUtils.encodePath(UriUtils.decode(uri, UTF_8), UTF_8)));
            if (!refusal.findings().isEmpty()) {
                problem.setProperty("findings", ExplainedFinding.of(refusal.findings()));
            }
            if (!refusal.problems().isEmpty()) {
                problem.setProperty("problems", refusal.problems());
            }
            if (refusal.command() != null) {
                problem.setProperty("command", refusal.command());
            }
            if (reference != null) {
                problem.setProperty("reference", reference);
            }
            return ResponseEntity.status(refusal.status())
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(problem);
        }
        var page = new ModelAndView("error", refusal.status());
        page.addObject("status", refusal.status().value());
        page.addObject("explanation", refusal.message());
        if (!refusal.findings().isEmpty() || !refusal.problems().isEmpty()) {
            page.addObject("refusal", refusal);
        }
        page.addObject("reference", reference);
        var person = request.getUserPrincipal();
        if (person != null) {
            people.find(person.getName()).ifPresent(me -> page.addObject("me", me));
        }
        return page;
    }

    /** Line breaks in an address must not fake a log line. */
    private static String path(HttpServletRequest request) {
        return request.getRequestURI()
                // the secret of a one-time link stands in its address
                .replaceFirst("^/holder/.*", "/holder/...")
                .replaceAll("\\p{Cntrl}", "?");
    }
}
