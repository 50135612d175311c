package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.handback.exits.Refused;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContractExitTest {
    private static final String EXIT = "X2026-0001";
    private static final Map<String, Object> CLOSE = Map.of("decision", "CLOSED", "reason", "all is done");
    private final ProcessWalk<ContractExit> walk = new ProcessWalk<>(ContractExit.class);
    private final ContractExit bean = walk.bean();

    @AfterEach
    void forgetMocks() {
        Mocks.reset();
    }

    @AfterAll
    static void everyNodeAndFlowWasWalked() {
        assertThat(TestEngine.WALKED.missing("ContractExit")).isEmpty();
    }

    @Test
    void opensAnExitAndAsksOperationsForTheRegister() {
        opened();

        walk.opens("AgreeRegister");
        assertThat(walk.open("AgreeRegister").getName()).isEqualTo("Agree the register – X2026-0001");
    }

    @Test
    void keepsNothingOfTheStartFormButTheExit() {
        opened();

        assertThat(walk.variables()).containsOnlyKeys("exitId", "initiator");
        assertThat(TestEngine.ENGINE
                        .getHistoryService()
                        .createHistoricDetailQuery()
                        .processInstanceId(walk.instance())
                        .list())
                .extracting(Object::toString)
                .noneMatch(detail -> detail.contains("Acme"));
    }

    @Test
    void refusesToGoOnWhenTheRegisterIsNotAgreed() {
        opened();
        doThrow(new Refused("not agreed")).when(bean).confirmRegister(EXIT);

        assertThatThrownBy(() -> walk.completeByPage("AgreeRegister", Map.of())).hasMessageContaining("not agreed");

        walk.opens("AgreeRegister");
    }

    @Test
    void startsReturnsBehindASavePoint() {
        opened().completeByPage("AgreeRegister", Map.of()).job();

        verify(bean).startReturns(EXIT);
        verify(bean).requestInstruments(EXIT);
        walk.opens("ChooseCertificate");
    }

    @Test
    void asksForTheNextCertificateAgainAndAgain() {
        agreed().completeByPage("ChooseCertificate", Map.of("request", "R-1"))
                .completeByPage("ChooseCertificate", Map.of("request", "R-2"));

        verify(bean).startSignOff(EXIT, "R-1");
        verify(bean).startSignOff(EXIT, "R-2");
        verify(bean, times(2)).startSignOff(any(), any());
        walk.opens("ChooseCertificate");
    }

    @Test
    void beginsTheChecklistOnceAReturnIsCertifiedAndGoesOnMeanwhile() {
        agreed().told("ReturnCertified");

        verify(bean).startChecklist(EXIT);
        walk.opens("ChooseCertificate");
    }

    @Test
    void asksToCloseOnceTheFinalIsSignedWhateverIsOpen() {
        agreed().told("ReturnFinalSigned").opens("CloseExit").submit("CloseExit", CLOSE);

        verify(bean).recordClosing(EXIT, "CLOSED", "all is done");
        walk.endsAt("EndEvent_ExitClosed");
    }

    @Test
    void staysOpenWhileSomethingIsOpenThatNobodyListed() {
        var asked = agreed().told("ReturnFinalSigned");
        doThrow(new Refused("a tail is open")).when(bean).recordClosing(any(), any(), any());

        assertThatThrownBy(() -> asked.submit("CloseExit", CLOSE)).hasMessageContaining("a tail is open");

        walk.opens("CloseExit");
    }

    @Test
    void asksOperationsHowADayIsMetThatIsNearAndGoesOnMeanwhile() {
        var answered = agreed();
        doReturn(true).when(bean).raiseAlarms(EXIT);

        answered.tick().job().opens("AnswerDeadline", "ChooseCertificate");
        answered.submit("AnswerDeadline", Map.of("answer", "two more engineers"));

        verify(bean).recordAnswer(EXIT, "two more engineers");
        walk.opens("ChooseCertificate");
        answered.tick().job().opens("AnswerDeadline", "ChooseCertificate");
    }

    @Test
    void asksNobodyWhileNoDayIsNear() {
        opened().tick().job().opens("AgreeRegister");
    }

    @Test
    void leavesNoQuestionAndNoTimerBehindOnceTheExitIsClosed() {
        var near = agreed();
        doReturn(true).when(bean).raiseAlarms(EXIT);

        near.tick().job().told("ReturnFinalSigned").submit("CloseExit", CLOSE).endsAt("EndEvent_ExitClosed");
    }

    @Test
    void closesItsTasksAndEndsWhatWaitsOnceItIsCancelled() {
        agreed().told("ExitCancelled").opens();

        walk.job();

        verify(bean).endOpenWork(EXIT);
        walk.endsAt("EndEvent_ExitGivenUp");
    }

    private ProcessWalk<ContractExit> agreed() {
        return opened().completeByPage("AgreeRegister", Map.of()).job();
    }

    private ProcessWalk<ContractExit> opened() {
        doAnswer(call -> {
                    DelegateExecution execution = call.getArgument(0);
                    assertThat(execution.getVariable("vendorName")).isEqualTo("Acme");
                    assertThat(execution.getVariable("clientName")).isNull();
                    execution.setProcessBusinessKey(EXIT);
                    execution.setVariable("exitId", EXIT);
                    return null;
                })
                .when(bean)
                .openExit(any());
        return walk.startByForm(Map.of("vendorName", "Acme"));
    }
}
