package dev.handback.custody;

/** No time-stamp could be had; the message says from whom and why. */
public class TimeStampRefused extends RuntimeException {
    public TimeStampRefused(String message) {
        super(message);
    }
}
