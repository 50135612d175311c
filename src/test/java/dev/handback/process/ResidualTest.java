package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.handback.exits.Refused;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResidualTest {
    private static final Date NEAR = Date.from(Instant.parse("2099-01-01T00:00:00Z"));
    private final ProcessWalk<Residual> walk = new ProcessWalk<>(Residual.class);
    private final Residual bean = walk.bean();

    @AfterEach
    void forgetMocks() {
        Mocks.reset();
    }

    @AfterAll
    static void everyNodeAndFlowWasWalked() {
        assertThat(TestEngine.WALKED.missing("Residual")).isEmpty();
    }

    @Test
    void waitsForItsDayAndThenAsks() {
        assertThat(left().onlyJob().getDuedate()).isEqualTo(NEAR);

        walk.opens().job().job().opens("SettleResidual");

        verify(bean).remind("X-S1");
        assertThat(walk.open("SettleResidual").getName()).isEqualTo("Settle X-S1, left over of X2026-0001");
    }

    @Test
    void endsOnceAPersonSaysHowItEnded() {
        left().job().job().submit("SettleResidual", Map.of("how", "attested again"));

        verify(bean).recordSettlement("X-S1", "attested again");
        walk.endsAt("EndEvent_ResidualSettled");
    }

    @Test
    void asksOnWhileFactsShowThatItIsNotOver() {
        var asked = left().job().job();
        doThrow(new Refused("the holder has not attested again")).when(bean).recordSettlement(any(), any());

        assertThatThrownBy(() -> asked.submit("SettleResidual", Map.of("how", "over")))
                .hasMessageContaining("has not attested again");

        walk.opens("SettleResidual");
    }

    private ProcessWalk<Residual> left() {
        when(bean.remindAt("X-S1")).thenReturn(NEAR);
        return walk.start(Map.of("exitId", "X2026-0001", "residualId", "X-S1"));
    }
}
