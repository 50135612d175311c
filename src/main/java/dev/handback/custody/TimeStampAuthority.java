package dev.handback.custody;

import java.net.URI;
import java.time.Instant;

/** Somebody outside this house who says, under a signature, that bytes existed at a time (RFC 3161). */
public interface TimeStampAuthority {
    /** Whether there is anybody to ask. */
    boolean configured();

    /**
     * Has these bytes stamped now, over the network: never call it inside a transaction.
     *
     * @throws TimeStampRefused when nobody answered, or with something that is no good time-stamp of these bytes
     */
    TimeStamp stamp(byte[] bytes);

    /**
     * What the authority answered.
     *
     * @param token the TimeStampToken in DER
     * @param authority that was asked
     * @param at the time that the token says
     */
    record TimeStamp(byte[] token, URI authority, Instant at) {}
}
