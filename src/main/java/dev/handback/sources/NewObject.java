package dev.handback.sources;

import dev.handback.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An object to be put into a bucket.
 *
 * @param facts what its holder's store told about it, in the words of our manifest
 */
public record NewObject(String key, long size, Sha256 sha256, Map<String, Object> facts) {

    /** What a header of a request can say, and cannot be taken for another header. */
    private static final Pattern SENDABLE = Pattern.compile("[\\x20-\\x7e]{0,2048}");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}");

    /** What people wrote beside it, as far as it can be sent. */
    public Map<String, String> metadata() {
        return sendable("metadata");
    }

    /** What it is served with, as far as it can be sent. */
    public Map<String, String> headers() {
        return sendable("headers");
    }

    /** Its tags; empty too where its holder's store did not tell them. */
    public Map<String, String> tags() {
        return texts("tags");
    }

    /** Names of what stands beside it and cannot be sent as it is: other than plain text in a header is read differently everywhere. */
    public List<String> unsendable() {
        var names = new ArrayList<String>();
        for (String kind : List.of("metadata", "headers")) {
            var all = texts(kind);
            all.keySet().removeAll(sendable(kind).keySet());
            names.addAll(all.keySet());
        }
        return names;
    }

    private Map<String, String> sendable(String kind) {
        var texts = texts(kind);
        texts.entrySet()
                .removeIf(text -> !NAME.matcher(text.getKey()).matches()
                        || !SENDABLE.matcher(text.getValue()).matches());
        return texts;
    }

    private Map<String, String> texts(String kind) {
        var texts = new TreeMap<String, String>();
        if (facts.get(kind) instanceof Map<?, ?> pairs)
            pairs.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        return texts;
    }
}
