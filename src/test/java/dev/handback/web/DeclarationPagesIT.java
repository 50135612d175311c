package dev.handback.web;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.handback.TestExit;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.UserRequestPostProcessor;
import org.springframework.test.web.servlet.MockMvc;

/** The vendor's own list beside our register, on its page and over REST. */
@PagesHouse
@AutoConfigureMockMvc
class DeclarationPagesIT {
    private static final String LIST = """
            title,asset,locator,note
            Payments,payments,,
            <script>alert(1)</script>,,https://git.vendor.example/secret-tool.git,built for you
            """;

    private final MockMvc http;

    private final TestExit exit =
            new TestExit(PagesHouse.Furnished.DATABASE).register("payments").register("website");

    // injected here, the application has made its people, with passwords, before the exit makes those it lacks
    DeclarationPagesIT(@Autowired MockMvc http) {
        this.http = http;
    }

    @Test
    void comparesTheListWithTheRegisterAndTakesAPersonsWordOnTheRest() throws Exception {
        http.perform(get(page()).with(as("olga", "operations")))
                .andExpect(content().string(containsString("None is recorded yet")));
        declare(LIST).andExpect(redirectedUrl(page()));

        http.perform(get(page()).with(as("ada", "auditors")))
                .andExpect(content().string(containsString("Only theirs")))
                .andExpect(content().string(containsString("&lt;script&gt;alert(1)")))
                .andExpect(content().string(containsString("Only ours")))
                .andExpect(content().string(containsString("website")))
                .andExpect(content().string(not(containsString("Say what it is"))));
        http.perform(get("/api" + page()).with(as("ada", "auditors")))
                .andExpect(jsonPath("$.onlyTheirs").value(1))
                .andExpect(jsonPath("$.onlyOurs").value(1));

        answer(2, "no-such", "the same thing")
                .andExpect(status().isNotFound())
                .andExpect(content().string(containsString("no-such")));
        answer(2, "website", "").andExpect(status().isBadRequest());
        answer(2, "website", "the same thing").andExpect(redirectedUrl(page()));
        http.perform(get("/api" + page()).with(as("ada", "auditors")))
                .andExpect(jsonPath("$.onlyTheirs").value(0))
                .andExpect(jsonPath("$.onlyOurs").value(0));
    }

    @Test
    void recordsNothingOfAListWithErrorsAndNamesThemAll() throws Exception {
        declare("title,size\n,3\n")
                .andExpect(status().isBadRequest())
                .andExpect(content().string(containsString("unknown column")))
                .andExpect(content().string(containsString("expected what it is")));

        http.perform(get("/api" + page()).with(as("olga", "operations"))).andExpect(status().isNotFound());
    }

    @Test
    void onlyOperationsRecordIt() throws Exception {
        http.perform(multipart(page())
                        .file(file(LIST))
                        .param("declaredBy", "Vera Vendor")
                        .param("declaredOn", "2026-11-01")
                        .with(as("erin", "engineering"))
                        .with(csrf()))
                .andExpect(status().isForbidden());
    }

    private org.springframework.test.web.servlet.ResultActions declare(String list) throws Exception {
        return http.perform(multipart(page())
                .file(file(list))
                .param("declaredBy", "Vera Vendor")
                .param("declaredOn", "2026-11-01")
                .with(as("olga", "operations"))
                .with(csrf()));
    }

    private org.springframework.test.web.servlet.ResultActions answer(int row, String asset, String why)
            throws Exception {
        return http.perform(post(page() + "/" + row)
                .param("asset", asset)
                .param("reason", why)
                .with(as("olga", "operations"))
                .with(csrf()));
    }

    private String page() {
        return "/exits/" + exit.id() + "/declaration";
    }

    private static MockMultipartFile file(String list) {
        return new MockMultipartFile("file", "list.csv", "text/csv", list.getBytes(StandardCharsets.UTF_8));
    }

    private static UserRequestPostProcessor as(String person, String group) {
        return user(person).authorities(new SimpleGrantedAuthority(group));
    }
}
