package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.handback.exits.Refused;
import java.util.Map;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExitStayTest {
    private static final String EXIT = "X2026-0001";
    private static final Map<String, Object> LEAVE = Map.of(
            "document", "Order 7 IN 12/26",
            "issuer", "Local court",
            "scope", "retrieval of all assets",
            "dated", "2026-11-20",
            "reason", "leave was given");
    private final ProcessWalk<ExitStay> walk = new ProcessWalk<>(ExitStay.class);
    private final ExitStay bean = walk.bean();

    @AfterEach
    void forgetMocks() {
        Mocks.reset();
    }

    @AfterAll
    static void everyNodeAndFlowWasWalked() {
        assertThat(TestEngine.WALKED.missing("ExitStay")).isEmpty();
    }

    @Test
    void asksLegalForTheDocumentAndWakesWhatWaitsOnceItIsLifted() {
        declared().opens("LiftStay").submit("LiftStay", LEAVE);

        verify(bean)
                .recordLift(
                        EXIT,
                        "S-1",
                        "Order 7 IN 12/26",
                        "Local court",
                        "retrieval of all assets",
                        "2026-11-20",
                        "leave was given");
        verify(bean, never()).releaseReturns(any());
        walk.job();
        verify(bean).releaseReturns(EXIT);
        walk.endsAt("EndEvent_StayLifted");
    }

    @Test
    void keepsTheStayAndItsTaskWhenTheDocumentLacksSomething() {
        declared();
        doThrow(new Refused("its issuer is missing"))
                .when(bean)
                .recordLift(any(), any(), any(), any(), any(), any(), any());

        assertThatThrownBy(() -> walk.submit("LiftStay", LEAVE)).hasMessageContaining("its issuer is missing");

        walk.opens("LiftStay");
    }

    private ProcessWalk<ExitStay> declared() {
        return walk.start(Map.of("exitId", EXIT, "stay", "S-1"));
    }
}
