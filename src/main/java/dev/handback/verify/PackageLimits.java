package dev.handback.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a check of a package may cost. At the command line that is the reader's own affair; a page is asked by many, and of
 * everything that is not payload the check keeps much in memory.
 *
 * @param files in it at most
 * @param evidence bytes of all files that are not payload, and of the ZIP's directory, at most
 * @param scratch where repositories are opened, so that {@code keepFree} bytes stay free
 */
record PackageLimits(long files, long evidence, Path scratch, long keepFree) {
    static PackageLimits none() {
        return new PackageLimits(Long.MAX_VALUE, Long.MAX_VALUE, Path.of(System.getProperty("java.io.tmpdir")), 0);
    }

    /** Asked before a repository of so many bytes is opened: a full disk is no fault of the package. */
    void room(long bytes) throws IOException {
        var usable = Files.getFileStore(scratch).getUsableSpace();
        if (usable - bytes < keepFree) {
            throw new TooLarge("opening a repository of " + bytes + " bytes would leave less than " + keepFree
                    + " bytes free where repositories are opened (" + usable + " are)");
        }
    }

    void directory(long entries, long bytes) {
        if (entries > files) {
            throw new TooLarge("it has " + entries + " files, expected at most " + files);
        }
        evidence(bytes);
    }

    void evidence(long bytes) {
        if (bytes > evidence) {
            throw new TooLarge("beside the payload it has more than " + evidence + " bytes");
        }
    }
}
