package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMailUtil;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import dev.handback.demo.S3Host;
import dev.handback.retrieval.s3.VendorBucket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestConstructor;

/** A canary in every place where a secret is configured; an exit that goes well and one that fails with them; then a search. */
@SpringBootTest(classes = Application.class, webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
@ContextConfiguration(initializers = {VendorAndClient.class, Canaries.class})
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
class SecretsIT {
    private static final String REGISTER = "asset,title,kind,origin,disposition,connection,locator\n";
    /** Typed by an engineer for others to read: what the search must find in each kind of place. */
    private static final String NO_SECRET = "built and started";

    private final Walk walk;
    private final DestructionWalk destruction;
    private final GitHost vendor;
    private final S3Host store;
    private final EchoingHost echoing;
    private final TestProvider provider;
    private final TestDatabase database;
    private final String origin;
    private final Path home;
    private final Path data;
    private final Map<String, String> places = new LinkedHashMap<>();
    private final List<String> answers = new ArrayList<>();

    SecretsIT(
            Environment environment,
            GitHost vendor,
            S3Host store,
            EchoingHost echoing,
            TestProvider provider,
            TestDatabase database,
            ApplicationContext context) {
        this.origin = String.valueOf(environment.getProperty("handback.oidc.base-url"));
        this.walk = new Walk(environment.getRequiredProperty("server.port", Integer.class), vendor);
        this.destruction = new DestructionWalk(walk, Clock.systemUTC());
        this.vendor = vendor;
        this.store = store;
        this.echoing = echoing;
        this.provider = provider;
        this.database = database;
        this.home = context.getBean("secretsHome", Path.class);
        this.data = Path.of(environment.getRequiredProperty("handback.data-dir"));
    }

    @Test
    void noSecretLiesWhereItIsNotConfigured() throws Exception {
        var good = goesWell();
        var echoed = fails();
        logsIn();
        newcomer();
        var link = linkOf(good);
        Canaries.add("attestation-link", link.substring(link.lastIndexOf('/') + 1));
        collect(good);
        seen(echoed);
        places.put("answers", String.join("\n", answers));

        var found = new ArrayList<String>();
        Canaries.secrets().forEach((planted, secret) -> found.addAll(search(planted, secret)));

        LoggerFactory.getLogger(SecretsIT.class)
                .info("searched secrets={} places={}", Canaries.secrets().size(), places.size());
        assertThat(found).isEmpty();
        assertThatTheSearchFinds();
    }

    private List<String> search(String planted, String secret) {
        var found = new ArrayList<String>();
        for (var form : SecretForms.of(secret)) {
            places.forEach((place, text) -> {
                if (text.contains(form)) {
                    found.add(planted + " as \"" + form + "\" in " + place);
                }
            });
        }
        return found;
    }

    /** The same search finds what is there, in each kind of place, and a secret in each disguise. */
    private void assertThatTheSearchFinds() {
        var typed = search("no secret", NO_SECRET);
        for (var kind : List.of("table handback.", "ledger", "package", "answers")) {
            assertThat(typed).as("found in " + kind).anyMatch(one -> one.contains(" in " + kind));
        }
        assertThat(search("the engine's word", "Hand over website")).anyMatch(one -> one.endsWith("act_hi_taskinst"));
        assertThat(search("the engine's bytes", "bpmn:definitions")).anyMatch(one -> one.endsWith("act_ge_bytearray"));
        assertThat(search("a name in a PDF", "Client Ltd")).anyMatch(one -> one.contains("vault text of"));
        assertThat(search("what is logged", "login refused address=")).anyMatch(one -> one.endsWith("log"));
        assertThat(search("what is mailed", "https://handback.client.example")).anyMatch(one -> one.endsWith("mail"));
        Canaries.secrets().forEach((planted, secret) -> {
            for (var hidden : disguised(secret)) {
                places.put("control", "x" + hidden + "y");
                assertThat(search(planted, secret)).as(hidden).isNotEmpty();
            }
        });
        assertThat(echoing.echoes()).as("repeated, and looked at again").isGreaterThan(EchoingHost.WAYS.size());
    }

    private static List<String> disguised(String secret) {
        var bytes = secret.getBytes(StandardCharsets.UTF_8);
        var basic = new ArrayList<String>(
                List.of(secret, Visitor.encoded(secret), new String(bytes, StandardCharsets.ISO_8859_1)));
        for (var user : List.of("", "u", "ab", "abc")) {
            var pair = (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
            basic.add(Base64.getEncoder().encodeToString(pair));
            basic.add(Base64.getUrlEncoder().encodeToString(pair));
        }
        basic.add(Base64.getEncoder().encodeToString(bytes));
        basic.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
        return basic;
    }

    private String goesWell() {
        try (var bucket = VendorBucket.of(store, "secretive")) {
            bucket.put("a.txt", "a document");
        }
        var exit = walk.desk("olga")
                .open(
                        Walk.facts(),
                        REGISTER
                                + "website,Website,git-repository,FOREGROUND,RETURN_THEN_DESTROY,vendor-team,"
                                + vendor.url("team/website")
                                + "\ncontracts,Contracts,s3-documents,FOREGROUND,RETURN,vendor-documents,s3://secretive\n");
        walk.authorise(exit, "vendor-team");
        walk.authorise(exit, "vendor-documents");
        assertThat(walk.outcome(exit, "website")).isEqualTo("VERIFIED");
        assertThat(walk.outcome(exit, "contracts")).isEqualTo("VERIFIED");
        destruction.returned(exit, "FINAL", "website", "contracts");
        return exit;
    }

    /** Wrong secrets, a server that repeats a right one, and a password in an address. */
    private String fails() {
        var rows = new StringBuilder(REGISTER)
                .append("wrong,Wrong,git-repository,FOREGROUND,RETURN,git-wrong," + vendor.url("team/website"))
                .append("\nstore,Store,s3-documents,FOREGROUND,RETURN,s3-wrong,s3://secretive\n")
                .append("ssh,Ssh,git-repository,FOREGROUND,RETURN,vendor-ssh,ssh://git@127.0.0.1:1/team/x.git\n");
        EchoingHost.WAYS.forEach(
                way -> rows.append("echo-%s,Echo,git-repository,FOREGROUND,RETURN,echo-%s,%s/%s/x.git\n"
                        .formatted(way, way, echoing.origin(), way)));
        var exit = walk.desk("olga").open(Walk.facts(), rows.toString());
        for (var connection : connections("git-wrong", "s3-wrong", "vendor-ssh")) {
            walk.authorise(exit, connection);
        }
        assertThat(walk.outcome(exit, "wrong")).isEqualTo("FORBIDDEN");
        assertThat(walk.outcome(exit, "store")).isEqualTo("FORBIDDEN");
        assertThat(walk.outcome(exit, "ssh")).isIn("FAILED", "UNREACHABLE");
        for (var asset : connections()) {
            assertThat(walk.outcome(exit, asset)).isNotEqualTo("VERIFIED");
            destruction.post("olga", exit, "/probes", Map.of("assets", List.of(asset), "purpose", "CONTROL"));
        }
        var refused = walk.desk("olga")
                .tryOpen(
                        Walk.facts(),
                        REGISTER
                                + "x,X,git-repository,FOREGROUND,RETURN,vendor-team,http://u:"
                                + Canaries.secret("userinfo-password")
                                + "@127.0.0.1/x.git\n");
        assertThat(refused.body().toString()).contains("password");
        answers.add(refused.body().toString());
        return exit;
    }

    private static List<String> connections(String... more) {
        var names = new ArrayList<>(List.of(more));
        EchoingHost.WAYS.forEach(way -> names.add("echo-" + way));
        return names;
    }

    /** With the right client secret, with a wrong one, and with passwords typed into wrong fields. */
    private void logsIn() throws IOException {
        provider.knows("s-lena", "lena", "Lena Lex", "hb-legal");
        for (var secret : List.of(Canaries.secret("oidc-client-secret"), Canaries.secret("typed-password"))) {
            Files.writeString(home.resolve("oidc-client-secret.secret"), secret + "\n");
            var lena = new Visitor(origin);
            var there = Visitor.location(lena.get("/oauth2/authorization/company"));
            var back = Visitor.location(lena.post(there, "subject=s-lena"));
            answers.add(lena.get(back).headers().map().toString());
            answers.add(lena.get("/").body());
        }
        provider.tokens().forEach(token -> Canaries.add("token " + token.substring(0, 8), token));
        var typed = Canaries.secret("typed-password");
        var typing = new Visitor(origin);
        answers.add(login(typing, Canaries.secret("typed-as-id"), typed));
        answers.add(typing.get("/login?error").body());
        var wrong = new Desk(origin, "lea", typed).get("/api/exits");
        assertThat(wrong.status()).isEqualTo(401);
        answers.add(wrong.body().toString());
        var lea = walk.desk("lea");
        answers.add(walk.sign("lea", "X1-C1", "0".repeat(64), "x", typed).body().toString());
        answers.add(lea.post("/api/certificates/X1/sign", Map.of("password", List.of(typed)))
                .body()
                .toString());
        answers.add(lea.get("/api/exits/" + Visitor.encoded(typed)).status() + "");
    }

    /** A person gets a one-time secret, mistypes and then chooses a password. */
    private void newcomer() {
        var adam = new Visitor(origin);
        login(adam, "adam", VendorAndClient.password("adam"));
        var page = adam.form("/people", "/people", "id=nele&name=Nele&email=nele@client.example&groups=auditors");
        assertThat(page.statusCode()).isEqualTo(200);
        var once = page.body().replaceFirst("(?s).*<code[^>]*>([^<]{12,})</code>.*", "$1");
        assertThat(once).hasSizeBetween(12, 64);
        Canaries.add("one-time-secret", once);
        var nele = new Visitor(origin);
        login(nele, "nele", once);
        var fresh = Visitor.encoded(Canaries.secret("person-password"));
        var typed = Visitor.encoded(Canaries.secret("typed-password"));
        answers.add(nele.form("/password", "/password", "current=" + typed + "&fresh=" + fresh + "&again=" + fresh)
                .body());
        assertThat(nele.form("/password", "/password", "current=" + once + "&fresh=" + fresh + "&again=" + fresh)
                        .statusCode())
                .isEqualTo(302);
        answers.add(nele.get("/").body());
    }

    private static String login(Visitor visitor, String person, String password) {
        return visitor.form(
                        "/login",
                        "/login",
                        "username=" + Visitor.encoded(person) + "&password=" + Visitor.encoded(password))
                .headers()
                .map()
                .toString();
    }

    private String linkOf(String exit) {
        var number = destruction.served(exit, "website");
        var link = walk.desk("olga")
                .post("/api/exits/" + exit + "/orders/" + number + "/links", Map.of("holder", "Orbit", "days", 3))
                .orFail()
                .body()
                .path("path")
                .asText();
        assertThat(new Visitor(origin).get(link).statusCode()).isEqualTo(200);
        return link;
    }

    private void collect(String exit) throws IOException {
        Desk.await("mail", () -> Optional.of(Canaries.MAIL.getReceivedMessages().length)
                .filter(many -> many > 0));
        packaged(exit);
        seen(exit);
        DumpedDatabase.of(database).forEach((table, text) -> places.put("table " + table, text));
        var ledger = walk.desk("ada").get("/api/exits/" + exit + "/ledger").orFail();
        places.put("ledger", new String(ledger.bytes(), StandardCharsets.UTF_8));
        var mails = new StringBuilder();
        for (var message : Canaries.MAIL.getReceivedMessages()) {
            mails.append(GreenMailUtil.getWholeMessage(message));
        }
        places.put("mail", mails.toString());
        try (var files = Files.walk(data)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                vaulted(file);
            }
        }
        places.put("log", Canaries.LOG.toString());
    }

    private void vaulted(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        places.put("vault " + file, new String(bytes, StandardCharsets.ISO_8859_1));
        if (new String(bytes, StandardCharsets.ISO_8859_1).startsWith("%PDF")) {
            try (var pdf = Loader.loadPDF(bytes)) {
                places.put("vault text of " + file, new PDFTextStripper().getText(pdf));
            }
        }
    }

    /** Pages and REST, as somebody reads them who may read everything. */
    private void seen(String exit) {
        var ada = new Visitor(origin);
        login(ada, "ada", VendorAndClient.password("ada"));
        var paths = new ArrayList<>(List.of("", "/assets", "/certificates", "/authority", "/orders"));
        walk.desk("ada")
                .get("/api/exits/" + exit + "/assets")
                .orFail()
                .body()
                .findValuesAsText("asset")
                .forEach(asset -> paths.addAll(List.of("/assets/" + asset, "/assets/" + asset + "/probes")));
        for (var path : paths) {
            var answer = walk.desk("ada").get("/api/exits/" + exit + path).orFail();
            answers.add(new String(answer.bytes(), StandardCharsets.UTF_8));
            answers.add(ada.get("/exits/" + exit + path).body());
        }
        answers.add(ada.get("/").body());
    }

    private void packaged(String exit) throws IOException {
        var number = walk.desk("olga")
                .post("/api/exits/" + exit + "/packages", Map.of())
                .orFail()
                .body()
                .path("number")
                .asText();
        var zip = Desk.await("the package", () -> Optional.of(walk.desk("olga").get("/api/packages/" + number + ".zip"))
                .filter(answer -> answer.status() == 200));
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip.bytes()))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                places.put("package " + entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }
}
