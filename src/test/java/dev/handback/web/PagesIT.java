package dev.handback.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.handback.TestExit;
import dev.handback.retrieval.ArchivedAttempt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.UserRequestPostProcessor;
import org.springframework.test.web.servlet.MockMvc;

@PagesHouse
@AutoConfigureMockMvc
class PagesIT {
    private static final String HEADING = "asset,title,kind,origin,disposition,connection,locator\n";
    private static final String PAYMENTS =
            "payments,Payments,git-repository,FOREGROUND,RETURN,vendor-git,https://git.vendor.example/payments.git\n";

    private final MockMvc http;

    private final TestExit exit = new TestExit(PagesHouse.Furnished.DATABASE);

    // injected here, the application has made its people, with passwords, before the exit makes those it lacks
    PagesIT(@Autowired MockMvc http) {
        this.http = http;
    }

    @Test
    void strangersAreSentToTheLogin() throws Exception {
        http.perform(get("/exits/" + exit.id())).andExpect(status().is3xxRedirection());
        http.perform(get("/login"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("_csrf")));
    }

    @Test
    void anExitThatIsNotThereIsAPlainNotFound() throws Exception {
        http.perform(get("/exits/X1999-0001").with(as("ada", "auditors")).accept(MediaType.TEXT_HTML))
                .andExpect(status().isNotFound())
                .andExpect(content().string(containsString("there is no exit X1999-0001")))
                .andExpect(content().string(not(containsString("Exception"))));
    }

    @Test
    void theExitSaysWhatBlocksIt() throws Exception {
        http.perform(get("/exits/" + exit.id()).with(as("ada", "auditors")))
                .andExpect(status().isOk())
                .andExpect(content()
                        .string(containsString("<a href=\"/runbooks/task-AgreeRegister\" title=\"What to do\">"
                                + "<code>REGISTER_NOT_AGREED</code></a>")))
                .andExpect(content().string(containsString("days left")));
    }

    @Test
    void anAlarmLeadsToTheRunbookThatHelps() throws Exception {
        exit.insert("olga", """
                insert into handback.dates_moved (exit_id, contract_end, document, reason)
                values (?, (handback.now() at time zone 'UTC')::date, 'Amendment 3', 'less time')""", exit.id());
        exit.insert(TestExit.SYSTEM, """
                insert into handback.deadline_alarm (exit_id, deadline, day, days_before)
                select exit_id, deadline, day, 0 from handback.deadline where exit_id = ? and deadline = 'CONTRACT_END'""", exit.id());

        http.perform(get("/exits/" + exit.id()).with(as("ada", "auditors")))
                .andExpect(content().string(containsString("Operations are asked how the day is met.")))
                .andExpect(
                        content().string(containsString("<a href=\"/runbooks/task-AnswerDeadline\">What to do</a>")));
    }

