package dev.handback.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
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
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.UserRequestPostProcessor;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** The pages of lists: empty, refused, failed, forbidden, hostile, long. */
@PagesHouse
@AutoConfigureMockMvc
class DiscoveryPagesIT {
    private final MockMvc http;
    private final TestExit exit = new TestExit(PagesHouse.Furnished.DATABASE);
    private final String page = "/exits/" + exit.id() + "/discoveries";

    DiscoveryPagesIT(@Autowired MockMvc http) {
        this.http = http;
    }

    @Test
    void saysThatNobodyWasAskedAndWhoMayAsk() throws Exception {
        http.perform(get(page).with(as("ada", "auditors")))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("Nobody was asked yet.")))
                .andExpect(content().string(not(containsString("Ask for a list"))));
        http.perform(get(page).with(as("erin", "engineering")))
                .andExpect(content().string(containsString("vendor-host: not yet, no authority is recorded")))
                .andExpect(content().string(not(containsString("vendor-git"))));
        http.perform(post(page).with(as("ada", "auditors")).with(csrf())).andExpect(status().isForbidden());
    }

    @Test
    void refusesWithReasonsAndKeepsWhatWasChosen() throws Exception {
        ask("lea", "legal", "vendor-host").andExpect(status().isForbidden());
        ask("olga", "operations", "vendor-host")
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("AUTHORITY_MISSING")));
        ask("olga", "operations", "vendor-git")
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("has no list to ask for")));
        ask("olga", "operations", "<b>none</b>")
                .andExpect(status().isBadRequest())
                .andExpect(content().string(containsString("expected the name of a configured connection")));
        http.perform(get(page + "/" + exit.id() + "-F9").with(as("ada", "auditors")))
                .andExpect(status().isNotFound());
        http.perform(get(page + "/" + ListedPlaces.of(exit).listed(1) + "?standing=NONE")
                        .with(as("ada", "auditors")))
                .andExpect(status().isBadRequest());
    }

    @Test
    void asksAndWaitsForTheAnswer() throws Exception {
        ListedPlaces.of(exit);
        ask("erin", "engineering", "vendor-host").andExpect(redirectedUrl(page));
        ask("lea", "legal", "vendor-host").andExpect(status().isForbidden());
        http.perform(post("/api" + page)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"connection\":\"vendor-git\"}")
                        .with(as("olga", "operations"))
                        .with(csrf()))
                .andExpect(status().isConflict())
                .andExpect(header().string("Content-Type", startsWith("application/problem+json")))
                .andExpect(jsonPath("$.detail", containsString("has no list to ask for")));
    }

    @Test
    void showsWhatStandsWhereAndWhatCannotBeSeen() throws Exception {
        var number = ListedPlaces.of(exit.register("a")).listed(3);

        http.perform(get(page).with(as("ada", "auditors")))
                .andExpect(content().string(containsString(number)))
                .andExpect(content().string(containsString("not in the register")));
        http.perform(get(page + "/" + number).with(as("ada", "auditors")))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("Not in the register: 3")))
                .andExpect(content().string(containsString("In the register, not found by this credential: 1")))
                .andExpect(content().string(containsString("HIDDEN_STAYS_UNSEEN")))
                .andExpect(content().string(containsString("&lt;img src=x")))
                .andExpect(content().string(not(containsString("<img src=x"))))
                // an auditor draws nothing up
                .andExpect(content().string(not(containsString("Draw up their rows"))));
        http.perform(get(page + "/" + number).with(as("olga", "operations")))
                .andExpect(content().string(containsString("Draw up their rows")));
        http.perform(get("/api" + page + "/" + number).with(as("ada", "auditors")))
                .andExpect(jsonPath("$.discovery.onlyTheirs", is(4)))
                .andExpect(jsonPath("$.now.ONLY_THEIRS", is(4)))
                .andExpect(jsonPath("$.onlyOursNow", is(1)));
        http.perform(get("/api" + page + "/" + number + "/places?standing=ONLY_THEIRS")
                        .with(as("ada", "auditors")))
                .andExpect(jsonPath("$", hasSize(4)));
        http.perform(get("/api" + page + "/" + number + "/only-ours").with(as("ada", "auditors")))
                .andExpect(jsonPath("$[0]", is("a")));
    }

    @Test
    void givesWhatIsMissingAsARegisterThatCanBeImportedAndHoldsNoFormula() throws Exception {
        var number = ListedPlaces.of(exit).listed(2);

        var csv = http.perform(
                        get("/api" + page + "/" + number + "/missing.csv").with(as("ada", "auditors")))
                .andExpect(status().isOk())
                .andExpect(header().string("Content-Disposition", containsString("missing-" + number + ".csv")))
                .andExpect(content().string(startsWith("asset,title,kind,origin,disposition,connection,locator")))
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(csv.lines().skip(1))
                .hasSize(2)
                .allMatch(line -> line.matches("[a-z0-9].*"))
                .noneMatch(line -> line.matches(".*,[=+@\\t-].*"));
        http.perform(post("/exits/" + exit.id() + "/register/provisional")
                        .param("connection", "vendor-git")
                        .param("addresses", "https://git.vendor.example/acme/r1.git")
                        .with(as("olga", "operations"))
                        .with(csrf()))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("UNDETERMINED")));
        http.perform(get("/api" + page + "/" + ListedPlaces.of(exit).listed(0) + "/missing.csv")
                        .with(as("ada", "auditors")))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.detail", containsString("nothing that the register lacks")));
    }

    @Test
    void pagesALongList() throws Exception {
        var number = ListedPlaces.of(exit).listed(10_000);

        http.perform(get(page + "/" + number + "?page=99").with(as("olga", "operations")))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("Page 100 of 101")))
                // too many for a form
                .andExpect(content().string(not(containsString("Draw up their rows"))));
        http.perform(get("/api" + page + "/" + number + "/places?size=100000").with(as("ada", "auditors")))
                .andExpect(jsonPath("$", hasSize(1_000)));
    }

    @Test
    void saysWhyAListFailed() throws Exception {
        var number = ListedPlaces.of(exit).failed("https://x answered 403 <b>no</b>");

        http.perform(get(page + "/" + number).with(as("ada", "auditors")))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("&lt;b&gt;no&lt;/b&gt;")))
                .andExpect(content().string(containsString("Nothing was stopped by it.")));
        http.perform(get("/api" + page + "/" + number + "/list.ndjson").with(as("ada", "auditors")))
                .andExpect(status().isConflict());
    }

    private ResultActions ask(String person, String group, String connection) throws Exception {
        return http.perform(post(page)
                .param("connection", connection)
                .with(as(person, group))
                .with(csrf()));
    }

    private static UserRequestPostProcessor as(String person, String group) {
        return user(person).authorities(new SimpleGrantedAuthority(group));
    }
}
