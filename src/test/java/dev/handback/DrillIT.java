package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.assets.AssetRegister;
import dev.handback.certificates.Certificates;
import dev.handback.certificates.Sealing;
import dev.handback.certificates.SignOff;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import dev.handback.verify.TwoVerifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A drill beside the real exit from the same vendor, over the same connection, walked through by people. */
@Journey
class DrillIT {
    private final Walk walk;
    private final DestructionWalk destruction;
    private final AssetRegister register;
    private final Certificates certificates;
    private final SignOff signOff;
    private final Sealing sealing;
    private final JdbcClient jdbc;

    DrillIT(
            @LocalServerPort int port,
            GitHost vendor,
            AssetRegister register,
            Certificates certificates,
            SignOff signOff,
            Sealing sealing,
            JdbcClient jdbc) {
        this.walk = new Walk(port, vendor);
        this.destruction = new DestructionWalk(walk, Clock.systemUTC());
        this.register = register;
        this.certificates = certificates;
        this.signOff = signOff;
        this.sealing = sealing;
        this.jdbc = jdbc;
    }

    @Test
    void aRehearsalBesideTheRealExitEndsWithItsReportAndLeavesThatAlone(@TempDir Path folder) throws Exception {
        var real = walk.opened("vendor-team", "team/website");
        var drill = rehearsal();
        walk.authorise(drill, "vendor-team");
        await(drill, "website", "VERIFIED");
        await(drill, "never-was", "NEEDS_DECISION");

        assertThat(register.find(real, "website").number())
                .as("the drill's authority is not the real exit's")
                .isNull();
        post("olga", drill, "/holds", Map.of("document", "Matter 12", "reason", "a rehearsed claim"));
        walk.authorise(real, "vendor-team");
        await(real, "website", "VERIFIED");
        assertThat(get(real, "/assets/website").path("flags"))
                .as("the drill's hold")
                .isEmpty();
        assertThat(walk.desk("erin").task(real, "Decide"))
                .as("the drill's incident")
                .isEmpty();

        walk.check("erin", drill, "website");
        refusesWhatADrillNeverWrites(drill);
        var number = reported(drill);
        walk.awaitState(drill, "REPORTED");

        Desk.await("the drill's instances to end", () -> Optional.of(running(drill))
                .filter(n -> n == 0));
        assertThat(tryPost("olga", drill, "/assets/website/retrieve", Map.of("reason", "again"))
                        .body()
                        .toString())
                .contains("a drill whose report is signed");
        assertThat(running(real)).isPositive();
        walk.check("erin", real, "website");
        var last = walk.drawnUp(real, "FINAL", "website");
        sign("lea", last);
        walk.awaitState(real, "RETURN_FINAL");
        verifiedByBoth(drill, number, folder);
    }

    @Test
    void aRehearsalWalksIntoDestructionUpToLegalsWordAndCommandsNobodyBesideTheRealOrder() throws Exception {
        var register = destroyed(walk.register("vendor-team", "team/billing-api"));
        var real = walk.authorise(walk.desk("olga").open(Walk.facts(), register), "vendor-team");
        var drill = walk.authorise(walk.desk("olga").open(drillFacts(), register), "vendor-team");
        destruction.returned(drill, "INTERIM", "billing-api");
        destruction.returned(real, "INTERIM", "billing-api");
        var order = destruction.drawnUp(real, "billing-api");

        post("olga", drill, "/destructions", Map.of("assets", List.of("billing-api")));
        destruction.clear(drill, "billing-api").orFail();

        assertThat(destruction.state(drill, "billing-api")).isEqualTo("CLEARED");
        Desk.await("the rehearsal to end", () -> Optional.of(destroying(drill)).filter(n -> n == 0));
        assertThat(walk.desk("olga").task(drill, "Order the destruction")).isEmpty();
        assertThat(get(drill, "/orders")).isEmpty();
        assertThat(get(drill, "/gates/ORDER").toString()).contains("DRILL_NO_ORDER");
        var said = Map.of("rows", List.of(destruction.row("billing-api")));
        var statement = tryPost("olga", drill, "/attestations", said);
        assertThat(statement.status()).isEqualTo(409);
        assertThat(statement.body().toString()).contains("a drill commands no holder");
        post("olga", drill, "/probes", Map.of("assets", List.of("billing-api"), "purpose", "CONTROL"));
        Desk.await("the look", () -> Optional.of(get(drill, "/assets/billing-api/probes"))
                .filter(looks -> looks.path(0).path("result").asText().equals("ANSWERS")));
        post("olga", drill, "/holds", Map.of("document", "Matter 12", "reason", "a rehearsed claim"));
        assertThat(destruction.state(drill, "billing-api")).isEqualTo("RECALLED");

        assertThat(destruction.state(real, "billing-api"))
                .as("the drill's hold")
                .isEqualTo("CLEARED");
        destruction.serve(real, order);
        post("olga", drill, "/certificates", Map.of("kind", "DRILL_REPORT"));
        var number = drawn(drill, "leo", "DRILL_REPORT");
        assertThat(text(number)).contains("Drill Report", "billing-api", "no return");
        sign("leo", number);
        walk.awaitState(drill, "REPORTED");
        assertThat(walk.desk("lea").task(drill, "Lift the hold")).isEmpty();
        assertThat(destruction.state(real, "billing-api")).isEqualTo("SERVED");
        assertThat(walk.desk("olga").task(real, "Record what the holder attests to " + order))
                .isPresent();
    }

