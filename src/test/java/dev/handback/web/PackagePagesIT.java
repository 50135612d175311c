package dev.handback.web;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.handback.TestExit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.UserRequestPostProcessor;
import org.springframework.test.web.servlet.MockMvc;

/** The page of the packages of an exit: empty, asked for, refused, failed, forbidden. */
@PagesHouse
@AutoConfigureMockMvc
class PackagePagesIT {
    private final MockMvc http;
    private final TestExit exit = new TestExit(PagesHouse.Furnished.DATABASE);
    private final String page = "/exits/" + exit.id() + "/packages";

    PackagePagesIT(@Autowired MockMvc http) {
        this.http = http;
    }

    @Test
    void saysThatThereIsNoneYetAndWhoMayAsk() throws Exception {
        http.perform(get(page).with(as("ada", "auditors")))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("No package was asked for yet.")))
                .andExpect(content().string(not(containsString("Build the package"))));
        http.perform(post(page).with(as("ada", "auditors")).with(csrf())).andExpect(status().isForbidden());
        exit.register("repo");
        http.perform(post(page).with(as("erin", "engineering")).with(csrf()))
                .andExpect(status().isForbidden())
                .andExpect(content().string(containsString("expected a member of operations or legal")));
    }

    @Test
    void refusesAnEmptyRegisterAndNamesThatAreNotThereAndKeepsWhatWasEntered() throws Exception {
        http.perform(post(page).with(as("olga", "operations")).with(csrf()))
                .andExpect(status().isBadRequest())
                .andExpect(content().string(containsString("has no asset yet")));
        exit.register("repo");
        http.perform(post(page)
                        .param("scope", "repo, <b>other</b>")
                        .with(as("olga", "operations"))
                        .with(csrf()))
                .andExpect(status().isBadRequest())
                .andExpect(content().string(containsString("repo, &lt;b&gt;other&lt;/b&gt;")))
                .andExpect(content().string(not(containsString("<b>other"))));
    }

    @Test
    void listsWhatWasAskedForAndOffersAnotherTryOfWhatFailed() throws Exception {
        exit.register("repo");
        exit.insert("olga", """
                insert into handback.package_requested (package, exit_id, ordinal, scope, everything, ledger_size, checkpoint)
                select ?, ?, 1, '["repo"]', true, size, 'a checkpoint' from handback.ledger_head""", exit.id() + "-P1", exit.id());
        exit.insert(
                TestExit.SYSTEM,
                "insert into handback.package_failed (exit_id, package, reason) values (?, ?, 'The vault has <no> room')",
                exit.id(),
                exit.id() + "-P1");

        http.perform(get(page).with(as("olga", "operations")))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("The vault has &lt;no&gt; room")))
                .andExpect(content().string(containsString("Try again")));
        http.perform(get("/api/packages/" + exit.id() + "-P1").with(as("ada", "auditors")))
                .andExpect(content().string(containsString("\"state\":\"FAILED\"")));
        http.perform(get("/api/packages/" + exit.id() + "-P1.zip").with(as("ada", "auditors")))
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("is not built yet")));
        http.perform(post(page).with(as("olga", "operations")).with(csrf())).andExpect(redirectedUrl(page));
    }

    private static UserRequestPostProcessor as(String person, String group) {
        return user(person).authorities(new SimpleGrantedAuthority(group));
    }
}
