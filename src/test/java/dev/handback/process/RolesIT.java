package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.rest.impl.NamedProcessEngineRestServiceImpl;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Who gets where, by crawling every mapping there is; the groups that the database asks of each fact are held by FactTablesTest. */
@RunningHouse
class RolesIT {
    private static final java.nio.file.Path MATRIX = java.nio.file.Path.of("src/docs/roles.md");
    private static final List<String> WHO =
            List.of("stranger", "operations", "engineering", "legal", "auditors", "administrators");
    private static final String ENGINE = "/camunda/api/engine";

    @LocalServerPort
    int port;

    @Autowired
    List<RequestMappingInfoHandlerMapping> mappings;

    @Test
    void everyMappingAnswersEachGroupAsTheMatrixSays() throws IOException {
        var found = new TreeMap<String, List<String>>();
        var people = people();
        for (var request : requests()) {
            found.put(request, people.stream().map(who -> verdict(who, request)).toList());
        }
        assertThat(found).hasSizeGreaterThan(80);
        assertThat(lines(found))
                .as(
                        "mappings of the application. Add each new one, with who gets there, to the first table of %s",
                        MATRIX)
                .containsExactlyElementsOf(section("## Pages and REST"));
    }

    @Test
    void theDescriptionListsEveryMappingOfRestAndNothingElse() throws IOException {
        var described = new TreeSet<String>();
        var answer = logged("olga").get("/v3/api-docs");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var paths = JsonMapper.builder().build().readTree(answer.body()).path("paths");
        assertThat(paths.isObject()).as(answer.body()).isTrue();
        paths.properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(verb -> described.add(verb.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        assertThat(described)
                .hasSizeGreaterThan(80)
                .containsExactlyElementsOf(requests().stream()
                        .filter(request -> request.contains(" /api/"))
                        .map(request -> request.replaceAll("\\{(\\w+):[^}]*}", "{$1}"))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void theEnginesInterfaceIsOpenAsFarAsTasklistAndCockpitNeed() throws IOException {
        var open = new TreeSet<String>();
        var resources = engineRequests();
        assertThat(resources).hasSizeGreaterThan(400);
        for (var person : List.of("olga", "adam")) {
            var browser = logged(person);
            for (var request : resources) {
                var parts = request.split(" ", 2);
                int status = browser.camunda(parts[0], ENGINE + filled(parts[1]), "{}")
                        .statusCode();
                if (status != 403) {
                    open.add(
                            "| `" + request + "` | " + (person.equals("olga") ? "everybody" : "administrators") + " |");
                    assertThat(status).as(request).isNotEqualTo(401);
                }
            }
        }
        open.removeIf(line ->
                line.endsWith("administrators |") && open.contains(line.replace("administrators |", "everybody |")));
        for (var request : resources) {
            var parts = request.split(" ", 2);
            assertThat(new Browser(port)
                            .camunda(parts[0], ENGINE + filled(parts[1]), "{}")
                            .statusCode())
                    .as(request)
                    .isIn(401, 403);
        }
        assertThat(open)
                .as("requests of the engine that are not refused; compare with the second table of %s", MATRIX)
                .containsExactlyElementsOf(new TreeSet<>(section("## The engine's interface")));
    }

    @Test
    void everyPageAndAnswerCarriesTheStrictHeaders() {
        var browser = logged("adam");
        for (var request : requests()) {
            if (request.startsWith("GET ") && !request.contains("logout")) {
                var headers = browser.get(filled(request.substring(4))).headers();
                assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                        .as(request)
                        .startsWith("default-src 'none'")
                        .doesNotContain("unsafe");
                assertThat(headers.firstValue("X-Content-Type-Options"))
                        .as(request)
                        .hasValue("nosniff");
                assertThat(headers.firstValue("X-Frame-Options")).as(request).hasValue("DENY");
            }
        }
    }

    @Test
    void aSessionFromBeforeTheLoginIsNoSessionAfterIt() {
        var browser = new Browser(port);
        browser.get("/login");
        var before = browser.cookie("JSESSIONID");
        browser.login("erin", RunningHouse.PASSWORD);

        assertThat(before).isNotEmpty();
        assertThat(browser.cookie("JSESSIONID")).isNotEmpty().isNotEqualTo(before);
    }

    private List<Browser> people() {
        var people = new ArrayList<Browser>();
        people.add(new Browser(port));
        WHO.stream()
                .skip(1)
                .map(group -> RunningHouse.PEOPLE.entrySet().stream()
                        .filter(person -> person.getValue().equals(group))
                        .findFirst()
                        .orElseThrow()
                        .getKey())
                .forEach(id -> people.add(logged(id)));
        return people;
    }

    private Browser logged(String id) {
        var browser = Browser.of(id, port);
        browser.get("/camunda/app/tasklist/default/");
        return browser;
    }

    /** login: must log in first; no: forbidden; yes: whatever the command itself then says. */
    private static String verdict(Browser browser, String request) {
        var parts = request.split(" ", 2);
        var path = filled(parts[1]);
        var response = parts[0].equals("GET") ? browser.get(path) : browser.command(parts[0], path);
        var to = response.headers().firstValue("Location").orElse("");
        if (response.statusCode() == 401 || (response.statusCode() == 302 && to.endsWith("/login"))) {
            return "login";
        }
        return response.statusCode() == 403 ? "no" : "yes";
    }

    private Set<String> requests() {
        var requests = new TreeSet<String>();
        for (var mapping : mappings) {
            for (var info : mapping.getHandlerMethods().keySet()) {
                methods(info).forEach(method -> info.getPatternValues()
                        .forEach(pattern -> requests.add(method + " " + pattern)));
            }
        }
        requests.removeIf(request -> request.endsWith(" /logout") || request.endsWith(" /error"));
        return requests;
    }

    private static Stream<String> methods(RequestMappingInfo info) {
        var methods = info.getMethodsCondition().getMethods();
        return methods.isEmpty() ? Stream.of("GET", "POST") : methods.stream().map(RequestMethod::name);
    }

    private static String filled(String pattern) {
        return pattern.replaceAll("\\{[^}]*}", "x").replace("**", "x").replace("//", "/");
    }

    private static List<String> lines(Map<String, List<String>> found) {
        return found.entrySet().stream()
                .map(one -> "| `" + one.getKey() + "` | " + String.join(" | ", one.getValue()) + " |")
                .toList();
    }

    private static List<String> section(String title) throws IOException {
        var lines = new ArrayList<String>();
        var inside = false;
        for (var line : Files.readAllLines(MATRIX)) {
            if (line.startsWith("## ")) {
                inside = line.equals(title);
            } else if (inside && line.startsWith("| `")) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** Every request that the engine's resources declare, with names of variables kept. */
    private static Set<String> engineRequests() {
        var requests = new LinkedHashSet<String>();
        collect(NamedProcessEngineRestServiceImpl.class, "/engine", requests, new LinkedHashMap<>());
        return new TreeSet<>(requests);
    }

    private static void collect(Class<?> resource, String under, Set<String> requests, Map<Class<?>, String> above) {
        if (above.putIfAbsent(resource, under) != null) {
            return;
        }
        for (var method : resource.getMethods()) {
            var path = path(method);
            var verb = annotations(method)
                    .map(a -> a.annotationType().getAnnotation(HttpMethod.class))
                    .filter(v -> v != null)
                    .findFirst();
            var full = (under + "/" + path.orElse("")).replaceAll("/+", "/").replaceAll(":[^}]*}", "}");
            if (verb.isPresent()) {
                requests.add(
                        verb.get().value() + " " + full.replaceAll("/$", "").replace("{name}", "default"));
            } else if (path.isPresent()) {
                collect(method.getReturnType(), full, requests, new LinkedHashMap<>(above));
            }
        }
    }

    private static Optional<String> path(Method method) {
        return annotations(method)
                .filter(a -> a instanceof Path)
                .map(a -> ((Path) a).value())
                .findFirst();
    }

    /** Of the method and of the interface it implements, as Jersey reads them. */
    private static Stream<java.lang.annotation.Annotation> annotations(Method method) {
        return Stream.concat(
                        Stream.of(method.getDeclaringClass()),
                        Arrays.stream(method.getDeclaringClass().getInterfaces()))
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(other -> other.getName().equals(method.getName())
                        && Arrays.equals(other.getParameterTypes(), method.getParameterTypes()))
                .flatMap(other -> Arrays.stream(other.getAnnotations()));
    }
}
