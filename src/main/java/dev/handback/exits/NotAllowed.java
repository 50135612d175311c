package dev.handback.exits;

/** This person may not give this command: wrong group, or it forbids another part they already played. */
public class NotAllowed extends Refused {
    public NotAllowed(String message) {
        super(message);
    }
}
