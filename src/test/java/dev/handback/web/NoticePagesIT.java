package dev.handback.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.handback.notices.Choice;
import dev.handback.notices.Notices;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.UserRequestPostProcessor;
import org.springframework.test.web.servlet.MockMvc;

@PagesHouse
@AutoConfigureMockMvc
class NoticePagesIT {
    private final MockMvc http;
    private final Notices notices;
    private final JdbcClient rows = JdbcClient.create(PagesHouse.Furnished.DATABASE.superuser());

    NoticePagesIT(@Autowired MockMvc http, @Autowired Notices notices) {
        this.http = http;
        this.notices = notices;
    }

    @Test
    void everybodyChoosesForThemselvesAndReadsThatNoMailIsSent() throws Exception {
        http.perform(get("/notices").with(as("ada", "auditors")))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("No mail is sent")))
                .andExpect(content().string(containsString("Digest: once a day")));

        http.perform(post("/notices")
                        .param("choice", "NONE")
                        .with(as("lea", "legal"))
                        .with(csrf()))
                .andExpect(redirectedUrl("/notices"));

        assertThat(notices.choice("lea")).isEqualTo(Choice.NONE);
        assertThat(notices.choice("leo")).isEqualTo(Choice.DIGEST);
    }

    @Test
    void aChoiceThatIsNoneIsNamed() throws Exception {
        http.perform(post("/notices")
                        .param("choice", "<script>")
                        .with(as("leo", "legal"))
                        .with(csrf()))
                .andExpect(status().isBadRequest())
                .andExpect(content().string(containsString("expected DIGEST, IMMEDIATE or NONE")))
                .andExpect(content().string(not(containsString("<script>"))));
    }

    @Test
    void administratorsSeeWhoCannotBeReachedAndTryAgainWithoutReadingTheMail() throws Exception {
        var mail = failed();

        http.perform(get("/people/mail").with(as("adam", "administrators")))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("550 no such user &lt;b&gt;")))
                .andExpect(content().string(not(containsString("a hold on something"))));
        http.perform(post("/people/mail/" + mail + "/retry")
                        .with(as("adam", "administrators"))
                        .with(csrf()))
                .andExpect(redirectedUrl("/people/mail?state=WAITING"));

        assertThat(rows.sql("select state from work.mail where id = ?")
                        .param(mail)
                        .query(String.class)
                        .single())
                .isEqualTo("WAITING");
        http.perform(post("/people/mail/" + UUID.randomUUID() + "/retry")
                        .with(as("adam", "administrators"))
                        .with(csrf()))
                .andExpect(status().isNotFound());
        http.perform(get("/people/mail").param("state", "NONSENSE").with(as("adam", "administrators")))
                .andExpect(status().isBadRequest());
    }

    @Test
    void nobodyElseSeesTheMails() throws Exception {
        http.perform(get("/people/mail").with(as("olga", "operations"))).andExpect(status().isForbidden());
        http.perform(post("/people/mail/" + failed() + "/retry")
                        .with(as("lea", "legal"))
                        .with(csrf()))
                .andExpect(status().isForbidden());
    }

    private UUID failed() {
        var id = UUID.randomUUID();
        rows.sql("""
                insert into work.mail (id, person, groups, subject, body, state, attempts, next_try_at, filed_at, ended_at, last_error)
                values (?, 'lea', '{legal}', 'a hold on something', 'body', 'FAILED', 1, now(), now(), now(), '550 no such user <b>')""").param(id).update();
        return id;
    }

    private static UserRequestPostProcessor as(String person, String group) {
        return user(person).authorities(new SimpleGrantedAuthority(group));
    }
}
