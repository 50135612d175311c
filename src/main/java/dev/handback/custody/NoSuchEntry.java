package dev.handback.custody;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** The ledger is shorter than the entry somebody asked for. */
@ResponseStatus(HttpStatus.NOT_FOUND)
public final class NoSuchEntry extends RuntimeException {
    NoSuchEntry(long seq, long size) {
        super("The ledger has no entry " + seq + ": it holds " + size + ", numbered from 0.");
    }
}
