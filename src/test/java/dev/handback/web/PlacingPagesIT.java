package dev.handback.web;

import static dev.handback.TestExit.SYSTEM;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;

import dev.handback.TestExit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** Placing on the page of an asset and by REST: nothing yet, not placed and why, placed and what was seen. */
@PagesHouse
@AutoConfigureMockMvc
class PlacingPagesIT {
    private final MockMvc http;

    PlacingPagesIT(@Autowired MockMvc http) {
        this.http = http;
    }

    @Test
    void offersItToWhoMayAskAndSaysWhyItWasNot() throws Exception {
        var exit = checked("git-repository", "https://git.client.example/a.git");

        show(exit, "olga", "operations")
                .andExpect(content().string(containsString("Nothing was placed there by us.")))
                .andExpect(content().string(containsString("Place it at home")));
        show(exit, "lea", "legal").andExpect(content().string(not(containsString("Place it at home"))));

        asked(exit);
        show(exit, "ada", "auditors").andExpect(content().string(containsString("On its way")));
        exit.insert(SYSTEM, """
                insert into handback.placing_failed (exit_id, asset, ordinal, seen_as, findings)
                values (?, 'a', 1, 'handback', '[{"code": "LFS_NOT_TAKEN", "detail": "<b>quota</b>"}]')""", exit.id());
        show(exit, "olga", "operations")
                .andExpect(content().string(containsString("Not placed")))
                .andExpect(content().string(containsString("&lt;b&gt;quota&lt;/b&gt;")))
                .andExpect(content().string(containsString("Place it at home")));
    }

    @Test
    void countsWhatWasSeenInWordsOfItsKind() throws Exception {
        var repository = placed("git-repository", "https://git.client.example/a.git");
        show(repository, "ada", "auditors")
                .andExpect(content().string(containsString("<span>refs</span> seen in a fresh")));

        var documents = placed("s3-documents", "s3://client/acme/");
        show(documents, "ada", "auditors")
                .andExpect(
                        content().string(containsString("<span>versions and delete markers</span> seen in a fresh")));
        http.perform(get("/api/exits/" + documents.id() + "/assets/a/placings")
                        .with(user("ada").authorities(new SimpleGrantedAuthority("auditors"))))
                .andExpect(jsonPath("$[0].things", is(3)))
                .andExpect(jsonPath("$[0].state", is("PLACED")));
    }

    private static TestExit placed(String kind, String destination) {
        var exit = checked(kind, destination);
        asked(exit);
        exit.insert(SYSTEM, """
                insert into handback.placed (exit_id, asset, ordinal, listing_sha256, things, seen_as)
                values (?, 'a', 1, repeat('f', 64), 3, 'handback')""", exit.id());
        return exit;
    }

    private static TestExit checked(String kind, String destination) {
        var exit = new TestExit(PagesHouse.Furnished.DATABASE)
                .register("a")
                .agree()
                .authorise();
        exit.insert("olga", """
                insert into handback.register_row (exit_id, asset, version, action, reason, title, kind, origin, disposition, connection,
                    locator, destination_connection, destination)
                select exit_id, asset, version + 1, 'CORRECTED', 'destination', title, ?, origin, disposition, connection, locator,
                    'home', ?
                from handback.asset where exit_id = ? and asset = 'a'""", kind, destination, exit.id());
        return exit.attempt("a", "VERIFIED").check("emil", "a");
    }

    private static void asked(TestExit exit) {
        exit.insert("otto", """
                insert into handback.placing_asked (exit_id, asset, ordinal, number, content_digest, destination_connection, destination)
                values (?, 'a', 1, 1, '', '', '')""", exit.id());
    }

    private ResultActions show(TestExit exit, String person, String group) throws Exception {
        return http.perform(get("/exits/" + exit.id() + "/assets/a")
                .with(user(person).authorities(new SimpleGrantedAuthority(group))));
    }
}
