package dev.handback.sources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.sources.LfsEnd.NotHere;
import dev.handback.sources.SourceRefused.Reason;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The batch API's JSON. Whatever a server writes into it is only believed where it fits what was asked. */
final class LfsBatch {

    static final String MEDIA_TYPE = "application/vnd.git-lfs+json";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** An offer that ends this soon would end while it is used. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    /** A server could otherwise frame the request anew, name another host in it, or use us against a proxy. */
    private static final Set<String> REFUSED_HEADERS = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "keep-alive",
            "cookie",
            "range",
            "accept-encoding");

    private final Clock clock;

    LfsBatch(Clock clock) {
        this.clock = clock;
    }

    static byte[] request(Collection<LfsObject> wanted) {
        var body = new LinkedHashMap<String, Object>();
        body.put("operation", "download");
        body.put("transfers", List.of("basic"));
        body.put("hash_algo", "sha256");
        body.put(
                "objects",
                wanted.stream()
                        .map(object -> Map.of("oid", object.oid(), "size", object.size()))
                        .toList());
        try {
            return JSON.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One offer for each object that was asked for; what was not asked for is not looked at. */
    Map<LfsObject, LfsOffer> read(byte[] answer, Collection<LfsObject> wanted, Locator server) {
        JsonNode root = parse(answer, server);
        String transfer = root.path("transfer").asText("basic");
        String algorithm = root.path("hash_algo").asText("sha256");
        if (!transfer.equals("basic") || !algorithm.equals("sha256"))
            throw new SourceRefused(
                    Reason.UNSUPPORTED,
                    "LFS_TRANSFER_UNSUPPORTED",
                    server + " answered with transfer " + Printable.of(transfer) + " and " + Printable.of(algorithm)
                            + "; only basic and sha256 were asked for");
        var offers = new LinkedHashMap<LfsObject, LfsOffer>();
        wanted.forEach(object -> offers.put(
                object, refused("LFS_OBJECT_UNANSWERED", "the server's answer does not speak of the object")));
        Map<String, LfsObject> asked = new LinkedHashMap<>();
        wanted.forEach(object -> asked.put(object.oid(), object));
        for (JsonNode row : root.path("objects")) {
            LfsObject object = asked.get(row.path("oid").asText());
            if (object != null) offers.put(object, offer(object, row));
        }
        return offers;
    }

    private static JsonNode parse(byte[] answer, Locator server) {
        try {
            JsonNode root = JSON.readTree(answer);
            if (root.path("objects").isArray()) return root;
        } catch (IOException e) {
            // its own words would quote the answer, which can hold tokens
            throw broken(server);
        }
        throw broken(server);
    }

    private static SourceRefused broken(Locator server) {
        return new SourceRefused(
                Reason.BROKEN, "LFS_ANSWER_BROKEN", server + " answered something that is no list of LFS objects");
    }

    private LfsOffer offer(LfsObject object, JsonNode row) {
        JsonNode error = row.path("error");
        if (error.isObject()) return refused(error);
        if (row.path("size").asLong(object.size()) != object.size())
            return refused(
                    "LFS_OBJECT_DIFFERS", "the server says " + row.path("size").asLong() + " bytes");
        JsonNode download = row.path("actions").path("download");
        if (!download.path("href").isTextual()) return refused("LFS_OBJECT_MISSING", "the server offers no download");
        try {
            return download(download);
        } catch (SourceRefused e) {
            return refused("LFS_HREF_REFUSED", e.detail());
        }
    }

    private static LfsOffer refused(JsonNode error) {
        int status = error.path("code").asInt();
        String words = "the server answers " + status + " "
                + Printable.of(error.path("message").asText());
        return refused(code(status), words.strip());
    }

    static String code(int status) {
        return switch (status) {
            case 404 -> "LFS_OBJECT_MISSING";
            case 410 -> "LFS_OBJECT_REMOVED";
            case 401, 403 -> "LFS_OBJECT_FORBIDDEN";
            case 429, 500, 502, 503, 504 -> "LFS_OBJECT_UNREACHABLE";
            default -> "LFS_OBJECT_REFUSED";
        };
    }

    private static LfsOffer refused(String code, String actual) {
        return new LfsOffer.Refused(new NotHere(code, actual));
    }

    private LfsOffer download(JsonNode action) {
        String href = action.path("href").asText();
        if (href.indexOf('#') >= 0) throw Locator.refused("has a fragment");
        int mark = href.indexOf('?');
        Locator at = Locator.parse(mark < 0 ? href : href.substring(0, mark));
        return new LfsOffer.Download(
                at, mark < 0 ? null : href.substring(mark + 1), headers(action.path("header")), until(action));
    }

    private static Map<String, String> headers(JsonNode header) {
        var headers = new LinkedHashMap<String, String>();
        header.properties().forEach(field -> {
            String name = field.getKey();
            String value = field.getValue().asText();
            String lower = name.toLowerCase(Locale.ROOT);
            if (REFUSED_HEADERS.contains(lower) || lower.startsWith("proxy-")) return;
            if (!name.matches("[A-Za-z0-9-]{1,64}") || !value.matches("[\\x20-\\x7e]{0,8192}"))
                throw SourceRefused.policy("LFS_HREF_REFUSED", "the server wants a header that cannot be sent");
            headers.put(name, value);
        });
        return Map.copyOf(headers);
    }

    private @Nullable Long until(JsonNode action) {
        Duration left = left(action);
        return left == null ? null : System.nanoTime() + left.minus(MARGIN).toNanos();
    }

    /** The number of seconds outranks the instant, as the protocol says: their clock may go wrong. */
    private @Nullable Duration left(JsonNode action) {
        long seconds = action.path("expires_in").asLong();
        if (seconds != 0) return Duration.ofSeconds(Math.max(-86_400, Math.min(seconds, 86_400)));
        String at = action.path("expires_at").asText();
        if (at.isEmpty() || at.startsWith("0001-01-01")) return null;
        try {
            Duration left = Duration.between(
                    Instant.now(clock), OffsetDateTime.parse(at).toInstant());
            return left.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1) : left;
        } catch (DateTimeException | ArithmeticException e) {
            // unreadable: as if nothing had been said, and a refusal then says that it ended
            return null;
        }
    }
}
