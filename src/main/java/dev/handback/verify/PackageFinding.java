package dev.handback.verify;

import org.jspecify.annotations.Nullable;

/**
 * One reason why a package is not what it says.
 *
 * @param object the file, entry or certificate it is about
 * @param asset whose evidence that is, where it is one's
 */
public record PackageFinding(
        Code code, String object, String detail, @Nullable String asset) {
    /** Stable; verify.py inside each package says the same ones. */
    public enum Code {
        /** A ZIP entry or a file that no package has: a link, a name that leads out, two headers that differ. */
        PACKAGE_ENTRY_REFUSED,
        /** It breaks the rules of a bag. */
        BAG_BROKEN,
        /** A file that must be there is not. */
        FILE_MISSING,
        /** A file that nothing names. */
        FILE_ADDED,
        /** A file whose bytes are not those its manifest names. */
        FILE_CHANGED,
        /** An entry of the ledger that the checkpoint does not cover. */
        ENTRY_NOT_PROVED,
        /** A checkpoint that the ledger's key did not sign. */
        CHECKPOINT_NOT_PROVED,
        /** Nothing that the reader believes vouches for the ledger's key. */
        CHECKPOINT_NOT_TRUSTED,
        /** What lies beside the checkpoint is no good time-stamp of it. */
        TIMESTAMP_REFUSED,
        /** The ledger did not grow out of the checkpoint that a certificate names. */
        HISTORY_CHANGED,
        /** The seal of a certificate is not good. */
        CERTIFICATE_REFUSED,
        /** A certificate that is not the one on the ledger. */
        CERTIFICATE_NOT_PROVED,
        /** A certificate says other of an asset than the ledger. */
        EVIDENCE_NOT_PROVED,
        /** What is held, or its names, is not what the ledger and its manifests say. */
        HOLDING_DIFFERS,
        /** A repository's bundle that is not a closed graph with the refs of its manifest. */
        BUNDLE_REFUSED
    }

    PackageFinding(Code code, String object, String detail) {
        this(code, object, detail, null);
    }

    @Override
    public String toString() {
        return code + " " + object + ": " + detail + (asset == null ? "" : " (asset " + asset + ")");
    }
}
