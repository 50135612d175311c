package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.when;

import java.util.Map;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AssetInstrumentsTest {
    private static final String EXIT = "X2026-0001";
    private final ProcessWalk<AssetInstruments> walk = new ProcessWalk<>(AssetInstruments.class);
    private final AssetInstruments bean = walk.bean();

    @AfterEach
    void forgetMocks() {
        Mocks.reset();
    }

    @AfterAll
    static void everyNodeAndFlowWasWalked() {
        assertThat(TestEngine.WALKED.missing("AssetInstruments")).isEmpty();
    }

    @Test
    void asksLegalAgainUntilNoInstrumentIsMissing() {
        when(bean.findMissing(EXIT)).thenReturn(true, false);

        asked().opens("RecordInstrument").completeByPage("RecordInstrument", Map.of());
        walk.opens("RecordInstrument").completeByPage("RecordInstrument", Map.of());

        walk.endsAt("EndEvent_AllAreRecorded");
    }

    @Test
    void isNotCompletedInTasklistWithoutAnInstrument() {
        asked();

        assertThatThrownBy(() -> walk.submit("RecordInstrument", Map.of()))
                .hasMessageContaining("completed on its page");
    }

    private ProcessWalk<AssetInstruments> asked() {
        return walk.start(Map.of("exitId", EXIT));
    }
}
