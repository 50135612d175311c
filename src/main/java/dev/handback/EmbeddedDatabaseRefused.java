package dev.handback;

/** The embedded database does not start; the message says why and what to do. */
final class EmbeddedDatabaseRefused extends RuntimeException {
    EmbeddedDatabaseRefused(String message) {
        super(message);
    }

    EmbeddedDatabaseRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
