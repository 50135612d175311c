package dev.handback.retrieval.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * The archive classes of the {@link ScriptedStore}, as S3 has them: a GET is refused until a restore was asked for and has
 * been completed; a second request meanwhile is a conflict, one after it prolongs the copy; the copy goes on its day.
 */
final class ScriptedArchive {
    private static final Pattern DAYS = Pattern.compile("<Days>(\\d+)</Days>");
    private static final Pattern TIER = Pattern.compile("<Tier>(\\w+)</Tier>");

    /** Answers to requests for a restore, by key, in place of the store's. */
    final Map<String, ScriptedStore.Answer> ofRestore = new ConcurrentHashMap<>();
    /** What was asked: key, version, tier, days. */
    final List<String> asked = new CopyOnWriteArrayList<>();
    /** Keys that were looked at. */
    final List<String> looked = new CopyOnWriteArrayList<>();

    volatile Instant now = Instant.now();
    /** How often it is looked at until a restore that was asked for is complete; -1 when only {@link #complete} does it. */
    volatile int looks = -1;

    private final Map<String, Cold> cold = new ConcurrentHashMap<>();

    private record Cold(String storageClass, boolean ongoing, Instant until, int looks) {}

    void archive(String key, String storageClass) {
        cold.put(key, new Cold(storageClass, false, Instant.MIN, 0));
    }

    void complete(String key, Instant until) {
        cold.computeIfPresent(key, (k, c) -> new Cold(c.storageClass(), false, until, 0));
    }

    boolean isUnreadable(String key) {
        var found = cold.get(key);
        return found != null && (found.ongoing() || !found.until().isAfter(now));
    }

    void restore(HttpExchange exchange, String key, String version) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        asked.add("%s %s %s %s".formatted(key, version, first(TIER, body), first(DAYS, body)));
        var scripted = ofRestore.get(key);
        var found = cold.get(key);
        if (scripted != null) {
            scripted.to(exchange);
        } else if (found == null) {
            ScriptedStore.error(
                            403, "InvalidObjectState", "Restore is not allowed for the object's current storage class")
                    .to(exchange);
        } else if (found.ongoing()) {
            ScriptedStore.error(409, "RestoreAlreadyInProgress", "Object restore is already in progress")
                    .to(exchange);
        } else if (found.until().isAfter(now)) {
            ScriptedStore.say(exchange, 200, new byte[0]);
        } else {
            cold.put(key, new Cold(found.storageClass(), true, Instant.MIN, 0));
            ScriptedStore.say(exchange, 202, new byte[0]);
        }
    }

    /** Headers that a version has by what it is; for HEAD and GET. */
    void headers(HttpExchange exchange, String key) {
        var found = cold.get(key);
        if (found == null) {
            return;
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            looked.add(key);
            found = aged(key, found);
        }
        exchange.getResponseHeaders().add("x-amz-storage-class", found.storageClass());
        if (found.ongoing()) {
            exchange.getResponseHeaders().add("x-amz-restore", "ongoing-request=\"true\"");
        } else if (found.until().isAfter(now)) {
            var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(found.until().atOffset(ZoneOffset.UTC));
            exchange.getResponseHeaders()
                    .add("x-amz-restore", "ongoing-request=\"false\", expiry-date=\"" + date + "\"");
        }
    }

    private Cold aged(String key, Cold found) {
        if (!found.ongoing() || looks < 0) {
            return found;
        }
        var next = found.looks() + 1 < looks
                ? new Cold(found.storageClass(), true, Instant.MIN, found.looks() + 1)
                : new Cold(found.storageClass(), false, now.plusSeconds(14 * 86_400), 0);
        cold.put(key, next);
        return found;
    }

    private static String first(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        return found.find() ? found.group(1) : "-";
    }
}
