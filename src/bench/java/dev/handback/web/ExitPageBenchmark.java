package dev.handback.web;

import dev.handback.demo.Desk;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * The page of an exit with thousands of assets, and the drawings of its processes, while twenty people have it open: their
 * browsers ask again every five seconds, and one of them loads the whole page as often. Prints, judges nothing.
 */
@PagesHouse
class ExitPageBenchmark {
    private static final int ASSETS = Integer.getInteger("handback.bench.assets", 5_000);
    private static final int PEOPLE = Integer.getInteger("handback.bench.people", 20);
    private static final int SECONDS = Integer.getInteger("handback.bench.seconds", 60);
    private static final int EVERY = 5_000;
    /** Marks what the page asks for by itself. */
    private static final String POLL = "?poll";

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final List<String> NAMES = List.of("olga", "otto", "erin", "lea", "leo", "ada");

    /** What was asked for, and the milliseconds that each answer took. */
    private record Watched(String path, Queue<Double> took) {}

    @LocalServerPort
    int port;

    @Test
    void isOpenInFrontOfManyPeople() throws Exception {
        var exit = opened();
        var clients = new ArrayList<HttpClient>();
        for (int i = 0; i < PEOPLE; i++) {
            clients.add(loggedIn(NAMES.get(i % NAMES.size())));
        }
        var paths = List.of(
                "/exits/" + exit,
                "/exits/" + exit + POLL,
                "/api/exits/" + exit + "/processes/ContractExit?glance=true",
                "/api/exits/" + exit + "/processes/AssetReturn?glance=true");
        watch(clients, paths, 15); // until it is warm
        var cpu = cpu();
        var took = watch(clients, paths, SECONDS);
        print(took);
        printCpu(
                (cpu() - cpu) / took.stream().mapToInt(one -> one.took().size()).sum());
        print(List.of(afterAFact(clients.get(0), exit)));
    }

    /** The page for whoever loads it first when the exit has another fact: all is read and asked anew. */
    private Watched afterAFact(HttpClient client, String exit) {
        var took = new Watched("/exits/" + exit + " after a fact", new ConcurrentLinkedQueue<>());
        var desk = new Desk("http://localhost:" + port, "olga", PagesHouse.PASSWORD);
        for (int n = 0; n < 5; n++) {
            desk.post(
                            "/api/exits/" + exit + "/freeze",
                            Map.of(
                                    "connection", "vendor-git",
                                    "since", "2021-01-01",
                                    "attestedBy", "the vendor",
                                    "reason", "freeze " + n))
                    .orFail();
            took.took().add(ask(client, "/exits/" + exit));
        }
        return took;
    }

    private String opened() {
        var register = new StringBuilder("asset,title,kind,origin,disposition,connection,locator\n");
        for (int i = 0; i < ASSETS; i++) {
            register.append(String.format(
                    Locale.ROOT,
                    "a%05d,Asset %d,git-repository,FOREGROUND,RETURN_THEN_DESTROY,vendor-git,https://git.vendor.example/%d.git%n",
                    i,
                    i,
                    i));
        }
        var desk = new Desk("http://localhost:" + port, "olga", PagesHouse.PASSWORD);
        var exit = desk.open(
                Map.of(
                        "title", "Many assets",
                        "kind", "REAL",
                        "profile", "plain",
                        "vendor", Map.of("name", "Orbit"),
                        "client", Map.of("name", "Client"),
                        "contract", Map.of("reference", "C-7", "start", "2021-01-01", "end", "2099-12-31"),
                        "trigger", "EXPIRY"),
                register.toString());
        for (int minute = 0; minute < 20; minute++) {
            if (waiting(desk, exit) >= ASSETS) {
                return exit;
            }
            pause(15_000);
        }
        throw new IllegalStateException("only " + waiting(desk, exit) + " returns began");
    }

    private static long waiting(Desk desk, String exit) {
        long waiting = 0;
        for (var token :
                desk.get("/api/exits/" + exit + "/processes/AssetReturn").body().path("tokens")) {
            waiting += token.path("waiting").asLong();
        }
        return waiting;
    }

    private List<Watched> watch(List<HttpClient> clients, List<String> paths, int seconds) throws InterruptedException {
        var took = paths.stream()
                .map(path -> new Watched(path, new ConcurrentLinkedQueue<>()))
                .toList();
        var people = Executors.newFixedThreadPool(clients.size());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (int i = 0; i < clients.size(); i++) {
            var client = clients.get(i);
            long offset = (long) EVERY * i / clients.size();
            var asked = i == 0 ? took : took.subList(1, took.size());
            people.execute(() -> {
                pause(offset);
                while (System.nanoTime() < end) {
                    long begun = System.nanoTime();
                    asked.forEach(one -> one.took().add(ask(client, one.path())));
                    pause(Math.max(0, EVERY - (System.nanoTime() - begun) / 1_000_000));
                }
            });
        }
        people.shutdown();
        people.awaitTermination(seconds + 120, TimeUnit.SECONDS);
        return took;
    }

    /** Milliseconds until the whole answer is there. */
    private double ask(HttpClient client, String path) {
        long begun = System.nanoTime();
        try {
            var answer = client.send(request(path).build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + " answered " + answer.statusCode());
            }
            return (System.nanoTime() - begun) / 1e6;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpClient loggedIn(String person) throws IOException, InterruptedException {
        var client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        var token = Optional.of(TOKEN.matcher(client.send(request("/login").build(), BodyHandlers.ofString())
                        .body()))
                .filter(java.util.regex.Matcher::find)
                .orElseThrow()
                .group(1);
        var form = "username=" + person + "&password=" + URLEncoder.encode(PagesHouse.PASSWORD, StandardCharsets.UTF_8)
                + "&_csrf=" + token;
        client.send(
                request("/login")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.discarding());
        return client;
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofMinutes(2));
        return path.endsWith(POLL) ? request.header("HX-Request", "true") : request;
    }

    private static double cpu() {
        return ((com.sun.management.OperatingSystemMXBean)
                                java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e6;
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("SystemOut")
    private static void print(List<Watched> watched) {
        watched.forEach(one -> {
            var sorted = one.took().stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            System.out.printf(
                    Locale.ROOT,
                    "BENCH | %,d assets, %d people | %-45s | n=%d | median %.0f ms | p95 %.0f ms | most %.0f ms%n",
                    ASSETS,
                    PEOPLE,
                    one.path().replaceFirst("X\\d+-\\d+", "X"),
                    sorted.length,
                    sorted[sorted.length / 2],
                    sorted[(int) (sorted.length * 0.95)],
                    sorted[sorted.length - 1]);
        });
    }

    @SuppressWarnings("SystemOut")
    private static void printCpu(double cpu) {
        System.out.printf(Locale.ROOT, "BENCH | %.0f ms CPU a request, clients included, database not%n", cpu);
    }
}
