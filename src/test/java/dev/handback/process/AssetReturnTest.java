package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.Map;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AssetReturnTest {
    private static final String EXIT = "X2026-0001";
    private final ProcessWalk<AssetReturn> walk = new ProcessWalk<>(AssetReturn.class);
    private final AssetReturn bean = walk.bean();

    @AfterEach
    void forgetMocks() {
        Mocks.reset();
    }

    @AfterAll
    static void everyNodeAndFlowWasWalked() {
        assertThat(TestEngine.WALKED.missing("AssetReturn")).isEmpty();
    }

    @Test
    void bringsAWholeAssetToItsCheck() {
        gate("OPEN");
        outcome("VERIFIED");
        when(bean.readCheck(EXIT, "repo")).thenReturn("CHECKED");

        asked().waitsFor("RetrievalEnded").told("RetrievalEnded").job().waitsFor("HandOverDecided");
        verify(bean).fileRetrieval(EXIT, "repo", walk.instance());
        verify(bean).requestHandOver(EXIT, "repo");

        walk.told("HandOverDecided").job().endsAt("EndEvent_AssetChecked");
    }

    @Test
    void asksAgainWhenTheGateWasShutAndIsCleared() {
        when(bean.askRetrieveGate(any(), eq(EXIT), eq("repo"))).thenReturn("SHUT", "OPEN");

        asked().waitsFor("RetrievalCleared");
        verify(bean, never()).fileRetrieval(EXIT, "repo", walk.instance());
        verify(bean).requestAuthority(EXIT, "repo");

        walk.told("RetrievalCleared").job().waitsFor("RetrievalEnded");
    }

    @Test
    void hasWhatNobodyCanFetchDeliveredByHand() {
        gate("BY_HAND");
        outcome("VERIFIED");

        asked().waitsFor("DeliveryDecided").told("DeliveryDecided").job().waitsFor("HandOverDecided");

        verify(bean).requestDelivery(EXIT, "repo", walk.instance());
        verify(bean, never()).fileRetrieval(EXIT, "repo", walk.instance());
    }

    @Test
    void handsOverWhatIsHereOnceItIsReleasedFromQuarantine() {
        when(bean.askRetrieveGate(any(), eq(EXIT), eq("repo"))).thenReturn("SHUT", "HERE");
        outcome("VERIFIED");

        asked().told("RetrievalCleared").job().job().waitsFor("HandOverDecided");

        verify(bean, never()).fileRetrieval(EXIT, "repo", walk.instance());
    }

    @Test
    void endsWhenTheAssetWasWithdrawnWhileItWaited() {
        when(bean.askRetrieveGate(any(), eq(EXIT), eq("repo"))).thenReturn("SHUT", "SETTLED");

        asked().told("RetrievalCleared").job().endsAt("EndEvent_AssetExceptedOrWithdrawn");
    }

    @Test
    void retrievesAgainWhatTheEngineerSentBack() {
        gate("OPEN");
        outcome("VERIFIED");
        when(bean.readCheck(EXIT, "repo")).thenReturn("SENT_BACK");

        asked().told("RetrievalEnded").job().told("HandOverDecided").job().job().waitsFor("RetrievalEnded");

        verify(bean, times(2)).fileRetrieval(EXIT, "repo", walk.instance());
    }

    @Test
    void asksForADecisionWhenItDidNotComeWhole() {
        gate("OPEN");
        outcome("PARTIAL");

        asked().told("RetrievalEnded").job().waitsFor("RetrievalDecided");

        verify(bean).requestDecision(EXIT, "repo", "git-a");
    }

    @Test
    void asksForADecisionWhenItWasGivenUp() {
        gate("OPEN");
        outcome("FAILED");

        asked().told("RetrievalEnded").job().waitsFor("RetrievalDecided");

        verify(bean).requestDecision(EXIT, "repo", "git-a");
    }

    @Test
    void endsWhenTheSameContentWasCheckedBefore() {
        gate("OPEN");
        outcome("CHECKED");

        asked().told("RetrievalEnded").job().endsAt("EndEvent_AssetChecked");
    }

    @Test
    void asksTheGateAgainWhenTheRetrievalWasNotBegun() {
        gate("OPEN");
        outcome("NOT_BEGUN");

        asked().told("RetrievalEnded").job().job().waitsFor("RetrievalEnded");
    }

    @Test
    void retrievesAgainWhenThatWasDecided() {
        decided("RETRY").job().waitsFor("RetrievalEnded");
    }

    @Test
    void handsOverWhatWasConfirmedAsEmpty() {
        decided("CONFIRM_EMPTY").waitsFor("HandOverDecided");
    }

    @Test
    void endsWhenTheAssetWasExcepted() {
        decided("EXCEPTED").endsAt("EndEvent_AssetExceptedOrWithdrawn");
    }

    @Test
    void endsAsCheckedWhenTheEarlierAttemptIsKept() {
        decided("CHECKED").endsAt("EndEvent_AssetChecked");
    }

    @Test
    void hasWhatIsToBePlacedPlaced() {
        gate("PLACE");
        when(bean.readPlacing(EXIT, "repo")).thenReturn("PLACED");

        asked().waitsFor("PlacingEnded").told("PlacingEnded").job().endsAt("EndEvent_AssetPlaced");

        verify(bean).filePlacing(EXIT, "repo", walk.instance());
        verify(bean, never()).fileRetrieval(EXIT, "repo", walk.instance());
    }

    @Test
    void endsWhereItIsWhenItCouldNotBePlaced() {
        gate("PLACE");
        when(bean.readPlacing(EXIT, "repo")).thenReturn("NOT_PLACED");

        asked().told("PlacingEnded").job().endsAt("EndEvent_AssetNotPlaced");
    }

    @Test
    void retrievesAgainWhatWasSentBackWhileItWasPlaced() {
        when(bean.askRetrieveGate(any(), eq(EXIT), eq("repo"))).thenReturn("PLACE", "OPEN");
        when(bean.readPlacing(EXIT, "repo")).thenReturn("SENT_BACK");

        asked().told("PlacingEnded").job().job().waitsFor("RetrievalEnded");
    }

    private ProcessWalk<AssetReturn> decided(String decision) {
        gate("OPEN");
        outcome("EMPTY");
        when(bean.readDecision(EXIT, "repo")).thenReturn(decision);
        return asked().told("RetrievalEnded").job().told("RetrievalDecided").job();
    }

    private void gate(String answer) {
        when(bean.askRetrieveGate(any(), eq(EXIT), eq("repo"))).thenReturn(answer);
    }

    private void outcome(String outcome) {
        when(bean.readOutcome(EXIT, "repo")).thenReturn(outcome);
    }

    private ProcessWalk<AssetReturn> asked() {
        return walk.start(Map.of("exitId", EXIT, "asset", "repo", "connection", "git-a"))
                .job();
    }
}
