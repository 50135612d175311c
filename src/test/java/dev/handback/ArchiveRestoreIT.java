package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handback.assets.AssetRegister;
import dev.handback.custody.Ledger;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import dev.handback.retrieval.s3.ScriptedStore;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Versions in archive classes come home: engineering asks, legal agrees, the store restores, the next attempt copies. */
@Journey
class ArchiveRestoreIT {
    private static final String TASK = "Agree to a restore of archive";
    private final Walk walk;
    private final ScriptedStore store;
    private final AssetRegister register;
    private final Ledger ledger;

    ArchiveRestoreIT(
            @LocalServerPort int port, GitHost vendor, ScriptedStore store, AssetRegister register, Ledger ledger) {
        this.walk = new Walk(port, vendor);
        this.store = store;
        this.register = register;
        this.ledger = ledger;
    }

    @Test
    void legalsWordBringsHomeWhatWasArchived() {
        store.object("plain.txt", "readable")
                .archived("2019/ledger.csv", "a year", "GLACIER")
                .archived("2011/ledger.csv", "an older year", "DEEP_ARCHIVE")
                .restoredAfterLooks(2);
        var exit = walk.authorise(open(), "vendor-archive");
        await(exit, "NEEDS_DECISION");
        var archived = restores(exit).path("archived");
        assertThat(archived.path("objects").asInt()).isEqualTo(2);
        assertThat(archived.path("bytes").asInt()).isEqualTo("a year".length() + "an older year".length());
        assertThat(archived.path("classes").path("DEEP_ARCHIVE").asInt()).isEqualTo(1);

        decide(exit);
        assertThat(agree("erin2", exit, "14").status())
                .as("the same person asked")
                .isEqualTo(403);
        assertThat(agree("lea", exit, "0").body().toString()).contains("1 to 90 days");
        assertThat(store.restoresAsked()).isEmpty();
        agree("lea", exit, "14").orFail();

        await(exit, "VERIFIED");
        assertThat(store.restoresAsked())
                .containsExactlyInAnyOrder("2019/ledger.csv v1 Bulk 14", "2011/ledger.csv v1 Bulk 14");
        var restore = restores(exit).path("restores").get(0);
        assertThat(restore.path("state").asText()).isEqualTo("RETRIEVED");
        assertThat(restore.path("ready").asInt()).isEqualTo(2);
        assertThat(restore.path("readyUntil").asText()).isNotEmpty();
        assertThat(register.find(exit, "archive").number()).isEqualTo(2);
        assertThat(ledger.verify()).isEmpty();
    }

    private void decide(String exit) {
        Desk.await("the decision", () -> walk.desk("erin").task(exit, "Decide on retrieval of archive"));
        walk.desk("erin")
                .complete(
                        exit,
                        "Decide on retrieval of archive",
                        Map.of("decision", "RESTORE", "reason", "two years lie in Glacier"))
                .orFail();
    }

    private Desk.Answer agree(String who, String exit, String days) {
        Desk.await("the task", () -> walk.desk(who).task(exit, TASK));
        return walk.desk(who)
                .complete(
                        exit,
                        TASK,
                        Map.of(
                                "decision",
                                "APPROVE",
                                "tier",
                                "Bulk",
                                "days",
                                days,
                                "reason",
                                "clause 14.2, vendor pays"));
    }

    private JsonNode restores(String exit) {
        return walk.desk("ada")
                .get("/api/exits/" + exit + "/assets/archive/restores")
                .orFail()
                .body();
    }

    private void await(String exit, String state) {
        Desk.await("archive " + state, () -> Optional.of(register.find(exit, "archive"))
                .filter(asset -> asset.returnState().equals(state)));
    }

    private String open() {
        return walk.desk("olga")
                .open(
                        Walk.facts(),
                        "asset,title,kind,origin,disposition,connection,locator\n"
                                + "archive,The archive,s3-documents,FOREGROUND,RETURN,vendor-archive,s3://scripted\n");
    }
}
