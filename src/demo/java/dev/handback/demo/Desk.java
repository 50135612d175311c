package dev.handback.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/** One person at work through REST, as a script of theirs would. */
public final class Desk {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BOUNDARY = "handback-demo-boundary";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String origin;
    private final String authorization;

    public Desk(String origin, String person, String password) {
        this.origin = origin;
        this.authorization = "Basic "
                + Base64.getEncoder().encodeToString((person + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** What was answered; a refusal's body is its problem+json. */
    public record Answer(int status, JsonNode body, byte[] bytes, String location) {
        public boolean done() {
            return status < 300;
        }

        /** The answer to something that must work. */
        public Answer orFail() {
            if (!done()) {
                throw new IllegalStateException("refused with " + status + ": " + body);
            }
            return this;
        }
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer post(String path, Object body) {
        return send(
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(bytes(body))));
    }

    /** Sends bytes as they are, as {@code curl -T} does. */
    public Answer put(String path, byte[] body) {
        return send(request(path).PUT(BodyPublishers.ofByteArray(body)));
    }

    /** Sends a JSON part and a file beside it, as a form of a page does. */
    public Answer upload(String path, String name, String json, String fileName, byte[] file) {
        var head = part(name, name + ".json", "application/json", json)
                + "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s.pdf\"\r\n\r\n"
                        .formatted(BOUNDARY, fileName, fileName);
        var body = List.of(
                head.getBytes(StandardCharsets.UTF_8),
                file,
                ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send(request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArrays(body)));
    }

    /** Opens an exit with its register, and returns its id. */
    public String open(Map<String, Object> exit, String register) {
        var answer = tryOpen(exit, register).orFail();
        return answer.location().substring(answer.location().lastIndexOf('/') + 1);
    }

    /** Opens an exit with a register, empty for none; the answer may be a refusal. */
    public Answer tryOpen(Map<String, Object> exit, String register) {
        var body = part("exit", "exit.json", "application/json", new String(bytes(exit), StandardCharsets.UTF_8))
                + part("register", "register.csv", "text/csv", register) + "--" + BOUNDARY + "--\r\n";
        return send(request("/api/exits")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofString(body)));
    }

    /** Sends a JSON part and a file of text beside it, as a form does. */
    public Answer upload(String path, String name, Map<String, Object> words, String field, String file, String text) {
        var body = part(name, name + ".json", "application/json", new String(bytes(words), StandardCharsets.UTF_8))
                + part(field, file, "application/octet-stream", text) + "--" + BOUNDARY + "--\r\n";
        return send(request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofString(body)));
    }

    /** The id of the first task that this person may do and whose name begins so. */
    public Optional<String> task(String exit, String name) {
        return StreamSupport.stream(get("/api/tasks").orFail().body().spliterator(), false)
                .filter(task -> task.path("name").asText().startsWith(name))
                .filter(task -> task.path("name").asText().endsWith(exit))
                .map(task -> task.path("id").asText())
                .findFirst();
    }

    /** Waits for a task of this name and completes it. */
    public Answer complete(String exit, String name, Map<String, Object> values) {
        var task = await("task " + name, () -> task(exit, name));
        return post("/api/tasks/" + task + "/complete", Map.of("values", values));
    }

    /** Waits for the hand-over of an asset, which may be one of several in a task, and checks this one. */
    public Answer check(String exit, String asset, String note) {
        var task = await("the hand-over of " + asset, () -> StreamSupport.stream(
                        get("/api/tasks").orFail().body().spliterator(), false)
                .filter(open -> open.path("task").asText().equals("HandOver"))
                .filter(open -> open.path("exitId").asText().equals(exit))
                .filter(open -> open.path("assets").toString().contains("\"" + asset + "\""))
                .map(open -> open.path("id").asText())
                .findFirst());
        return post(
                "/api/tasks/" + task + "/complete",
                Map.of("values", Map.of("decision", "PASS", "only", asset, "note", note)));
    }

    /** Asks again and again until there is an answer; for what the other side does in its own time. */
    public static <T> T await(String what, Supplier<Optional<T>> question) {
        var patience = Duration.ofSeconds(90).toNanos() + System.nanoTime();
        while (System.nanoTime() < patience) {
            var answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            pause();
        }
        throw new IllegalStateException("waited 90 seconds in vain for " + what);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(origin + path))
                .header("Authorization", authorization)
                .header("Accept", "application/json, application/problem+json, */*")
                .timeout(Duration.ofSeconds(60));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            return answer(http.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Answer answer(HttpResponse<byte[]> response) throws IOException {
        var type = response.headers().firstValue("Content-Type").orElse("");
        var json = type.startsWith("application/json") || type.startsWith("application/problem+json");
        return new Answer(
                response.statusCode(),
                json && response.body().length > 0 ? JSON.readTree(response.body()) : MissingNode.getInstance(),
                response.body(),
                response.headers().firstValue("Location").orElse(""));
    }

    private static String part(String name, String file, String type, String content) {
        return "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n%s\r\n"
                .formatted(BOUNDARY, name, file, type, content);
    }

    static String json(Object body) {
        return new String(bytes(body), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(250);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
