package dev.handback.people;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** A new password that is too weak; the message says why and never repeats it. */
@ResponseStatus(HttpStatus.BAD_REQUEST)
public class PasswordRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PasswordRefused(String message) {
        super(message);
    }
}
