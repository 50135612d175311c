package dev.handback.verify;

import java.io.IOException;
import java.io.InputStream;
import java.util.SortedMap;

/** The files of a package, in a ZIP or unpacked. Nothing is written, no link is followed, nothing is decompressed. */
interface PackageFiles extends AutoCloseable {
    int LONGEST_NAME = 1024;

    /** Names below the package's folder, with their sizes. */
    SortedMap<String, Long> sizes();

    InputStream open(String name) throws IOException;

    @Override
    void close() throws IOException;

    /** Parts of letters, digits, {@code . _ -}: so none leads out, and none means something else elsewhere. */
    static boolean isName(String name) {
        if (name.length() > LONGEST_NAME) {
            return false;
        }
        int begin = 0;
        for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', begin)) {
            if (!isPart(name, begin, end)) {
                return false;
            }
            begin = end + 1;
        }
        return isPart(name, begin, name.length());
    }

    private static boolean isPart(String name, int begin, int end) {
        for (int i = begin; i < end; i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || "._-".indexOf(c) >= 0)) {
                return false;
            }
        }
        var dots = end - begin <= 2 && name.substring(begin, end).matches("\\.*");
        return end > begin && !dots;
    }
}
