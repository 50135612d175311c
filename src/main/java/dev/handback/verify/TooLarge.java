package dev.handback.verify;

import java.io.IOException;

/** A package beyond the limits of whoever was asked to check it; nothing of it was judged. */
final class TooLarge extends IOException {
    TooLarge(String why) {
        super(why);
    }
}
