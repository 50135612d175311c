package dev.handback.sources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handback.sources.LfsEnd.NotHere;
import dev.handback.sources.SourceRefused.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import java.util.function.Function;
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

    /** @param operation download or upload */
    static byte[] request(String operation, Collection<LfsObject> wanted) {
        var body = new LinkedHashMap<String, Object>();
        body.put("operation", operation);
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

    /** What we tell a server about an object that it wants to be told of. */
    static byte[] verification(LfsObject object) {
        return ("{\"oid\":\"" + object.oid() + "\",\"size\":" + object.size() + "}").getBytes(StandardCharsets.UTF_8);
    }

    /** One offer for each object that was asked for; what was not asked for is not looked at. */
    Map<LfsObject, LfsOffer> offers(byte[] answer, Collection<LfsObject> wanted, Locator server) {
        return read(answer, wanted, server, LfsOffer.Refused::new, this::download);
    }

    /** The same for what we want to bring. */
    Map<LfsObject, LfsUpload> uploads(byte[] answer, Collection<LfsObject> wanted, Locator server) {
        return read(answer, wanted, server, LfsUpload.Refused::new, this::upload);
    }

    private <T> Map<LfsObject, T> read(
            byte[] answer,
            Collection<LfsObject> wanted,
            Locator server,
            Function<NotHere, T> refused,
            Function<JsonNode, T> accepted) {
        JsonNode root = parse(answer, server);
        String transfer = root.path("transfer").asText("basic");
        String algorithm = root.path("hash_algo").asText("sha256");
        if (!transfer.equals("basic") || !algorithm.equals("sha256"))
            throw new SourceRefused(
                    Reason.UNSUPPORTED,
                    "LFS_TRANSFER_UNSUPPORTED",
                    server + " answered with transfer " + Printable.of(transfer) + " and " + Printable.of(algorithm)
                            + "; only basic and sha256 were asked for");
        var rows = new LinkedHashMap<LfsObject, T>();
        var silent = new NotHere("LFS_OBJECT_UNANSWERED", "the server's answer does not speak of the object");
        wanted.forEach(object -> rows.put(object, refused.apply(silent)));
        Map<String, LfsObject> asked = new LinkedHashMap<>();
        wanted.forEach(object -> asked.put(object.oid(), object));
        for (JsonNode row : root.path("objects")) {
            LfsObject object = asked.get(row.path("oid").asText());
            if (object == null) continue;
            NotHere why = refusal(object, row);
            rows.put(object, why == null ? judged(row, refused, accepted) : refused.apply(why));
        }
        return rows;
    }

    private static <T> T judged(JsonNode row, Function<NotHere, T> refused, Function<JsonNode, T> accepted) {
        try {
            return accepted.apply(row.path("actions"));
        } catch (SourceRefused e) {
            return refused.apply(new NotHere("LFS_HREF_REFUSED", e.detail()));
        }
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

    private static @Nullable NotHere refusal(LfsObject object, JsonNode row) {
        JsonNode error = row.path("error");
        if (error.isObject()) {
            int status = error.path("code").asInt();
            String words = "the server answers " + status + " "
                    + Printable.of(error.path("message").asText());
            return new NotHere(code(status), words.strip());
        }
        long size = row.path("size").asLong(object.size());
        return size == object.size() ? null : new NotHere("LFS_OBJECT_DIFFERS", "the server says " + size + " bytes");
    }

    private LfsOffer download(JsonNode actions) {
        JsonNode download = actions.path("download");
        return download.path("href").isTextual()
                ? new LfsOffer.Download(action(download))
                : new LfsOffer.Refused(new NotHere("LFS_OBJECT_MISSING", "the server offers no download"));
    }

    /** No action to bring it means that it is there already. */
    private LfsUpload upload(JsonNode actions) {
        JsonNode upload = actions.path("upload");
        JsonNode verify = actions.path("verify");
        return upload.path("href").isTextual()
                ? new LfsUpload.To(action(upload), verify.path("href").isTextual() ? action(verify) : null)
                : new LfsUpload.There();
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

    private LfsAction action(JsonNode action) {
        String href = action.path("href").asText();
        if (href.indexOf('#') >= 0) throw Locator.refused("has a fragment");
        int mark = href.indexOf('?');
        Locator at = Locator.parse(mark < 0 ? href : href.substring(0, mark));
        return new LfsAction(
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