    /** The page of an exception that was open for long: by now its revocation is asked, and "approve" would mean the contrary. */
    @Test
    void whoeverReadOneQuestionDecidesOnNoOther() throws Exception {
        exit.register("payments").agree().authorise().attempt("payments", "GONE");
        var read = asked("EXCEPT");
        decided(read, "approve", "olga", "operations").andExpect(status().is3xxRedirection());
        decided(read, "approve", "lea", "legal").andExpect(status().is3xxRedirection());
        var revocation = asked("REVOKE");

        decided(read, "approve", "otto", "operations")
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("something else is asked by now")));
        assertThat(exit.sql("select approvals from handback.exception_state where asked = ?::uuid", revocation)
                        .query(Long.class)
                        .single())
                .isZero();
        http.perform(get("/exits/" + exit.id() + "/assets/payments").with(as("otto", "operations")))
                .andExpect(content().string(containsString(revocation)));
        decided(revocation, "approve", "otto", "operations").andExpect(status().is3xxRedirection());
    }

    private String asked(String purpose) {
        return exit.as(
                "erin",
                () -> exit.sql("""
                insert into handback.exception_asked (exit_id, asset, purpose, reason) values (?, 'payments', ?, 'as agreed') returning fact::text""", exit.id(), purpose).query(String.class).single());
    }

    private org.springframework.test.web.servlet.ResultActions decided(
            String asked, String decision, String person, String group) throws Exception {
        return http.perform(post("/exits/" + exit.id() + "/assets/payments/exception/decide")
                .param("asked", asked)
                .param("decision", decision)
                .with(as(person, group))
                .with(csrf()));
    }

    @Test
    void aFileWithErrorsComesBackWithAllOfThemAndNothingIsImported() throws Exception {
        var broken = HEADING + PAYMENTS.replace("FOREGROUND", "MINE") + PAYMENTS.replace("git-repository", "svn");

        http.perform(multipart("/exits/" + exit.id() + "/register")
                        .file(csv("file", broken))
                        .param("do", "import")
                        .with(as("olga", "operations"))
                        .with(csrf()))
                .andExpect(status().isBadRequest())
                .andExpect(content().string(containsString("found &quot;MINE&quot;")))
                .andExpect(content().string(containsString("found &quot;svn&quot;")))
                .andExpect(content().string(containsString("payments is already in row 2")))
                .andExpect(content().string(containsString("git.vendor.example/payments.git")));
        assertThat(exit.sql("select count(*) from handback.asset where exit_id = ?", exit.id())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void aGoodFileIsImportedAgreedAndNamesWhoDidIt() throws Exception {
        var opened = opened(null);
        importPayments(opened);

        http.perform(multipart("/exits/" + opened + "/register")
                        .param("do", "agree")
                        .with(as("olga", "operations"))
                        .with(csrf()))
                .andExpect(redirectedUrl("/exits/" + opened));

        assertThat(agreedBy(opened)).containsExactly("olga");
    }

    @Test
    void anExitOpenedByRestWithAGoodRegisterIsAgreedAtOnce() throws Exception {
        assertThat(agreedBy(opened(HEADING + PAYMENTS))).containsExactly("olga");
    }

    @Test
    void anExitOpenedByRestNamesWhatIsWrongWithItAndIsNotOpened() throws Exception {
        var before = exits();

        http.perform(multipart("/api/exits")
                        .file(json("{\"title\":\"x\",\"contract\":{\"end\":\"31.12.2099\"}}"))
                        .with(as("olga", "operations"))
                        .with(csrf()))
                .andExpect(status().isBadRequest())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(content().string(containsString("vendorName")))
                .andExpect(content().string(containsString("31.12.2099")));

        assertThat(exits()).isEqualTo(before);
    }

    @Test
    void aRefusedCommandAnswersProgramsWithEveryFinding() throws Exception {
        http.perform(get("/api/exits/" + exit.id() + "/gates/retrieve").with(as("ada", "auditors")))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("\"open\":false")))
                .andExpect(content().string(containsString("REGISTER_NOT_AGREED")));
        http.perform(get("/api/exits/" + exit.id() + "/gates/nonsense").with(as("ada", "auditors")))
                .andExpect(status().isBadRequest())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
        http.perform(post("/api/exits/" + exit.id() + "/authority")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("not json")
                        .with(as("olga", "operations"))
                        .with(csrf()))
                .andExpect(status().isBadRequest())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
    }

    @Test
    void aWrongRowComesBackAsItWasEntered() throws Exception {
        http.perform(multipart("/exits/" + exit.id() + "/register")
                        .param("do", "row")
                        .param("cell.asset", "ledger")
                        .param("cell.title", "The <b>ledger</b>")
                        .param("cell.kind", "git-repository")
                        .param("cell.origin", "FOREGROUND")
                        .param("cell.disposition", "RETURN")
                        .param("cell.connection", "vendor-git")
                        .param("cell.locator", "https://bob:hunter2@git.vendor.example/ledger.git")
                        .with(as("olga", "operations"))
                        .with(csrf()))
                .andExpect(status().isBadRequest())
                .andExpect(content().string(containsString("carries a user name or password")))
                .andExpect(content().string(containsString("The &lt;b&gt;ledger&lt;/b&gt;")));
    }

    @Test
    void hostileNamesStayText() throws Exception {
        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition, connection, locator)
                values (?, 'evil', 1, 'ADDED', '<script>alert(1)</script>', 'git-repository', 'FOREGROUND', 'RETURN', 'vendor-git', 'https://x')""", exit.id());

        for (var page : new String[] {"", "/register", "/assets/evil", "/ledger", "/certificates/new"}) {
            http.perform(get("/exits/" + exit.id() + page).with(as("olga", "operations")))
                    .andExpect(status().isOk())
                    .andExpect(content().string(not(containsString("<script>alert"))));
        }
    }

    @Test
    void noCellOfTheExportedRegisterIsAFormula() throws Exception {
        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition)
                values (?, 'sum', 1, 'ADDED', '=HYPERLINK("https://evil.example", "x, y")', 'manual', 'FOREGROUND', 'RETURN')""", exit.id());

        var csv = http.perform(get("/api/exits/" + exit.id() + "/register.csv").with(as("ada", "auditors")))
                .andExpect(status().isOk())
                .andExpect(header().string("Content-Disposition", containsString("attachment")))
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8);
        try (var parsed = CSVParser.parse(
                csv,
                CSVFormat.RFC4180
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get())) {
            var row = parsed.stream()
                    .filter(record -> record.get("asset").equals("sum"))
                    .findFirst()
                    .orElseThrow();
            assertThat(row.get("title")).startsWith("'=HYPERLINK(").endsWith("\"x, y\")");
            assertThat(row.get("returnState")).isEqualTo("REGISTERED");
        }
    }

    @Test
    void auditorsReadAndChangeNothing() throws Exception {
        http.perform(get("/exits/" + exit.id() + "/register").with(as("ada", "auditors")))
                .andExpect(status().isOk())
                .andExpect(content().string(not(containsString("Import a register file"))));
        http.perform(post("/exits/" + exit.id() + "/authority")
                        .with(as("ada", "auditors"))
                        .with(csrf()))
                .andExpect(status().isForbidden());
    }

    @Test
    void whoProposedAnAuthorityReadsWhyTheyCannotConfirmIt() throws Exception {
        importPayments(exit.id());
        http.perform(post("/exits/" + exit.id() + "/authority")
                        .param("connection", "vendor-git")
                        .param("basis", "clause 12")
                        .param("until", "2099-01-01")
                        .with(as("olga", "operations"))
                        .with(csrf()))
                .andExpect(redirectedUrl("/exits/" + exit.id()));

        http.perform(post("/exits/" + exit.id() + "/authority/vendor-git")
                        .param("decision", "confirm")
                        .with(as("olga", "operations"))
                        .with(csrf()))
                .andExpect(status().isForbidden())
                .andExpect(content().string(containsString("olga")));
    }

    @Test
    void theAssetShowsItsAttemptsAndItsFindings() throws Exception {
        exit.register("payments")
                .agree()
                .authorise()
                .attempt("payments", "PARTIAL")
                .attempt("payments", "VERIFIED");

        http.perform(get("/exits/" + exit.id() + "/assets/payments").with(as("erin", "engineering")))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("PARTIAL")))
                .andExpect(content().string(containsString("Verified, not checked")));
    }

    @Test
    void theDeliveryPageSaysWhoReceivedAndConfirmedAndListsHostileNamesAsText() throws Exception {
        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, title, kind, origin, disposition)
                values (?, 'disk', 1, 'ADDED', 'A disk', 'manual', 'FOREGROUND', 'RETURN')""", exit.id());
        exit.agree();
        exit.insert("erin", """
                insert into handback.delivery_received (exit_id, asset, delivery, medium, courier, seal, condition, received_on, uploaded,
                    uploaded_bytes, uploaded_digest, from_folder, task)
                values (?, 'disk', 1, 'USB <b>disk</b>', 'Carla', 'NONE', 'dry', '2026-01-01', 1, 1, 'x', false, 't')""", exit.id());
        exit.as(TestExit.SYSTEM, () -> {
            exit.sql(
                            "insert into handback.attempt (exit_id, asset, number, locator, delivery) values (?, 'disk', 1, 'x', 1)",
                            exit.id())
                    .update();
            exit.sql("""
                    insert into handback.attempt_ended (exit_id, asset, number, outcome, content_digest, manifest_sha256, files)
                    values (?, 'disk', 1, 'RECEIVED', 'aa', 'aa', 1)""", exit.id()).update();
            return exit.sql("""
                    insert into handback.attempt_file (exit_id, asset, number, ordinal, name, sha256, bytes)
                    values (?, 'disk', 1, 0, convert_to('<script>alert(1)</script>', 'UTF8'), repeat('a', 64), 7)""", exit.id()).update();
        });

        http.perform(get("/exits/" + exit.id() + "/assets/disk").with(as("ada", "auditors")))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("Received, not confirmed")))
                .andExpect(content().string(containsString("&lt;script&gt;")))
                .andExpect(content().string(not(containsString("<script>alert"))));
        http.perform(get("/exits/" + exit.id() + "/assets/disk/delivery").with(as("erin", "engineering")))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("USB &lt;b&gt;disk&lt;/b&gt;")))
                .andExpect(content().string(containsString("not yet")));
    }

    @Test
    void anEngineerUploadsAndReceivesByForms() throws Exception {
        var opened = opened("asset,title,kind,origin,disposition\ndisk,A disk,manual,FOREGROUND,RETURN\n");
        var page = "/exits/" + opened + "/assets/disk/delivery";
        dev.handback.demo.Desk.await("the page to offer the form", () -> offersForm(page));

        http.perform(multipart(page + "/upload")
                        .file(new MockMultipartFile("files", "../a.txt", "text/plain", new byte[] {1, 2}))
                        .with(as("erin", "engineering"))
                        .with(csrf()))
                .andExpect(redirectedUrl(page));
        http.perform(post(page)
                        .param("medium", "disk")
                        .param("seal", "INTACT")
                        .with(as("erin", "engineering"))
                        .with(csrf()))
                .andExpect(status().isBadRequest())
                .andExpect(content().string(containsString("expected the number of the seal")))
                .andExpect(content().string(containsString("../a.txt")));
        http.perform(post(page)
                        .param("medium", "disk")
                        .param("courier", "Carla")
                        .param("seal", "NONE")
                        .param("condition", "dry")
                        .param("receivedOn", "2026-01-31")
                        .with(as("erin", "engineering"))
                        .with(csrf()))
                .andExpect(redirectedUrl(page));

        assertThat(exit.sql("select uploaded from handback.delivery_received where exit_id = ?", opened)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    private java.util.Optional<String> offersForm(String page) {
        try {
            var shown = http.perform(get(page).with(as("erin", "engineering")))
                    .andReturn()
                    .getResponse()
                    .getContentAsString();
            return java.util.Optional.of(shown).filter(text -> text.contains("Record the delivery"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void importPayments(String into) throws Exception {
        http.perform(multipart("/exits/" + into + "/register")
                        .file(csv("file", HEADING + PAYMENTS))
                        .param("do", "import")
                        .with(as("olga", "operations"))
                        .with(csrf()))
                .andExpect(redirectedUrl("/exits/" + into + "/register"));
    }

    /** Opened with its process, as a program does. */
    private String opened(@Nullable String register) throws Exception {
        var request = multipart("/api/exits").file(json("""
                {"title":"Comes home","vendor":{"name":"Vendor"},"client":{"name":"Client"},
                 "contract":{"reference":"C-1","end":"2099-12-31"}}"""));
        if (register != null) {
            request.file(csv("register", register));
        }
        var location = http.perform(request.with(as("olga", "operations")).with(csrf()))
                .andExpect(status().isCreated())
                .andReturn()
                .getResponse()
                .getHeader("Location");
        return String.valueOf(location).replace("/api/exits/", "");
    }

    private List<String> agreedBy(String id) {
        return exit.sql("select actor from handback.register_agreed where exit_id = ?", id)
                .query(String.class)
                .list();
    }

    private long exits() {
        return exit.sql("select count(*) from handback.exit").query(Long.class).single();
    }

    private static MockMultipartFile csv(String part, String content) {
        return new MockMultipartFile(part, "register.csv", "text/csv", content.getBytes(StandardCharsets.UTF_8));
    }

    private static MockMultipartFile json(String content) {
        return new MockMultipartFile(
                "exit", "exit.json", MediaType.APPLICATION_JSON_VALUE, content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anAssetShowsWhatIsArchivedAndHowFarItsRestoreIs() throws Exception {
        var archived = ArchivedAttempt.of(PagesHouse.Furnished.DATABASE, "held", "a", "deep");
        var path = "/exits/" + archived.id() + "/assets/" + ArchivedAttempt.ASSET;
        http.perform(get(path).with(as("ada", "auditors")))
                .andExpect(content().string(containsString("lie in archive classes")))
                .andExpect(content().string(containsString("<code>DEEP_ARCHIVE</code>")))
                .andExpect(content().string(not(containsString("waited for"))))
                // a mark that would be there always says nothing
                .andExpect(content().string(not(containsString("Contested"))));

        ArchivedAttempt.agreed(ArchivedAttempt.asked(archived));
        ArchivedAttempt.seen(archived, 1, 1, "'2099-01-02 03:04Z'");

        http.perform(get(path).with(as("ada", "auditors")))
                .andExpect(content().string(containsString("the first until")))
                .andExpect(content().string(containsString("2099-01-02 03:04 UTC")))
                .andExpect(content().string(containsString("Bulk")));
        http.perform(get("/api" + path + "/restores").with(as("ada", "auditors")))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("\"state\":\"WAITING\"")))
                .andExpect(content().string(containsString("\"GLACIER\":1")));
        http.perform(get("/exits/" + exit.id() + "/assets/none/restores").with(as("ada", "auditors")))
                .andExpect(status().isNotFound());
    }

    private static UserRequestPostProcessor as(String person, String group) {
        return user(person).authorities(new SimpleGrantedAuthority(group));
    }
}
