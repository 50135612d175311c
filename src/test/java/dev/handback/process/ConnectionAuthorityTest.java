package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.handback.exits.Refused;
import java.util.Map;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionAuthorityTest {
    private static final String EXIT = "X2026-0001";
    private static final Map<String, Object> CONFIRM = Map.of("decision", "CONFIRM", "reason", "clause 12");
    private static final Map<String, Object> PROPOSAL = Map.of("basis", "clause 12", "until", "2026-12-31");
    private final ProcessWalk<ConnectionAuthority> walk = new ProcessWalk<>(ConnectionAuthority.class);
    private final ConnectionAuthority bean = walk.bean();

    @AfterEach
    void forgetMocks() {
        Mocks.reset();
    }

    @AfterAll
    static void everyNodeAndFlowWasWalked() {
        assertThat(TestEngine.WALKED.missing("ConnectionAuthority")).isEmpty();
    }

    @Test
    void asksOperationsForABasisAndLegalForTheirWord() {
        when(bean.recordAuthority(EXIT, "git-a", "CONFIRM", "clause 12")).thenReturn(true);

        needed().opens("ProposeAuthority")
                .submit("ProposeAuthority", PROPOSAL)
                .opens("ConfirmAuthority")
                .submit("ConfirmAuthority", CONFIRM)
                .job();

        verify(bean).recordProposal(EXIT, "git-a", "clause 12", "2026-12-31");
        verify(bean).releaseReturns(EXIT, "git-a");
        walk.endsAt("EndEvent_AuthorityConfirmed");
    }

    @Test
    void asksLegalAtOnceForWhatWasProposedBefore() {
        proposed().opens("ConfirmAuthority");

        assertThat(walk.open("ConfirmAuthority").getName()).isEqualTo("Confirm the authority for git-a – X2026-0001");
    }

    @Test
    void asksOperationsAnewWhenLegalRefuses() {
        proposed().submit("ConfirmAuthority", Map.of("decision", "REFUSE", "reason", "no such clause"));

        walk.opens("ProposeAuthority");
    }

    @Test
    void keepsTheTaskOpenWhenTheDecisionIsRefused() {
        proposed();
        when(bean.recordAuthority(any(), any(), any(), any())).thenThrow(new Refused("you proposed it yourself"));

        assertThatThrownBy(() -> walk.submit("ConfirmAuthority", CONFIRM)).hasMessageContaining("yourself");

        walk.opens("ConfirmAuthority");
    }

    private ProcessWalk<ConnectionAuthority> proposed() {
        when(bean.authorityProposed(EXIT, "git-a")).thenReturn(true);
        return needed();
    }

    private ProcessWalk<ConnectionAuthority> needed() {
        return walk.start(Map.of("exitId", EXIT, "connection", "git-a"));
    }
}
