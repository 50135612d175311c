package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.handback.exits.Refused;
import java.util.Map;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CertificateSignOffTest {
    private static final String EXIT = "X2026-0001";
    private final ProcessWalk<CertificateSignOff> walk = new ProcessWalk<>(CertificateSignOff.class);
    private final CertificateSignOff bean = walk.bean();

    @AfterEach
    void forgetMocks() {
        Mocks.reset();
    }

    @AfterAll
    static void everyNodeAndFlowWasWalked() {
        assertThat(TestEngine.WALKED.missing("CertificateSignOff")).isEmpty();
    }

    @Test
    void issuesWhatLegalSigned() {
        drawnUp("DRAWN_UP").opens("SignCertificate");
        assertThat(walk.open("SignCertificate").getName()).isEqualTo("Sign certificate X2026-0001-C1 – X2026-0001");

        decides("SIGNED").job().endsAt("EndEvent_CertificateIssued");
        verify(bean).tellExit(EXIT, "R-1");
    }

    @Test
    void reopensTheAssetsOfACertificateSentBack() {
        drawnUp("DRAWN_UP");

        decides("SENT_BACK").job().endsAt("EndEvent_CertificateSentBack");
        verify(bean).reopenAssets(EXIT, "R-1");
    }

    @Test
    void drawsAStaleCertificateUpAnew() {
        drawnUp("DRAWN_UP");

        decides("STALE").waitsFor("FixityChecked");
        verify(bean, times(2)).fileFixityCheck(EXIT, "R-1", walk.instance());
    }

    @Test
    void refusesToGoOnWithoutADecision() {
        drawnUp("DRAWN_UP");
        when(bean.readDecision("R-1")).thenThrow(new Refused("sign it or send it back"));

        assertThatThrownBy(() -> walk.completeByPage("SignCertificate", Map.of()))
                .hasMessageContaining("sign it or send it back");

        walk.opens("SignCertificate");
    }

    @Test
    void triesAgainAfterFindingsAreSettled() {
        when(bean.recordReview("R-1", "RETRY")).thenReturn("RETRY");

        drawnUp("REFUSED").submit("ReviewFindings", Map.of("decision", "RETRY")).waitsFor("FixityChecked");
    }

    @Test
    void givesUpACertificateThatCannotBeDrawnUp() {
        when(bean.recordReview("R-1", "GIVE_UP")).thenReturn("GIVE_UP");

        drawnUp("REFUSED")
                .submit("ReviewFindings", Map.of("decision", "GIVE_UP"))
                .endsAt("EndEvent_CertificateGivenUp");
    }

    private ProcessWalk<CertificateSignOff> drawnUp(String result) {
        when(bean.drawUp("R-1")).thenReturn(result);
        when(bean.number("R-1")).thenReturn("X2026-0001-C1");
        return walk.start(Map.of("exitId", EXIT, "request", "R-1"))
                .waitsFor("FixityChecked")
                .told("FixityChecked")
                .job();
    }

    private ProcessWalk<CertificateSignOff> decides(String decision) {
        when(bean.readDecision("R-1")).thenReturn(decision);
        return walk.completeByPage("SignCertificate", Map.of());
    }
}
