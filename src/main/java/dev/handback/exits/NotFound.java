package dev.handback.exits;

/** There is nothing under this name; the message says what was looked for. */
public class NotFound extends Refused {
    public NotFound(String what, String id) {
        super("there is no " + what + " " + id);
    }
}
