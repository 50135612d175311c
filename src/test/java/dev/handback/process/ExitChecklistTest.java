package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.handback.exits.NotAllowed;
import java.util.Map;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExitChecklistTest {
    private static final String EXIT = "X2026-0001";
    private static final Map<String, Object> DONE =
            Map.of("result", "DONE", "doneOn", "2026-11-20", "doneBy", "Our IT", "evidence", "ticket 7");
    private final ProcessWalk<ExitChecklist> walk = new ProcessWalk<>(ExitChecklist.class);
    private final ExitChecklist bean = walk.bean();

    @AfterEach
    void forgetMocks() {
        Mocks.reset();
    }

    @AfterAll
    static void everyNodeAndFlowWasWalked() {
        assertThat(TestEngine.WALKED.missing("ExitChecklist")).isEmpty();
    }

    @Test
    void asksOperationsForAnAccessThatHasToEnd() {
        when(bean.isAccess(EXIT, "vendor-access")).thenReturn(true);

        asked("vendor-access").opens("EndAccess");
        assertThat(walk.open("EndAccess").getName()).isEqualTo("Have vendor-access ended – X2026-0001");
        walk.submit("EndAccess", DONE);

        verify(bean).recordItem(EXIT, "vendor-access", "DONE", "2026-11-20", "Our IT", "ticket 7");
        walk.endsAt("EndEvent_ItemSettled");
    }

    @Test
    void asksEngineeringForEverythingElse() {
        asked("credentials").opens("SettleItem").submit("SettleItem", DONE);

        verify(bean).recordItem(EXIT, "credentials", "DONE", "2026-11-20", "Our IT", "ticket 7");
        walk.endsAt("EndEvent_ItemSettled");
    }

    @Test
    void asksOnWhenSomebodyElseThanLegalSaysThatItDoesNotApply() {
        asked("knowledge");
        doThrow(new NotAllowed("legal's word")).when(bean).recordItem(any(), any(), any(), any(), any(), any());

        assertThatThrownBy(() ->
                        walk.submit("SettleItem", Map.of("result", "NOT_APPLICABLE", "evidence", "there is none")))
                .hasMessageContaining("legal's word");

        walk.opens("SettleItem");
    }

    private ProcessWalk<ExitChecklist> asked(String item) {
        return walk.start(Map.of("exitId", EXIT, "item", item));
    }
}
