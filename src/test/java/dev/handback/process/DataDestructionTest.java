package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.handback.exits.Refused;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DataDestructionTest {
    private static final String EXIT = "X2026-0001";
    private static final String NUMBER = "X2026-0001-D1";

    private final ProcessWalk<DataDestruction> walk = new ProcessWalk<>(DataDestruction.class);
    private final DataDestruction bean = walk.bean();

    @BeforeEach
    void answersLikeAHolderWithoutSystems() {
        when(bean.reminderCycle(any(), any())).thenReturn("R/P7D");
        when(bean.fileControl(any(), any(), any(), any())).thenReturn("");
        when(bean.fileProbe(any(), any(), any(), any())).thenReturn("");
        when(bean.tailEnd(any())).thenReturn(ProcessWalk.noon());
        when(bean.nextLook(any())).thenReturn(ProcessWalk.noon());
        when(bean.lookAgain(any(), any(), any(), any())).thenReturn("");
        when(bean.readClearance(any(), eq("P-1"))).thenReturn(true);
    }

    @AfterEach
    void forgetMocks() {
        Mocks.reset();
    }

    @AfterAll
    static void everyNodeAndFlowWasWalked() {
        assertThat(TestEngine.WALKED.missing("DataDestruction")).isEmpty();
    }

    @Test
    void endsWhenNobodyLooksAnyMore() {
        attested();

        decided("OVER").endsAt("EndEvent_DestructionDone");
    }

    @Test
    void looksAgainAtEachAssetAfterSoManyDaysAndThenWaitsAnew() {
        accepted();
        assertThat(walk.onlyJob().getDuedate()).isEqualTo(ProcessWalk.noon());
        when(bean.lookAgain(EXIT, NUMBER, "", walk.instance())).thenReturn("repo-1");
        when(bean.lookAgain(EXIT, NUMBER, "repo-1", walk.instance())).thenReturn("");
        when(bean.readRest(NUMBER)).thenReturn("NOTHING");

        walk.job().job().told("ProbeEnded").job().opens();

        assertThat(walk.onlyJob().getDuedate()).isEqualTo(ProcessWalk.noon());
    }

    @Test
    void hasTheHolderAttestAnewOnceALaterLookContradicts() {
        accepted();
        when(bean.readRest(NUMBER)).thenReturn("ANSWER");

        walk.told("NewsOfDestruction").job().opens("RecordAttestation");
    }

    @Test
    void hasAnotherLetterDecidedThatComesWhileItWaits() {
        accepted();
        when(bean.readRest(NUMBER)).thenReturn("ATTESTED");

        walk.told("NewsOfDestruction").job().job().opens("AcceptEvidence");
    }

    @Test
    void looksNoMoreOnceTheExitIsClosed() {
        accepted();
        when(bean.readRest(NUMBER)).thenReturn("OVER");

        walk.told("NewsOfDestruction").job().endsAt("EndEvent_DestructionDone");
    }

    @Test
    void isTakenUpAgainByWhatComesAfterItsEnd() {
        when(bean.readRest(NUMBER)).thenReturn("ANSWER");

        walk.startByMessage(
                        "DestructionTakenUpAgain",
                        Map.of("exitId", EXIT, "destruction", "", "clearance", "C-1", "number", NUMBER, "looked", ""))
                .opens("RecordAttestation");
    }

    @Test
    void looksAtEachAssetOneByOneBeforeServiceAndAfterTheHolderSpoke() {
        ordered();
        when(bean.fileControl(EXIT, NUMBER, "", walk.instance())).thenReturn("repo-1");
        when(bean.fileControl(EXIT, NUMBER, "repo-1", walk.instance())).thenReturn("");
        walk.job().told("ProbeEnded").job().opens("ServeOrder");
        served();
        when(bean.fileProbe(EXIT, NUMBER, "", walk.instance())).thenReturn("repo-1");
        when(bean.fileProbe(EXIT, NUMBER, "repo-1", walk.instance())).thenReturn("");

        answers("ATTESTED").job().told("ProbeEnded").job().opens("AcceptEvidence");
    }

    @Test
    void endsWhenLegalClearsNothing() {
        when(bean.readClearance(any(), eq("P-1"))).thenReturn(false);

        begun().completeByPage("ClearForDestruction", Map.of()).endsAt("EndEvent_NothingCleared");
    }

    @Test
    void refusesToGoOnWithoutADecision() {
        when(bean.readClearance(any(), eq("P-1"))).thenThrow(new Refused("decide on its page"));
        begun();

        assertThatThrownBy(() -> walk.completeByPage("ClearForDestruction", Map.of()))
                .hasMessageContaining("decide on its page");
        walk.opens("ClearForDestruction");
    }

    @Test
    void ordersNothingInADrill() {
        drawnUp("DRILL").endsAt("EndEvent_RehearsalEnded");
    }

    @Test
    void goesBackToLegalWhenNothingCanBeOrderedAnyMore() {
        drawnUp("NOTHING").opens("ClearForDestruction");
    }

    @Test
    void goesBackToLegalWhenTheOrderWasOvertaken() {
        drawnUp("DRAWN_UP");
        when(bean.readOrder(NUMBER)).thenReturn(false);

        walk.completeByPage("OrderDestruction", Map.of()).opens("ClearForDestruction");
    }

    @Test
    void goesBackToLegalWhenTheOrderWasRecalledBeforeItWasServed() {
        ordered().job();
        when(bean.readService(NUMBER)).thenReturn(false);

        walk.completeByPage("ServeOrder", Map.of()).opens("ClearForDestruction");
    }

    @Test
    void notesTheHoldersSilenceAndGoesOnWaiting() {
        ordered().job();
        served().tick();

        walk.job().opens("RecordAttestation");
        verify(bean).remind(EXIT, NUMBER);
    }

    @Test
    void goesOnWhenTheHolderEnteredItByLink() {
        ordered().job();
        served();
        when(bean.readAttestation(NUMBER)).thenReturn("ATTESTED");

        walk.told("HolderAttested").job().opens("AcceptEvidence");
    }

    @Test
    void goesOnLookingWhenNobodyEverAttests() {
        ordered().job();
        served();
        when(bean.readRest(NUMBER)).thenReturn("NOTHING");

        answers("NEVER").opens();
        assertThat(walk.onlyJob().getDuedate()).isEqualTo(ProcessWalk.noon());
    }

    @Test
    void asksAgainWhatWasSentBackOrContradicted() {
        attested();

        decided("ANSWER").opens("RecordAttestation");
    }

    @Test
    void asksAgainWhenATailHasEnded() {
        attested();
        decided("TAIL");

        walk.timer("Event_TailEnded").job().opens("RecordAttestation");
        verify(bean).askAgain(EXIT, NUMBER);
    }

    @Test
    void looksAtTheRestWhileATailLasts() {
        attested();
        decided("TAIL");
        when(bean.readRest(NUMBER)).thenReturn("TAIL");

        walk.timer("Event_LookDueMeanwhile").job().opens();
        walk.told("NewsOfDestruction").job().opens();
        walk.timer("Event_TailEnded").job().opens("RecordAttestation");
    }

    @Test
    void hasTheHolderToldOfARecall() {
        ordered().job();
        served();
        when(bean.readRecall(any(), anyString())).thenAnswer(call -> {
            call.getArgument(0, DelegateExecution.class).setVariableLocal("recall", "R-1");
            return true;
        });

        walk.told("OrderRecalled").opens("RecordAttestation", "ServeRecall");
        assertThat(walk.open("ServeRecall").getName()).contains("R-1");

        walk.completeByPage("ServeRecall", Map.of()).opens("RecordAttestation");
        verify(bean).readRecallService("R-1");
    }

    @Test
    void tellsNobodyOfARecallOfWhatWasNeverServed() {
        begun();
        when(bean.readRecall(any(), anyString())).thenReturn(false);

        walk.told("OrderRecalled").told("OrderRecalled").opens("ClearForDestruction");
        verify(bean, times(2)).readRecall(any(), eq(""));
    }

    private ProcessWalk<DataDestruction> begun() {
        return walk.start(Map.of("exitId", EXIT, "destruction", "P-1", "clearance", "", "number", "", "looked", ""));
    }

    private ProcessWalk<DataDestruction> drawnUp(String result) {
        when(bean.drawUpOrder(any(), any())).thenAnswer(call -> {
            call.getArgument(0, DelegateExecution.class).setVariable("number", NUMBER);
            return result;
        });
        return begun().completeByPage("ClearForDestruction", Map.of()).job();
    }

    private ProcessWalk<DataDestruction> ordered() {
        drawnUp("DRAWN_UP").opens("OrderDestruction");
        when(bean.readOrder(NUMBER)).thenReturn(true);
        return walk.completeByPage("OrderDestruction", Map.of());
    }

    private ProcessWalk<DataDestruction> served() {
        when(bean.readService(NUMBER)).thenReturn(true);
        return walk.completeByPage("ServeOrder", Map.of());
    }

    private ProcessWalk<DataDestruction> answers(String answer) {
        when(bean.readAttestation(NUMBER)).thenReturn(answer);
        return walk.completeByPage("RecordAttestation", Map.of());
    }

    private ProcessWalk<DataDestruction> attested() {
        ordered().job();
        served();
        return answers("ATTESTED").job();
    }

    private ProcessWalk<DataDestruction> accepted() {
        attested();
        return decided("NOTHING").opens();
    }

    private ProcessWalk<DataDestruction> decided(String rest) {
        when(bean.readDecision(NUMBER)).thenReturn(rest);
        return walk.completeByPage("AcceptEvidence", Map.of());
    }
}
