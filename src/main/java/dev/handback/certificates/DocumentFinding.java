package dev.handback.certificates;

/** One reason why a sealed document is not what it says. */
public record DocumentFinding(Code code, String detail) {
    /** Stable: outsiders' scripts and runbooks name them. */
    public enum Code {
        /** It cannot be read as a PDF. */
        NOT_A_PDF,
        /** It does not begin with the bytes that were shown to the signer. */
        NOT_THE_FROZEN_BYTES,
        /** It carries no signature. */
        NO_SEAL,
        /** The bytes were changed after the seal was made. */
        SEAL_BROKEN,
        /** It was sealed with a key that nothing here vouches for. */
        SEAL_NOT_TRUSTED,
        /** The seal cannot be proved good, for another reason, which the detail names. */
        SEAL_NOT_PROVED,
        /** Bytes that no seal covers, and that are more than the proof material of the seal. */
        BYTES_NOT_COVERED,
        /** A later addition changed what a reader sees. */
        CHANGED_AFTER_SEAL,
        /** The facts are not attached. */
        FACTS_MISSING,
        /** The attached facts cannot be read. */
        FACTS_UNREADABLE,
        /** The attached facts are not those of this document. */
        FACTS_DIFFER
    }
}
