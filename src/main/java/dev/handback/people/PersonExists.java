package dev.handback.people;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** The account is taken. */
@ResponseStatus(HttpStatus.CONFLICT)
public class PersonExists extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PersonExists(String id) {
        super("There is a person \"" + id + "\" already. Choose another id.");
    }
}
