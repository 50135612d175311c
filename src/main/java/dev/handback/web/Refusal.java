package dev.handback.web;

import dev.handback.exits.Finding;
import dev.handback.exits.GateRefused;
import dev.handback.exits.InvalidInput;
import dev.handback.exits.NotAllowed;
import dev.handback.exits.NotFound;
import dev.handback.exits.Refused;
import dev.handback.process.CompletedOnPage;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.multipart.MultipartException;

/**
 * What a refused command says to people and programs: everything that stands against it, at once.
 *
 * @param command the request that would do what this one cannot
 */
record Refusal(
        HttpStatusCode status,
        String message,
        List<Finding> findings,
        List<InvalidInput.Problem> problems,
        @Nullable String command) {

    /** What PostgreSQL says of characters that it cannot hold, and of days beyond its own. */
    private static final Set<String> UNKEPT = Set.of("22021", "22008");

    Refusal(HttpStatusCode status, String message, List<Finding> findings, List<InvalidInput.Problem> problems) {
        this(status, message, findings, problems, null);
    }

    /** What was refused by a rule; empty for a fault of ours, whose message is nobody's business. */
    static Optional<Refusal> of(Throwable e) {
        var refusal = itself(e);
        // a step of a process refuses inside the engine, which wraps it
        return refusal.isPresent() || e.getCause() == null || e.getCause() == e ? refusal : of(e.getCause());
    }

    private static Optional<Refusal> itself(Throwable e) {
        if (e instanceof GateRefused gate) {
            return Optional.of(
                    new Refusal(HttpStatus.CONFLICT, String.valueOf(gate.getMessage()), gate.findings(), List.of()));
        }
        if (e instanceof InvalidInput input) {
            var message = "Some of what was entered cannot be used.";
            return Optional.of(new Refusal(HttpStatus.BAD_REQUEST, message, List.of(), input.problems()));
        }
        if (e instanceof NotFound) {
            return plain(HttpStatus.NOT_FOUND, e);
        }
        if (e instanceof NotAllowed) {
            return plain(HttpStatus.FORBIDDEN, e);
        }
        if (e instanceof CompletedOnPage elsewhere) {
            var command = elsewhere.command().orElse(null);
            var message = String.valueOf(e.getMessage());
            return Optional.of(new Refusal(HttpStatus.CONFLICT, message, List.of(), List.of(), command));
        }
        if (e instanceof Refused) {
            return plain(HttpStatus.CONFLICT, e);
        }
        if (e instanceof ErrorResponse known) {
            var detail = known.getBody().getDetail();
            return Optional.of(new Refusal(
                    known.getStatusCode(), detail == null ? "This cannot be used." : detail, List.of(), List.of()));
        }
        if (e instanceof TypeMismatchException
                || e instanceof HttpMessageNotReadableException
                || e instanceof MultipartException) {
            // not e.getMessage(): it names our classes
            return Optional.of(new Refusal(
                    HttpStatus.BAD_REQUEST, "A value has not the form that is expected here.", List.of(), List.of()));
        }
        if (e instanceof SQLException sql && UNKEPT.contains(String.valueOf(sql.getSQLState()))) {
            return Optional.of(new Refusal(
                    HttpStatus.BAD_REQUEST,
                    "A value holds a character, or a day, that cannot be kept (such as a zero byte).",
                    List.of(),
                    List.of()));
        }
        var annotated = AnnotatedElementUtils.findMergedAnnotation(e.getClass(), ResponseStatus.class);
        return annotated == null ? Optional.empty() : plain(annotated.code(), e);
    }

    private static Optional<Refusal> plain(HttpStatusCode status, Throwable e) {
        return Optional.of(new Refusal(status, String.valueOf(e.getMessage()), List.of(), List.of()));
    }
}
