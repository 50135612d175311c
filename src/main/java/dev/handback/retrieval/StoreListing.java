package dev.handback.retrieval;

import dev.handback.exits.GateRefused;
import dev.handback.exits.Refused;
import java.util.List;

/** Asks a connection what it has, for a register that is drawn up before anybody knows. */
public interface StoreListing {

    /**
     * The buckets that a connection shows us, or the places that its {@code urls} limit it to. Reaches out: call it outside
     * any transaction. A refusal stops nothing, since many a key may read its buckets and not list them.
     *
     * @throws GateRefused while legal has not confirmed the authority for this connection
     * @throws Refused when it is no S3 connection, refuses us or is not reached; says what to do instead
     */
    List<String> places(String exit, String connection);
}
