package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetrievalDecisionTest {
    private static final String EXIT = "X2026-0001";
    private static final Map<String, Object> APPROVE = Map.of("decision", "APPROVE");
    private final ProcessWalk<RetrievalDecision> walk = new ProcessWalk<>(RetrievalDecision.class);
    private final RetrievalDecision bean = walk.bean();

    @AfterEach
    void forgetMocks() {
        Mocks.reset();
    }

    @AfterAll
    static void everyNodeAndFlowWasWalked() {
        assertThat(TestEngine.WALKED.missing("RetrievalDecision")).isEmpty();
    }

    @Test
    void engineeringDecidesOnAnAssetThatDidNotComeWhole() {
        when(bean.recordDecision(any(), eq("RETRY"), eq("network mended"))).thenReturn("RETRY");

        reported(false)
                .opens("DecideRetrieval")
                .submit("DecideRetrieval", because("RETRY", "network mended"))
                .job();

        verify(bean).tellAssetReturns(EXIT, "repo", "git-a", false);
        walk.endsAt("EndEvent_RetrievalDecided");
    }

    @Test
    void legalDecidesOnAStoppedConnection() {
        when(bean.recordDecision(any(), eq("RESUME"), any())).thenReturn("RESUME");

        reported(true).opens("DecideStoppedConnection");
        assertThat(walk.open("DecideStoppedConnection").getName())
                .isEqualTo("Decide on stopped connection git-a – X2026-0001");
        walk.submit("DecideStoppedConnection", because("RESUME", "court leave")).job();

        verify(bean).tellAssetReturns(EXIT, "repo", "git-a", true);
        walk.endsAt("EndEvent_RetrievalDecided");
    }

    @Test
    void legalHasEachRefusedAssetDecidedOn() {
        when(bean.recordDecision(any(), eq("ONE_BY_ONE"), any())).thenReturn("ONE_BY_ONE");

        reported(true)
                .submit("DecideStoppedConnection", because("ONE_BY_ONE", "they will not let us in again"))
                .endsAt("EndEvent_RetrievalDecided");

        verify(bean, never()).tellAssetReturns(any(), any(), any(), anyBoolean());
    }

    @Test
    void twoApproveAnException() {
        exceptionAsked().opens("ApproveException", "ApproveException");
        when(bean.readApprovals(EXIT, "repo")).thenReturn(true);

        walk.submit("ApproveException", APPROVE)
                .opens("ApproveException")
                .submit("ApproveException", APPROVE)
                .job()
                .endsAt("EndEvent_RetrievalDecided");

        verify(bean, times(2)).recordApproval(any(), eq("APPROVE"), any());
    }

    @Test
    void oneApprovalIsOfferedToOperationsAndOneToLegal() {
        exceptionAsked();

        assertThat(walk.tasks().stream()
                        .flatMap(task ->
                                TestEngine.ENGINE.getTaskService().getIdentityLinksForTask(task.getId()).stream())
                        .map(link -> link.getGroupId()))
                .containsExactlyInAnyOrder("operations", "legal");
    }

    @Test
    void oneRefusalOpensTheDecisionAgain() {
        exceptionAsked();
        when(bean.exceptionRefused(EXIT, "repo")).thenReturn(true);

        walk.submit("ApproveException", Map.of("decision", "REFUSE", "reason", "try again first"));

        walk.opens("DecideRetrieval");
    }

    @Test
    void legalSettlesADisputeAndTheAssetIsRetrievedAgain() {
        when(bean.recordSettlement(any(), eq("SETTLED"), eq("they concede"))).thenReturn(true);

        decided("DISPUTE").opens("SettleDispute").submit("SettleDispute", because("SETTLED", "they concede"));

        goesOn();
    }

    @Test
    void operationsObtainAFreezeAndTheAssetIsRetrievedAgain() {
        when(bean.recordFreeze(any(), eq("FROZEN"), eq("Vera Vendor"), eq("2026-12-01"), eq("letter")))
                .thenReturn(true);

        decided("FREEZE_AND_RETRY")
                .opens("ObtainFreeze")
                .submit(
                        "ObtainFreeze",
                        Map.of(
                                "decision", "FROZEN",
                                "attestedBy", "Vera Vendor",
                                "since", "2026-12-01",
                                "reason", "letter"));

        goesOn();
    }

    @Test
    void operationsNameAnotherSource() {
        when(bean.recordSource(any(), eq("NAMED"), eq("escrow"), eq("https://escrow/x.git"), eq("deposit")))
                .thenReturn(true);

        decided("OTHER_SOURCE")
                .opens("NameSource")
                .submit(
                        "NameSource",
                        Map.of(
                                "decision", "NAMED",
                                "newConnection", "escrow",
                                "newLocator", "https://escrow/x.git",
                                "reason", "deposit"));

        goesOn();
    }

    @Test
    void operationsWithdrawWhatWasEnteredInError() {
        when(bean.recordWithdrawal(any(), eq("WITHDRAW"), any())).thenReturn(true);

        decided("WITHDRAW")
                .opens("ConfirmWithdrawal")
                .submit("ConfirmWithdrawal", because("WITHDRAW", "entered twice"));

        goesOn();
    }

    @Test
    void legalAgreesToARestoreAndItIsLookedAtUntilItCanBeRead() {
        when(bean.recordRestoreApproval(any(), eq("APPROVE"), eq("Bulk"), eq("14"), eq("clause 12")))
                .thenReturn(true);
        when(bean.untilNextLook()).thenReturn("PT1H");
        when(bean.readRestore(EXIT, "repo")).thenReturn("LOOK_AGAIN");

        decided("RESTORE").opens("ApproveRestore").submit("ApproveRestore", agreed());
        walk.job().told("RestoreSeen").job();
        var timer = walk.onlyJob();
        assertThat(timer.getDuedate()).isAfter(new java.util.Date());
        when(bean.readRestore(EXIT, "repo")).thenReturn("RETRIEVE");
        walk.job().job().told("RestoreSeen").job();

        verify(bean, times(2)).fileRestore(EXIT, "repo", walk.instance());
        goesOn();
    }

    @Test
    void aRestoreThatBringsNothingComesBackToEngineering() {
        when(bean.recordRestoreApproval(any(), eq("APPROVE"), any(), any(), any()))
                .thenReturn(true);
        when(bean.readRestore(EXIT, "repo")).thenReturn("DECIDE");

        decided("RESTORE").submit("ApproveRestore", agreed());
        walk.job().told("RestoreSeen").job();

        walk.opens("DecideRetrieval");
    }

    @Test
    void aRestoreThatLegalRefusesAsksNobody() {
        decided("RESTORE")
                .submit("ApproveRestore", Map.of("decision", "REFUSE", "reason", "no clause covers it"))
                .opens("DecideRetrieval");

        verify(bean, never()).fileRestore(any(), any(), any());
    }

    private static Map<String, Object> agreed() {
        return Map.of("decision", "APPROVE", "tier", "Bulk", "days", "14", "reason", "clause 12");
    }

    @Test
    void whatOthersCannotDoComesBackToEngineering() {
        decided("WITHDRAW")
                .submit("ConfirmWithdrawal", because("KEEP", "it exists"))
                .opens("DecideRetrieval");
    }

    private ProcessWalk<RetrievalDecision> decided(String decision) {
        when(bean.recordDecision(any(), eq(decision), any())).thenReturn(decision);
        return reported(false).submit("DecideRetrieval", because(decision, "a reason"));
    }

    private void goesOn() {
        walk.job();
        verify(bean).tellAssetReturns(EXIT, "repo", "git-a", false);
        walk.endsAt("EndEvent_RetrievalDecided");
    }

    private ProcessWalk<RetrievalDecision> exceptionAsked() {
        when(bean.recordDecision(any(), eq("EXCEPTION"), any())).thenReturn("EXCEPTION");
        when(bean.approvingGroups(EXIT)).thenReturn(List.of("operations", "legal"));
        return reported(false).submit("DecideRetrieval", because("EXCEPTION", "vendor lost it"));
    }

    private static Map<String, Object> because(String decision, String reason) {
        return Map.of("decision", decision, "reason", reason);
    }

    private ProcessWalk<RetrievalDecision> reported(boolean stopped) {
        return walk.start(Map.of(
                "exitId", EXIT, "asset", "repo", "connection", "git-a", "outcome", "PARTIAL", "stopped", stopped));
    }
}
