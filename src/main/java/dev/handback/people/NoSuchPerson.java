package dev.handback.people;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** Nobody has this account. */
@ResponseStatus(HttpStatus.NOT_FOUND)
public class NoSuchPerson extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoSuchPerson(String id) {
        super("There is no person \"" + id + "\". The page /people lists everybody.");
    }
}
