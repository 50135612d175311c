package dev.handback.certificates;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** The document could not be sealed; nothing was issued. The message says what to repair. */
@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
public class SealingRefused extends RuntimeException {
    SealingRefused(String message, Throwable cause) {
        super(message, cause);
    }

    SealingRefused(String message) {
        super(message);
    }
}
