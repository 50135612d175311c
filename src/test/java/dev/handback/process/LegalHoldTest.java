package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.handback.exits.Refused;
import java.util.Map;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LegalHoldTest {
    private static final String EXIT = "X2026-0001";
    private static final Map<String, Object> SERVED =
            Map.of("servedOn", "2026-11-20", "servedTo", "Vera Vendor", "channel", "courier 4711");
    private static final Map<String, Object> SETTLED = Map.of("reason", "the claim is settled");
    private final ProcessWalk<LegalHold> walk = new ProcessWalk<>(LegalHold.class);
    private final LegalHold bean = walk.bean();

    @AfterEach
    void forgetMocks() {
        Mocks.reset();
    }

    @AfterAll
    static void everyNodeAndFlowWasWalked() {
        assertThat(TestEngine.WALKED.missing("LegalHold")).isEmpty();
    }

    @Test
    void hasTheNoticeSealedAndServedAndLiftedByLegal() {
        sealed().opens("LiftHold", "ServeNotice").submit("ServeNotice", SERVED).opens("LiftHold");

        walk.submit("LiftHold", SETTLED);

        verify(bean).fileNotice(EXIT, "H-1", walk.instance());
        verify(bean).recordService(EXIT, "H-1", "2026-11-20", "Vera Vendor", "courier 4711");
        verify(bean).recordLift(EXIT, "H-1", "the claim is settled");
        walk.endsAt("EndEvent_HoldLifted");
    }

    @Test
    void makesANoticeThatCouldNotBeSealedSomebodysTask() {
        placed().told("NoticeEnded").job().opens("LiftHold", "SealNoticeAgain");

        walk.submit("SealNoticeAgain", Map.of()).waitsFor("NoticeEnded");

        verify(bean, times(2)).fileNotice(EXIT, "H-1", walk.instance());
    }

    @Test
    void tellsNobodyInADrillAndStillAsksLegal() {
        started().opens("LiftHold");

        verify(bean, never()).fileNotice(any(), any(), any());
    }

    @Test
    void closesTheServiceOnceTheHoldIsLifted() {
        sealed().submit("LiftHold", SETTLED).endsAt("EndEvent_HoldLifted");
    }

    @Test
    void keepsTheTaskOpenWhenTheLiftIsRefused() {
        sealed();
        doThrow(new Refused("you opened this exit")).when(bean).recordLift(any(), any(), any());

        assertThatThrownBy(() -> walk.submit("LiftHold", SETTLED)).hasMessageContaining("you opened this exit");

        walk.opens("LiftHold", "ServeNotice");
    }

    private ProcessWalk<LegalHold> sealed() {
        when(bean.readNotice(EXIT, "H-1")).thenReturn(true);
        return placed().told("NoticeEnded").job();
    }

    private ProcessWalk<LegalHold> placed() {
        when(bean.noticeDue(EXIT)).thenReturn(true);
        return started();
    }

    private ProcessWalk<LegalHold> started() {
        return walk.start(Map.of("exitId", EXIT, "hold", "H-1"));
    }
}
