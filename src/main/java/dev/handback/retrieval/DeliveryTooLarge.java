package dev.handback.retrieval;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** A file, or all of them together, are more than a delivery may be; nothing of what was refused is kept. */
@ResponseStatus(HttpStatus.PAYLOAD_TOO_LARGE)
public final class DeliveryTooLarge extends RuntimeException {
    DeliveryTooLarge(String what) {
        super(what);
    }
}
