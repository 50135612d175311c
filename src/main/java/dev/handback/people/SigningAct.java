package dev.handback.people;

import java.io.Serializable;

/**
 * The one act for which somebody proves anew who they are: this document, and no other.
 *
 * @param sha256 of the document as it was shown
 */
public record SigningAct(Kind kind, String number, String sha256) implements Serializable {
    /** What is done to the document. */
    public enum Kind {
        CERTIFICATE,
        ORDER
    }
}
