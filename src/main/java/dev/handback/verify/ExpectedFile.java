package dev.handback.verify;

import org.jspecify.annotations.Nullable;

/** A payload file as the ledger and its manifests say it must be. */
record ExpectedFile(String sha256, long bytes, String asset) {

    /** @param found null for a file that is not there, or not listed */
    boolean is(@Nullable Long found, @Nullable String listed) {
        return found != null && found == bytes && sha256.equals(listed);
    }

    String words() {
        return "expected " + bytes + " bytes of SHA-256 " + sha256;
    }
}