    private static String destroyed(String register) {
        return register.replace(",RETURN,", ",RETURN_THEN_DESTROY,");
    }

    private int destroying(String exit) {
        return jdbc.sql("""
                select count(*) from engine.act_ru_execution e join engine.act_re_procdef d on d.id_ = e.proc_def_id_
                where d.key_ = 'DataDestruction' and e.business_key_ = ?""").param(exit).query(Integer.class).single();
    }

    private String text(String number) throws IOException {
        try (var pdf = Loader.loadPDF(walk.desk("ada")
                .get("/api/certificates/" + number + ".pdf")
                .orFail()
                .bytes())) {
            return new PDFTextStripper().getText(pdf).replaceAll("\\s+", " ");
        }
    }

    private String drawn(String exit, String legal, String kind) {
        return Desk.await("the " + kind, () -> certificates.list(exit).stream()
                .filter(certificate -> certificate.kind().equals(kind))
                .map(certificate -> certificate.number())
                .filter(drawn ->
                        walk.desk(legal).task(exit, "Sign certificate " + drawn).isPresent())
                .findFirst());
    }

    private String rehearsal() {
        return walk.desk("olga").open(drillFacts(), walk.register("vendor-team", "team/website", "team/never-was"));
    }

    private static Map<String, Object> drillFacts() {
        var facts = new HashMap<>(Walk.facts());
        facts.put("kind", "DRILL");
        facts.put(
                "contract",
                Map.of("reference", "MSA-2021-07", "start", "2021-01-01", "notice", "2026-06-30", "end", "2026-07-01"));
        return facts;
    }

    private void refusesWhatADrillNeverWrites(String drill) {
        for (var kind : List.of("ASSET_RETURN", "DESTRUCTION")) {
            assertThat(tryPost("olga", drill, "/certificates", Map.of("kind", kind, "finality", "FINAL"))
                            .status())
                    .isEqualTo(400);
        }
        assertThat(tryPost("olga", drill, "/certificates", Map.of("kind", "DESTRUCTION"))
                        .status())
                .isEqualTo(400);
        assertThat(tryPost("olga", drill, "/close", Map.of("mode", "CLOSED", "reason", "all is done"))
                        .status())
                .isEqualTo(409);
        assertThat(get(drill, "/close").path("againstClosed").toString()).contains("DRILL_NOT_CLOSED");
        assertThat(walk.desk("olga").task(drill, "Serve the preserve notice")).isEmpty();
    }

    private String reported(String drill) {
        var measured = get(drill, "/drill");
        assertThat(measured.path("longest").path("asset").asText()).isEqualTo("never-was");
        assertThat(measured.path("outcomes").toString()).contains("GONE", "VERIFIED");
        post("olga", drill, "/certificates", Map.of("kind", "DRILL_REPORT"));
        var number = drawn(drill, "lea", "DRILL_REPORT");
        sign("lea", number);
        return number;
    }

    private void sign(String person, String number) {
        var shown = certificates.find(number);
        walk.sign(person, number, shown.pdfSha256(), signOff.intent(shown), VendorAndClient.password(person))
                .orFail();
    }

    private void verifiedByBoth(String drill, String number, Path folder) throws Exception {
        var asked = walk.desk("olga")
                .post("/api/exits/" + drill + "/packages", Map.of("scope", List.of()))
                .orFail()
                .body()
                .path("number")
                .asText();
        Desk.await("the package", () -> Optional.of(
                        get("/api/packages/" + asked).path("state").asText())
                .filter("BUILT"::equals));
        var zip = Files.write(
                folder.resolve("drill.zip"),
                walk.desk("ada").get("/api/packages/" + asked + ".zip").orFail().bytes());
        var anchor = TwoVerifiers.anchor(sealing, folder);
        for (var said : List.of(
                TwoVerifiers.command(zip, "--anchor", anchor.toString()),
                TwoVerifiers.script(zip, "--anchor", anchor.toString()))) {
            assertThat(said.findings()).as(said.words()).isEmpty();
            assertThat(said.verdict().path("certificates").toString()).contains(number);
            assertThat(said.assets()).as("a rehearsal certifies nothing").allMatch(asset -> asset.endsWith("[]"));
        }
    }

    private int running(String exit) {
        return jdbc.sql("select count(*) from engine.act_ru_execution where business_key_ = ?")
                .param(exit)
                .query(Integer.class)
                .single();
    }

    private void await(String exit, String asset, String state) {
        Desk.await(
                asset + " to be " + state,
                () -> Optional.of(register.find(exit, asset).returnState()).filter(state::equals));
    }

    private JsonNode get(String exit, String path) {
        return get("/api/exits/" + exit + path);
    }

    private JsonNode get(String path) {
        return walk.desk("ada").get(path).orFail().body();
    }

    private void post(String person, String exit, String path, Map<String, ?> body) {
        tryPost(person, exit, path, body).orFail();
    }

    private Desk.Answer tryPost(String person, String exit, String path, Map<String, ?> body) {
        return walk.desk(person).post("/api/exits/" + exit + path, body);
    }
}
