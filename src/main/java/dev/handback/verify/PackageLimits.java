package dev.handback.verify;

import java.nio.file.Path;

/**
 * What a check of a package may cost. At the command line that is the reader's own affair; a page is asked by many, and of
 * everything that is not payload the check keeps much in memory.
 *
 * @param files in it at most
 * @param evidence bytes of all files that are not payload, and of the ZIP's directory, at most
 * @param scratch where repositories are opened
 */
record PackageLimits(long files, long evidence, Path scratch) {
    static PackageLimits none() {
        return new PackageLimits(Long.MAX_VALUE, Long.MAX_VALUE, Path.of(System.getProperty("java.io.tmpdir")));
    }

    void directory(long entries, long bytes) throws TooLarge {
        if (entries > files) {
            throw new TooLarge("it has " + entries + " files, expected at most " + files);
        }
        evidence(bytes);
    }

    void evidence(long bytes) throws TooLarge {
        if (bytes > evidence) {
            throw new TooLarge("beside the payload it has more than " + evidence + " bytes");
        }
    }
}
