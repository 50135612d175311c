package dev.handback.exits;

/** A profile's file cannot be used; the message names file and field. The application does not start with it. */
class InvalidProfile extends RuntimeException {
    InvalidProfile(String file, String reason) {
        super("profile " + file + ": " + reason);
    }
}
