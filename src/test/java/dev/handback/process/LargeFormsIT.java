package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.TestRooms;
import dev.handback.assets.AssetRegister;
import dev.handback.exits.Exits;
import dev.handback.exits.NewExit;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A form over a whole register has as many fields as it has assets. */
@RunningHouse
class LargeFormsIT {

    @LocalServerPort
    int port;

    @Autowired
    Exits exits;

    @Autowired
    AssetRegister register;

    /** What is over a server's limit is dropped in silence: a certificate would cover less than what was ticked. */
    @Test
    void loseNoneOfTwelveThousandTickedAssets() {
        var exit = TestRooms.as("olga", this::opened);
        var ticked = IntStream.rangeClosed(1, 12_000)
                .mapToObj(n -> "&scope=asset-" + n)
                .collect(Collectors.joining());

        var answer = Browser.of("olga", port)
                .form(
                        "/exits/" + exit + "/certificates/new",
                        "/exits/" + exit + "/certificates",
                        "kind=CUSTODY_RECORD:INTERIM" + ticked);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("has no asset asset-1", "has no asset asset-12000");
    }

    private String opened() {
        var exit = exits.open(new NewExit(
                "Exit",
                "REAL",
                null,
                "Vendor Ltd",
                null,
                null,
                null,
                "Client plc",
                null,
                "MSA-7",
                null,
                null,
                null,
                "2026-12-31",
                null,
                null,
                "UTC",
                "EXPIRY",
                false));
        register.add(
                exit,
                Map.of(
                        "asset",
                        "disk",
                        "title",
                        "A disk",
                        "kind",
                        "manual",
                        "origin",
                        "FOREGROUND",
                        "disposition",
                        "RETURN"));
        return exit;
    }
}
