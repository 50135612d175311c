package dev.handback.web;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.handback.TestExit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** What is sealed and erased, on its page and by REST: empty, refused, forbidden, and as it should be. */
@PagesHouse
@AutoConfigureMockMvc
class QuarantinePagesIT {
    private final MockMvc http;

    QuarantinePagesIT(@Autowired MockMvc http) {
        this.http = http;
    }

    @Test
    void saysWhenNothingWasEverSealed() throws Exception {
        var exit = home();

        show("ada", "auditors", "/exits/" + exit.id() + "/quarantine")
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("Nothing was ever sealed in this exit")))
                .andExpect(content().string(not(containsString("Seal it"))));
        show("ada", "auditors", "/exits/X1999-0001/quarantine").andExpect(status().isNotFound());
        show("ada", "auditors", "/api/exits/" + exit.id() + "/quarantines").andExpect(jsonPath("$", hasSize(0)));
    }

    @Test
    void sealsByTheFormAndShowsNothingOfItAnyMore() throws Exception {
        var exit = home();

        send("erin", "engineering", "/exits/" + exit.id() + "/quarantine", "asset", "a", "reason", "payroll of others")
                .andExpect(redirectedUrl("/exits/" + exit.id() + "/quarantine"));

        show("lea", "legal", "/exits/" + exit.id() + "/quarantine")
                .andExpect(content().string(containsString(exit.id() + "-Q1")))
                .andExpect(content().string(containsString("payroll of others")))
                .andExpect(content().string(containsString("Release " + exit.id() + "-Q1")));
        show("erin", "engineering", "/exits/" + exit.id() + "/quarantine")
                .andExpect(content().string(not(containsString("Release " + exit.id() + "-Q1"))));
        show("olga", "operations", "/exits/" + exit.id() + "/assets/a")
                .andExpect(content().string(containsString("is shown to nobody")))
                .andExpect(content().string(containsString("VERIFIED, sealed")));
        show("olga", "operations", "/api/exits/" + exit.id() + "/assets/a")
                .andExpect(jsonPath("$.returnState", is("REOPENED")))
                .andExpect(jsonPath("$.flags[0]", is("QUARANTINED")));
        show("olga", "operations", "/api/exits/" + exit.id() + "/assets/a/manifest")
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("is sealed in quarantine")));
    }

    @Test
    void keepsWhatWasEnteredWhenItIsRefused() throws Exception {
        var exit = home();

        send("erin", "engineering", "/exits/" + exit.id() + "/quarantine", "asset", "none", "reason", "of others")
                .andExpect(status().isNotFound())
                .andExpect(content().string(containsString("value=\"of others\"")));
        send(
                        "erin",
                        "engineering",
                        "/exits/" + exit.id() + "/quarantine",
                        "asset",
                        "a",
                        "attempt",
                        "seven",
                        "reason",
                        "of others")
                .andExpect(status().isBadRequest())
                .andExpect(content().string(containsString("expected the number of an attempt")));
        send("erin", "engineering", "/exits/" + exit.id() + "/quarantine", "asset", "a", "reason", "")
                .andExpect(status().isBadRequest())
                .andExpect(content().string(containsString("expected what should not have been taken")));
    }

    @Test
    void forbidsItToWhoeverOnlyReads() throws Exception {
        var exit = home();

        send("ada", "auditors", "/exits/" + exit.id() + "/quarantine", "asset", "a", "reason", "of others")
                .andExpect(status().isForbidden());
        json(
                        "ada",
                        "auditors",
                        "/api/exits/" + exit.id() + "/quarantines",
                        "{\"asset\": \"a\", \"reason\": \"of others\"}")
                .andExpect(status().isForbidden());
    }

    @Test
    void tellsProgramsWhatIsMissing() throws Exception {
        var exit = home();
        var quarantines = "/api/exits/" + exit.id() + "/quarantines";

        json("erin", "engineering", quarantines, "{\"reason\": \"of others\"}")
                .andExpect(status().isBadRequest())
                .andExpect(content().string(containsString("expected the name of an asset")));
        json("erin", "engineering", quarantines, "{\"asset\": \"a\", \"attempt\": 9, \"reason\": \"of others\"}")
                .andExpect(status().isBadRequest())
                .andExpect(content().string(containsString("expected an attempt that has ended, found attempt 9")));
        json("erin", "engineering", quarantines, "{\"asset\": \"a\", \"reason\": \"of others\"}")
                .andExpect(status().isCreated())
                .andExpect(header().string("Location", endsWith("/quarantines/" + exit.id() + "-Q1")));
        json("erin", "engineering", quarantines, "{\"asset\": \"a\", \"reason\": \"of others\"}")
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("is sealed already")));
        json("erin", "engineering", quarantines + "/" + exit.id() + "-Q1/release", "{\"reason\": \"it is ours\"}")
                .andExpect(status().isForbidden());
        json("erin", "engineering", quarantines + "/X-Q9/erasure", "{\"reason\": \"not ours\"}")
                .andExpect(status().isNotFound());
        json("olga", "operations", "/api/exits/" + exit.id() + "/erasures/X-E9/decide", "{\"decision\": \"APPROVE\"}")
                .andExpect(status().isNotFound());
    }

    private static TestExit home() {
        return new TestExit(PagesHouse.Furnished.DATABASE)
                .register("a")
                .agree()
                .authorise()
                .attempt("a", "VERIFIED")
                .check("erin", "a");
    }

    private ResultActions show(String person, String group, String path) throws Exception {
        return http.perform(get(path).with(user(person).authorities(new SimpleGrantedAuthority(group))));
    }

    private ResultActions json(String person, String group, String path, String body) throws Exception {
        return http.perform(post(path)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .with(user(person).authorities(new SimpleGrantedAuthority(group)))
                .with(csrf()));
    }

    private ResultActions send(String person, String group, String path, String... form) throws Exception {
        var request = post(path)
                .with(user(person).authorities(new SimpleGrantedAuthority(group)))
                .with(csrf());
        for (int field = 0; field < form.length; field += 2) {
            request.param(form[field], form[field + 1]);
        }
        return http.perform(request);
    }
}
