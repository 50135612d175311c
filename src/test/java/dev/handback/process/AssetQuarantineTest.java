package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.handback.exits.Refused;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AssetQuarantineTest {
    private static final String EXIT = "X2026-0001";
    private static final String QUARANTINE = "X2026-0001-Q1";
    private static final Map<String, Object> RELEASE = Map.of("decision", "RELEASE", "reason", "it is ours");
    private static final Map<String, Object> ERASE = Map.of("decision", "ERASE", "reason", "not ours to have");
    private static final Map<String, Object> APPROVE = Map.of("decision", "APPROVE", "reason", "");
    private final ProcessWalk<AssetQuarantine> walk = new ProcessWalk<>(AssetQuarantine.class);
    private final AssetQuarantine bean = walk.bean();

    @AfterEach
    void forgetMocks() {
        Mocks.reset();
    }

    @AfterAll
    static void everyNodeAndFlowWasWalked() {
        assertThat(TestEngine.WALKED.missing("AssetQuarantine")).isEmpty();
    }

    @Test
    void endsWhenLegalReleasesIt() {
        started().opens("DecideQuarantine").submit("DecideQuarantine", RELEASE).endsAt("EndEvent_QuarantineReleased");

        verify(bean).recordDecision(any(), eq("RELEASE"), eq("it is ours"));
    }

    @Test
    void erasesOnTheWordOfTwoOthers() {
        erased("ERASED");

        approvedByBoth().waitsFor("ErasureEnded").told("ErasureEnded").job().endsAt("EndEvent_ContentErased");

        verify(bean).fileErasure(EXIT, QUARANTINE, walk.instance());
        verify(bean, times(2)).recordApproval(EXIT, QUARANTINE, "APPROVE", "");
    }

    @Test
    void asksForApprovalWhoeverAskedForTheErasure() {
        when(bean.approvingGroups(EXIT)).thenReturn(List.of("operations", "legal"));

        started().told("ErasureAsked").opens("ApproveErasure", "ApproveErasure");

        verify(bean, never()).recordDecision(any(), any(), any());
    }

    @Test
    void asksLegalAnewWhenOneRefuses() {
        when(bean.approvingGroups(EXIT)).thenReturn(List.of("operations", "legal"));
        started().submit("DecideQuarantine", ERASE);
        when(bean.erasureDecided(EXIT, QUARANTINE)).thenReturn(true);

        walk.submit("ApproveErasure", Map.of("decision", "REFUSE", "reason", "we need it"))
                .opens("DecideQuarantine");

        verify(bean, never()).fileErasure(any(), any(), any());
    }

    @Test
    void asksLegalAnewWhenAHoldCameBeforeItBegan() {
        erased("NOT_ERASED");

        approvedByBoth().told("ErasureEnded").job().opens("DecideQuarantine");
    }

    @Test
    void makesAnErasureThatWasGivenUpHalfWaySomebodysTask() {
        erased("ERASING");
        approvedByBoth().told("ErasureEnded").job().opens("EraseAgain");

        walk.submit("EraseAgain", Map.of()).waitsFor("ErasureEnded");

        verify(bean, times(2)).fileErasure(EXIT, QUARANTINE, walk.instance());
    }

    @Test
    void keepsTheTaskOpenWhenTheReleaseIsRefused() {
        started();
        doThrow(new Refused("you sealed it")).when(bean).recordDecision(any(), any(), any());

        assertThatThrownBy(() -> walk.submit("DecideQuarantine", RELEASE)).hasMessageContaining("you sealed it");

        walk.opens("DecideQuarantine");
    }

    private ProcessWalk<AssetQuarantine> approvedByBoth() {
        when(bean.approvingGroups(EXIT)).thenReturn(List.of("operations", "legal"));
        when(bean.readApprovals(EXIT, QUARANTINE)).thenReturn(true);
        return started()
                .submit("DecideQuarantine", ERASE)
                .submit("ApproveErasure", APPROVE)
                .submit("ApproveErasure", APPROVE);
    }

    private void erased(String state) {
        when(bean.readErasure(EXIT, QUARANTINE)).thenReturn(state);
    }

    private ProcessWalk<AssetQuarantine> started() {
        when(bean.recordDecision(any(), any(), any())).thenAnswer(call -> call.getArgument(1));
        return walk.start(Map.of("exitId", EXIT, "quarantine", QUARANTINE, "asset", "repo", "number", 1));
    }
}
