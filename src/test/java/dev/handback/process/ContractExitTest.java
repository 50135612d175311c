package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.handback.exits.Refused;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContractExitTest {
    private static final String EXIT = "X2026-0001";
    private static final Map<String, Object> CONFIRM = Map.of("decision", "CONFIRM", "reason", "clause 12");
    private static final Map<String, Object> PROPOSAL = Map.of("basis", "clause 12", "until", "2026-12-31");
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
        walk.opens("ChooseCertificate");
    }

    @Test
    void confirmsWhatWasProposedForEachConnection() {
        when(bean.connections(EXIT)).thenReturn(List.of("git-a", "git-b"));
        when(bean.authorityProposed(EXIT, "git-a")).thenReturn(true);
        agreed();

        walk.opens("ChooseCertificate", "ConfirmAuthority", "ProposeAuthority");
        assertThat(walk.open("ConfirmAuthority").getName()).isEqualTo("Confirm the authority for git-a – X2026-0001");
    }

    @Test
    void releasesReturnsOfAConfirmedConnection() {
        when(bean.connections(EXIT)).thenReturn(List.of("git-a"));
        when(bean.recordAuthority(EXIT, "git-a", "CONFIRM", "clause 12")).thenReturn(true);
        agreed().submit("ProposeAuthority", PROPOSAL)
                .submit("ConfirmAuthority", CONFIRM)
                .job();

        verify(bean).recordProposal(EXIT, "git-a", "clause 12", "2026-12-31");
        verify(bean).releaseReturns(EXIT, "git-a");
        walk.opens("ChooseCertificate");
    }

    @Test
    void asksOperationsAnewWhenLegalRefuses() {
        when(bean.connections(EXIT)).thenReturn(List.of("git-a"));
        when(bean.authorityProposed(EXIT, "git-a")).thenReturn(true);
        agreed().submit("ConfirmAuthority", Map.of("decision", "REFUSE", "reason", "no such clause"));

        walk.opens("ChooseCertificate", "ProposeAuthority");
    }

    @Test
    void keepsTheTaskOpenWhenTheDecisionIsRefused() {
        when(bean.connections(EXIT)).thenReturn(List.of("git-a"));
        when(bean.authorityProposed(EXIT, "git-a")).thenReturn(true);
        agreed();
        when(bean.recordAuthority(any(), any(), any(), any())).thenThrow(new Refused("you proposed it yourself"));

        assertThatThrownBy(() -> walk.submit("ConfirmAuthority", CONFIRM)).hasMessageContaining("yourself");

        walk.opens("ChooseCertificate", "ConfirmAuthority");
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
    void concludesTheReturnWhenTheFinalIsSignedWhateverIsOpen() {
        when(bean.connections(EXIT)).thenReturn(List.of("git-a", "git-b"));
        agreed().told("ReturnFinalSigned").endsAt("EndEvent_ReturnConcluded");
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
