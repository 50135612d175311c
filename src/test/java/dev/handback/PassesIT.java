package dev.handback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handback.assets.Asset;
import dev.handback.assets.AssetRegister;
import dev.handback.demo.Desk;
import dev.handback.demo.GitHost;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A rehearsal, a freeze, and a final pass over a vendor who is there, gone, closed, or has changed everything. */
@Journey
class PassesIT {
    private static final String ASSET = "pricing";
    private final Walk walk;
    private final GitHost vendor;
    private final AssetRegister register;

    PassesIT(@LocalServerPort int port, GitHost vendor, AssetRegister register) {
        this.walk = new Walk(port, vendor);
        this.vendor = vendor;
        this.register = register;
    }

    @Test
    void theFinalPassCarriesTheCheckForwardAndWhatBringsNothingTakesNothingAway() {
        vendor.serve("restricted/pricing");
        var exit = walk.authorised("vendor-consent", "restricted/pricing");
        assertThat(walk.desk("olga")
                        .post("/api/exits/" + exit + "/assets/pricing/retrieve", Map.of("reason", "again"))
                        .status())
                .isEqualTo(409);
        walk.check("erin", exit, ASSET);
        await(exit, asset -> asset.returnState().equals("CHECKED"));
        walk.desk("olga")
                .post(
                        "/api/exits/" + exit + "/freeze",
                        Map.of(
                                "connection", "vendor-consent",
                                "since", "2026-01-01",
                                "attestedBy", "their head of engineering",
                                "reason", "letter of 1 January"))
                .orFail();

        again(exit);
        var last = await(exit, asset -> asset.number() != null && asset.number() == 2 && asset.outcome() != null);
        assertThat(last.returnState()).isEqualTo("CHECKED");
        assertThat(last.frozenBy()).isEqualTo("their head of engineering");

        vendor.answer("restricted/pricing", 404);
        again(exit);
        var gone = await(exit, asset -> "GONE".equals(asset.lastOutcome()));
        assertThat(gone.returnState()).isEqualTo("CHECKED");
        assertThat(gone.number()).isEqualTo(2);
        vendor.serve("restricted/pricing");
    }

    @Test
    void aPassThatIsRefusedStopsTheConnectionAndGoesOnOnceLegalResumesIt() {
        vendor.serve("restricted/pricing");
        var exit = walk.authorised("vendor-consent", "restricted/pricing");
        walk.check("erin", exit, ASSET);
        await(exit, asset -> asset.returnState().equals("CHECKED"));
        vendor.answer("restricted/pricing", 403);

        again(exit);
        await(exit, asset -> "FORBIDDEN".equals(asset.lastOutcome()));
        assertThat(register.find(exit, ASSET).returnState()).isEqualTo("CHECKED");
        vendor.serve("restricted/pricing");
        walk.desk("lea")
                .complete(
                        exit,
                        "Decide on stopped connection vendor-consent",
                        Map.of("decision", "RESUME", "reason", "the vendor apologised"))
                .orFail();

        var home = await(exit, asset -> asset.number() != null && asset.number() == 3 && asset.outcome() != null);
        assertThat(home.returnState()).isEqualTo("CHECKED");
    }

    private void again(String exit) {
        walk.desk("olga")
                .post(
                        "/api/exits/" + exit + "/retrieve",
                        Map.of("connection", "vendor-consent", "reason", "final pass"))
                .orFail();
    }

    private Asset await(String exit, Predicate<Asset> wanted) {
        return Desk.await(
                "asset " + ASSET, () -> Optional.of(register.find(exit, ASSET)).filter(wanted));
    }
}
