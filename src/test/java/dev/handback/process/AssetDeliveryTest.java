package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.Map;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AssetDeliveryTest {
    private static final String EXIT = "X2026-0001";
    private final ProcessWalk<AssetDelivery> walk = new ProcessWalk<>(AssetDelivery.class);
    private final AssetDelivery bean = walk.bean();

    @BeforeEach
    void tasksAreDue() {
        when(bean.due(eq(EXIT), anyString())).thenReturn(ProcessWalk.noon());
        when(bean.followUp(eq(EXIT), anyString())).thenReturn(ProcessWalk.noon());
    }

    @AfterEach
    void forgetMocks() {
        Mocks.reset();
    }

    @AfterAll
    static void everyNodeAndFlowWasWalked() {
        assertThat(TestEngine.WALKED.missing("AssetDelivery")).isEmpty();
    }

    @Test
    void asksASecondPersonOnceTheFilesAreRead() {
        when(bean.recordConfirmation(any(), eq("CONFIRM"), eq("seal seen"))).thenReturn(true);

        read("RECEIVED").opens("ConfirmDelivery");

        walk.submit("ConfirmDelivery", Map.of("decision", "CONFIRM", "reason", "seal seen"))
                .job()
                .endsAt("EndEvent_DeliveryDecided");
        verify(bean).tellAssetReturn("return-1");
    }

    @Test
    void isReceivedAnewAfterARejection() {
        when(bean.recordConfirmation(any(), eq("REJECT"), eq("another disk"))).thenReturn(false);

        read("RECEIVED")
                .submit("ConfirmDelivery", Map.of("decision", "REJECT", "reason", "another disk"))
                .opens("ReceiveDelivery");
    }

    @Test
    void asksNobodyToConfirmWhatDidNotComeAsItShould() {
        read("HOSTILE").job().endsAt("EndEvent_DeliveryDecided");

        verify(bean).tellAssetReturn("return-1");
    }

    private ProcessWalk<AssetDelivery> read(String outcome) {
        when(bean.readFindings(EXIT, "disk")).thenReturn(outcome);
        walk.start(Map.of("exitId", EXIT, "asset", "disk", "assetReturnId", "return-1"))
                .opens("ReceiveDelivery")
                .completeByPage("ReceiveDelivery", Map.of())
                .waitsFor("DeliveryRead");
        verify(bean).fileReading(any());
        return walk.told("DeliveryRead").job();
    }
}
