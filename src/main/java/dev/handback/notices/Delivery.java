package dev.handback.notices;

/** What became of handing one mail to the server. */
sealed interface Delivery {
    /** The server took it. */
    record Taken() implements Delivery {}

    /** The server will never take it, as it says. */
    record Refused(String why) implements Delivery {}

    /** The server does not take it now. */
    record Later(String why) implements Delivery {}
}
