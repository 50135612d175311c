package dev.handback.verify;

import java.io.IOException;
import java.io.InputStream;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** The files of a package, in a ZIP or unpacked. Nothing is written, no link is followed, nothing is decompressed. */
interface PackageFiles extends AutoCloseable {
    /** No name of ours has anything else; so none leads out, and none means something else elsewhere. */
    Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*");

    int LONGEST_NAME = 1024;

    /** Names below the package's folder, with their sizes. */
    SortedMap<String, Long> sizes();

    InputStream open(String name) throws IOException;

    @Override
    void close() throws IOException;

    static boolean isName(String name) {
        if (name.length() > LONGEST_NAME
                || !NAME.matcher(name).matches()) { // a longer one overflows the matcher's stack
            return false;
        }
        for (var part : name.split("/")) {
            if (part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return true;
    }
}
