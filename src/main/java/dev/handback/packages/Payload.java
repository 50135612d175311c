package dev.handback.packages;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The payload of a bag: each content once, in the order of the paths. One entry in memory for each content. */
final class Payload {
    private final SortedMap<String, Held> files = new TreeMap<>();
    private final Map<String, String> bundles = new HashMap<>();
    private long bytes;

    /** @return where it lies in the bag */
    String add(Held held) {
        return put(
                "data/sha256/" + held.sha256().hex().substring(0, 2) + "/"
                        + held.sha256().hex().substring(2, 4) + "/"
                        + held.sha256().hex(),
                held);
    }

    /** A bundle has a name that people can use; a repeated attempt that gave the same bytes is not put twice. */
    String addBundle(String asset, int attempt, Held bundle) {
        var path = bundles.computeIfAbsent(
                asset + "/" + bundle.sha256().hex(), first -> "data/git/" + asset + "/" + attempt + ".bundle");
        return put(path, bundle);
    }

    private String put(String path, Held held) {
        var there = files.putIfAbsent(path, held);
        if (there == null) {
            bytes += held.bytes();
        } else if (there.bytes() != held.bytes()) {
            throw new IllegalStateException(
                    held.sha256().hex() + " is said to have " + there.bytes() + " and " + held.bytes() + " bytes");
        }
        return path;
    }

    SortedMap<String, Held> files() {
        return files;
    }

    /** As BagIt counts: bytes, then files. */
    String oxum() {
        return bytes + "." + files.size();
    }

    void manifest(OutputStream out) throws IOException {
        for (var file : files.entrySet()) {
            out.write((file.getValue().sha256().hex() + "  " + file.getKey() + "\n").getBytes(US_ASCII));
        }
    }
}
