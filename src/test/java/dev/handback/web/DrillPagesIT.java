package dev.handback.web;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.handback.TestExit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** What a drill measured, on its page and by REST. */
@PagesHouse
@AutoConfigureMockMvc
class DrillPagesIT {
    private final MockMvc http;

    DrillPagesIT(@Autowired MockMvc http) {
        this.http = http;
    }

    @Test
    void showsTheNumbersAgainstTheDaysOfTheContract() throws Exception {
        var drill = rehearsed().register("open").agree();
        drill.attempt("open", "PARTIAL");

        show("/exits/" + drill.id() + "/drill")
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("cannot be said: asset open was not checked")))
                .andExpect(content().string(containsString("checked after")))
                .andExpect(content().string(containsString("not checked after")))
                // an auditor reads and asks for nothing
                .andExpect(content().string(not(containsString("Have it drawn up"))));
        show("/api/exits/" + drill.id() + "/drill")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.longest.asset", is("open")))
                .andExpect(jsonPath("$.longest.finished", is(false)))
                .andExpect(jsonPath("$.ways[0].end", is("CHECKED")));
    }

    @Test
    void saysWhatIsMissingOfAnEmptyDrill() throws Exception {
        var drill = new TestExit(PagesHouse.Furnished.DATABASE, "DRILL");

        show("/exits/" + drill.id() + "/drill")
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("Nothing came so far that it can be measured")))
                .andExpect(content().string(containsString("REGISTER_NOT_AGREED")));
    }

    @Test
    void measuresNoRealExit() throws Exception {
        var real = new TestExit(PagesHouse.Furnished.DATABASE).register("a").agree();

        show("/api/exits/" + real.id() + "/drill")
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("only a drill is measured")));
        show("/exits/" + real.id() + "/drill").andExpect(status().is4xxClientError());
        show("/exits/" + real.id() + "/certificates/new")
                .andExpect(content().string(not(containsString("DRILL_REPORT"))));
    }

    @Test
    void offersADrillItsReportAndNoFinal() throws Exception {
        var drill = rehearsed();

        show("/exits/" + drill.id() + "/certificates/new")
                .andExpect(content().string(containsString("DRILL_REPORT:INTERIM")))
                .andExpect(content().string(not(containsString(":FINAL"))))
                .andExpect(content().string(not(containsString("DESTRUCTION:"))));
        show("/exits/" + drill.id())
                .andExpect(content().string(containsString("Sign the drill report")))
                .andExpect(content().string(not(containsString("Close the exit"))));
    }

    @Test
    void showsADrillThatIsReportedAsSuch() throws Exception {
        var drill = rehearsed();
        drill.sign("lea", drill.drawUp("DRILL_REPORT", "INTERIM", "a"));

        show("/exits/" + drill.id()).andExpect(content().string(containsString("Drill reported")));
        show("/api/exits/" + drill.id()).andExpect(jsonPath("$.state", is("REPORTED")));
    }

    private static TestExit rehearsed() {
        return new TestExit(PagesHouse.Furnished.DATABASE, "DRILL")
                .register("a")
                .agree()
                .authorise()
                .attempt("a", "VERIFIED")
                .check("erin", "a");
    }

    private ResultActions show(String path) throws Exception {
        return http.perform(get(path).with(user("ada").authorities(new SimpleGrantedAuthority("auditors"))));
    }
}
