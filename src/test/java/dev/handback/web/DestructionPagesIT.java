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
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.handback.destruction.OrderedExit;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.UserRequestPostProcessor;
import org.springframework.test.web.servlet.MockMvc;

/** The pages of destruction, and the one page that needs no login. */
@PagesHouse
@AutoConfigureMockMvc
class DestructionPagesIT {
    private static final Pattern ADDRESS = Pattern.compile("/holder/[A-Za-z0-9_-]{43}");

    private final MockMvc http;
    private OrderedExit it;
    private String number = "";

    DestructionPagesIT(@Autowired MockMvc http) {
        this.http = http;
        this.it = OrderedExit.certified(PagesHouse.Furnished.DATABASE, "repo-1");
    }

    @BeforeEach
    void serve() {
        it = OrderedExit.certified(PagesHouse.Furnished.DATABASE, "repo-1");
        number = it.served("repo-1");
    }

    @Test
    void showsWhereEachAssetStandsAndWhatTheHolderMustBeTold() throws Exception {
        show("/exits/" + it.exit.id() + "/destruction")
                .andExpect(content().string(containsString("Served, not attested")));
        it.hold("lea", "repo-1");

        http.perform(get("/exits/" + it.exit.id() + "/destruction").with(as("olga", "operations")))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("Tell the holder now")))
                .andExpect(content().string(containsString("ON_HOLD")));
        show("/orders/" + number).andExpect(content().string(containsString("Do not serve it")));
        show("/orders/" + number + "/attestation")
                .andExpect(content().string(containsString("Nothing was attested yet")));
    }

    @Test
    void showsWhatEachLookSawAndWhenNobodyLooked() throws Exception {
        var looks = "/exits/" + it.exit.id() + "/assets/repo-1/looks";
        show(looks).andExpect(content().string(containsString("Nobody has looked")));
        it.attestToday(number, "repo-1");
        it.probe("repo-1", "CONTRADICTED", """
                {"looks": [{"locator": "https://x/y", "result": "CONTRADICTED", "code": "REFS_ANSWER", "says": "2 refs answer",
                            "observed": [{"ref": "refs/heads/<b>main</b>", "id": "1f2e"}]}], "notProbeable": ["tape 7"]}""");

        show(looks)
                .andExpect(content().string(containsString("Contradicted: it answers")))
                .andExpect(content().string(containsString("2 refs answer")))
                .andExpect(content().string(containsString("refs/heads/&lt;b&gt;main&lt;/b&gt;")))
                .andExpect(content().string(containsString("tape 7")))
                .andExpect(content().string(not(containsString("Record it"))));
        http.perform(get("/exits/" + it.exit.id() + "/assets/nothing/looks").with(as("ada", "auditors")))
                .andExpect(status().isNotFound());
    }

    @Test
    void saysWhyALookWouldBeRefusedAndLetsOnlyLegalCallItImpossible() throws Exception {
        var asset = "/exits/" + it.exit.id() + "/assets/repo-1";
        it.exit.insert(
                "lea", "insert into handback.stay_declared (exit_id, reason) values (?, 'they filed')", it.exit.id());
        show(asset + "/looks").andExpect(content().string(containsString("STAYED")));

        http.perform(post(asset + "/not-observable")
                        .param("reason", "the host is off")
                        .with(as("olga", "operations"))
                        .with(csrf()))
                .andExpect(content().string(containsString("expected a member of legal")));
        http.perform(post(asset + "/not-observable")
                        .param("reason", "the host is off")
                        .with(as("lea", "legal"))
                        .with(csrf()))
                .andExpect(status().is3xxRedirection());
        show(asset + "/looks").andExpect(content().string(containsString("the host is off")));
        http.perform(post(asset + "/looks")
                        .param("purpose", "WHENEVER")
                        .with(as("olga", "operations"))
                        .with(csrf()))
                .andExpect(content().string(containsString("AFTER")));
    }

    @Test
    void keepsFromAuditorsWhatOperationsAndLegalDo() throws Exception {
        http.perform(post("/exits/" + it.exit.id() + "/destructions")
                        .with(as("ada", "auditors"))
                        .with(csrf()))
                .andExpect(status().isForbidden());
        http.perform(get("/orders/" + number)).andExpect(status().is3xxRedirection());
    }

    @Test
    void takesAnAttestationThroughALinkOnceAndShowsNothingElse() throws Exception {
        var address = link();
        http.perform(get(address))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("repo-1")))
                .andExpect(content().string(not(containsString("Tasklist"))))
                .andExpect(content().string(not(containsString("_csrf"))))
                .andExpect(header().doesNotExist("Set-Cookie"))
                .andExpect(header().string("Content-Security-Policy", containsString("default-src 'none'")));

        var letter = new MockMultipartFile(
                "letter",
                "../../<b>letter</b>.pdf",
                "application/pdf",
                "<b>hostile</b>, and a PDF by name only".getBytes(StandardCharsets.UTF_8));
        http.perform(multipart(address)
                        .file(letter)
                        .param("assets", "repo-1")
                        .param("result", "ERASED")
                        .param("statement", "<script>alert(1)</script>"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("Received")));

        http.perform(get(address)).andExpect(status().isNotFound());
        assertThat(it.state("repo-1")).isEqualTo("ATTESTED");
        assertThat(it.exit
                        .sql(
                                "select actor || ' ' || (link is not null) from handback.attestation where exit_id = ?",
                                it.exit.id())
                        .query(String.class)
                        .single())
                .startsWith("system:")
                .endsWith("true");
        show("/orders/" + number + "/attestation")
                .andExpect(content().string(containsString("LOCATIONS_MISSING")))
                .andExpect(content().string(not(containsString("Attestation["))))
                .andExpect(content().string(containsString("&lt;script&gt;")))
                .andExpect(content().string(not(containsString("<script>alert"))));
    }

    @Test
    void answersAWrongLinkLikeAUsedOneAndSlowsDownWhoTriesMany() throws Exception {
        for (int i = 0; i < 20; i++) {
            http.perform(get("/holder/" + "x".repeat(43)).with(request -> {
                        request.setRemoteAddr("192.0.2.7");
                        return request;
                    }))
                    .andExpect(status().isNotFound());
        }
        http.perform(get("/holder/" + "x".repeat(43)).with(request -> {
                    request.setRemoteAddr("192.0.2.7");
                    return request;
                }))
                .andExpect(status().isTooManyRequests());
    }

    private String link() throws Exception {
        var page = http.perform(post("/orders/" + number + "/links")
                        .param("holder", "Orbit")
                        .param("days", "3")
                        .with(as("olga", "operations"))
                        .with(csrf()))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();
        var found = ADDRESS.matcher(page);
        assertThat(found.find()).isTrue();
        return found.group();
    }

    private org.springframework.test.web.servlet.ResultActions show(String path) throws Exception {
        return http.perform(get(path).with(as("ada", "auditors"))).andExpect(status().isOk());
    }

    private static UserRequestPostProcessor as(String person, String group) {
        return user(person).authorities(new SimpleGrantedAuthority(group));
    }
}
