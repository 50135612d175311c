package dev.handback.verify;

/** A package beyond the limits of whoever was asked to check it; nothing of it was judged. */
final class TooLarge extends RuntimeException {
    TooLarge(String why) {
        super(why);
    }
}
