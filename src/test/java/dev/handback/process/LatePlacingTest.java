package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.handback.assets.Asset;
import dev.handback.assets.AssetRegister;
import dev.handback.exits.Gates;
import dev.handback.retrieval.Placing;
import dev.handback.retrieval.Placings;
import dev.handback.retrieval.Quarantines;
import dev.handback.work.LongWork;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody has an asset placed while its return is about to end: it finds that running, and this must see that it is asked for. */
class LatePlacingTest {
    private static final String EXIT = "X2026-0001";
    private final AssetRegister register = mock(AssetRegister.class);
    private final Placings placings = mock(Placings.class);
    private final WaitTable waits = mock(WaitTable.class);
    private final Asset asset = mock(Asset.class);
    private final AssetReturn ending = new AssetReturn(
            register,
            mock(Gates.class),
            mock(LongWork.class),
            mock(Instances.class),
            waits,
            mock(Handovers.class),
            mock(Returns.class),
            mock(ExitNotices.class),
            placings,
            mock(Quarantines.class));

    @BeforeEach
    void isChecked() {
        when(register.find(EXIT, "repo")).thenReturn(asset);
        when(asset.returnState()).thenReturn("CHECKED");
        when(asset.connection()).thenReturn("git-a");
        when(asset.lastOutcome()).thenReturn("VERIFIED");
        when(asset.lastDecision()).thenReturn("KEEP_EARLIER");
        var failed = mock(Placing.class);
        when(failed.state()).thenReturn("FAILED");
        when(placings.list(EXIT, "repo")).thenReturn(List.of(failed));
    }

    @Test
    void endsWhenNobodyAsked() {
        assertThat(ending.readCheck(EXIT, "repo")).isEqualTo("CHECKED");
        assertThat(ending.readOutcome(EXIT, "repo")).isEqualTo("CHECKED");
        assertThat(ending.readDecision(EXIT, "repo")).isEqualTo("CHECKED");
        assertThat(ending.readPlacing(EXIT, "repo")).isEqualTo("NOT_PLACED");
    }

    @Test
    void asksWhatIsNextInsteadOfEnding() {
        when(placings.waits(EXIT, "repo")).thenReturn(true);

        assertThat(ending.readCheck(EXIT, "repo")).isEqualTo("SENT_BACK");
        assertThat(ending.readOutcome(EXIT, "repo")).isEqualTo("NOT_BEGUN");
        assertThat(ending.readDecision(EXIT, "repo")).isEqualTo("RETRY");
        assertThat(ending.readPlacing(EXIT, "repo")).isEqualTo("SENT_BACK");
    }

    /** Else whoever asks, and this, would not see each other's uncommitted half. */
    @Test
    void looksOnlyOnceWhoeverAsksHasCommitted() {
        ending.readCheck(EXIT, "repo");

        var order = inOrder(waits, placings);
        order.verify(waits).beforeWaiting("git-a");
        order.verify(placings).waits(anyString(), anyString());
    }
}
