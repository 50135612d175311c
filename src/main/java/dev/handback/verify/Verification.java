package dev.handback.verify;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A check of a package that somebody asked the running application for.
 *
 * @param number of a package that was built here; null for an upload
 * @param name what the person called the uploaded file
 * @param bytes null until the file is here
 * @param exitCode what the command line would have ended with; null while nothing was judged
 * @param problem why nothing was judged
 */
public record Verification(
        String id,
        @Nullable String number,
        @Nullable String name,
        @Nullable Long bytes,
        @Nullable String sha256,
        HowToVerify how,
        Instant askedAt,
        @Nullable Instant endedAt,
        @Nullable Integer exitCode,
        @Nullable String problem) {

    /** True while an upload was asked for and has not come. */
    public boolean waitsForFile() {
        return bytes == null && endedAt == null;
    }

    public boolean onItsWay() {
        return bytes != null && endedAt == null;
    }

    /** True when everything was judged and nothing speaks against the package. */
    public boolean good() {
        return Integer.valueOf(Commands.GOOD).equals(exitCode);
    }
}
