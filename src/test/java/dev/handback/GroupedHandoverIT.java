package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.assets.AssetRegister;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What comes clean over one connection is handed over in one task, a line of evidence each. */
@Journey
class GroupedHandoverIT {
    private final String origin;
    private final Walk walk;
    private final AssetRegister register;

    GroupedHandoverIT(@LocalServerPort int port, GitHost vendor, AssetRegister register) {
        this.origin = "http://127.0.0.1:" + port;
        this.walk = new Walk(port, vendor);
        this.register = register;
    }

    @Test
    void gathersCleanAssetsAndLeavesWhatHasFindingsAlone() {
        var exit = walk.authorised(
                "vendor-team", "team/billing-api", "team/billing-portal", "team/warehouse", "team/website");

        var group = Desk.await("the group", () -> handOver(exit, 3));
        assertThat(group.path("name").asText()).isEqualTo("Hand over 3 assets of vendor-team – " + exit);
        assertThat(group.path("page").asText()).isEqualTo("/exits/" + exit + "/handover");
        Desk.await("the single decision", () -> walk.desk("erin").task(exit, "Decide on retrieval of billing-portal"));

        var foreign = complete(group, "PASS", "billing-portal", "");
        assertThat(foreign.status()).isEqualTo(400);
        assertThat(foreign.body().toString()).contains("only", "billing-portal");
        complete(group, "PASS", "billing-api", "looked at").orFail();
        var rest = Desk.await("the others", () -> handOver(exit, 2));
        assertThat(rest.path("assets").toString()).isEqualTo("[\"warehouse\",\"website\"]");
        assertThat(complete(rest, "SEND_BACK", "warehouse", "").status()).isEqualTo(400);
        complete(rest, "SEND_BACK", "warehouse", "the branch of May is missing").orFail();
        Desk.await("a further attempt", () -> Optional.ofNullable(
                        register.find(exit, "warehouse").number())
                .filter(number -> number == 2));

        walk.check("emil", exit, "website");
        walk.check("emil", exit, "warehouse");

        for (var asset : List.of("billing-api", "warehouse", "website")) {
            Desk.await(
                    asset + " to be checked",
                    () -> Optional.of(register.find(exit, asset).returnState()).filter("CHECKED"::equals));
        }
        assertThat(register.find(exit, "billing-api").checkedBy()).isEqualTo("erin");
        assertThat(register.find(exit, "warehouse").checkedBy()).isEqualTo("emil");
    }

    @Test
    void anEngineerTicksOnThePageWhatSheChecked() {
        var exit = walk.authorised("vendor-team", "team/billing-api", "team/warehouse", "team/website");
        Desk.await("the group", () -> handOver(exit, 3));
        try (var browser = new Browser(origin)) {
            var erin = browser.window("erin");
            erin.navigate(origin + "/exits/" + exit + "/handover");
            assertThat(erin.locator("tbody tr")).as("a line each").satisfies(rows -> assertThat(rows.count())
                    .isEqualTo(3));
            browser.isAccessible(erin);
            browser.picture(erin, "handover");

            erin.getByLabel("Decide on warehouse").uncheck();
            erin.getByText("Checked: the ticked ones").click();

            erin.getByText("Your check of 2 assets is recorded.").waitFor();
            assertThat(browser.complaints()).isEmpty();
        }
        assertThat(register.find(exit, "website").checkedBy()).isEqualTo("erin");
        assertThat(register.find(exit, "warehouse").checkedBy()).isNull();
        Desk.await("the rest", () -> handOver(exit, 1));
    }

    private Optional<JsonNode> handOver(String exit, int assets) {
        for (var task : walk.desk("erin").get("/api/tasks").orFail().body()) {
            if (task.path("exitId").asText().equals(exit)
                    && task.path("task").asText().equals("HandOver")
                    && task.path("assets").size() == assets) {
                return Optional.of(task);
            }
        }
        return Optional.empty();
    }

    private Desk.Answer complete(JsonNode task, String decision, String only, String note) {
        return walk.desk("erin")
                .post(
                        "/api/tasks/" + task.path("id").asText() + "/complete",
                        Map.of("values", Map.of("decision", decision, "only", only, "note", note)));
    }
}
