package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.handback.exits.Finding;
import dev.handback.exits.GateRefused;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AssetHandoverTest {
    private static final String EXIT = "X2026-0001";
    private static final Map<String, Object> PASS = Map.of("decision", "PASS", "note", "as expected");
    private final ProcessWalk<AssetHandover> walk = new ProcessWalk<>(AssetHandover.class);
    private final AssetHandover bean = walk.bean();

    @AfterEach
    void forgetMocks() {
        Mocks.reset();
    }

    @AfterAll
    static void everyNodeAndFlowWasWalked() {
        assertThat(TestEngine.WALKED.missing("AssetHandover")).isEmpty();
    }

    @Test
    void offersTheHandOverToEngineering() {
        when(bean.due(EXIT, "HandOver")).thenReturn(ProcessWalk.noon());
        requested().opens("HandOver");

        var task = walk.open("HandOver");
        assertThat(task.getName()).isEqualTo("Hand over repo – X2026-0001");
        assertThat(task.getDueDate()).isEqualTo(ProcessWalk.noon());
        assertThat(task.getDescription()).contains("/exits/X2026-0001/assets/repo");
        assertThat(TestEngine.ENGINE.getTaskService().getIdentityLinksForTask(task.getId()))
                .extracting("groupId")
                .containsExactly("engineering");
    }

    @Test
    void recordsTheCheckInTheEngineersOwnTransactionAndThenTells() {
        requested();
        var task = walk.open("HandOver").getId();
        doAnswer(call -> {
                    DelegateExecution execution = call.getArgument(0);
                    assertThat(execution.getVariable("task")).isEqualTo(task);
                    return null;
                })
                .when(bean)
                .recordCheck(any(), any(), any());

        walk.submit("HandOver", PASS);

        verify(bean).recordCheck(any(), eq("PASS"), eq("as expected"));
        assertThat(walk.variables()).containsOnlyKeys("asset", "assetReturnId", "exitId");
        walk.job().endsAt("EndEvent_HandOverDecided");
        verify(bean).tellAssetReturn("return-1");
    }

    @Test
    void keepsTheTaskOpenAndSaysWhyWhenTheGateIsShut() {
        requested();
        doThrow(new GateRefused("Gate CHECK", List.of(new Finding("NOT_VERIFIED", "repo", "3 objects missing"))))
                .when(bean)
                .recordCheck(any(), any(), any());

        assertThatThrownBy(() -> walk.submit("HandOver", PASS))
                .isInstanceOf(GateRefused.class)
                .hasMessageContaining("3 objects missing");

        walk.opens("HandOver");
    }

    private ProcessWalk<AssetHandover> requested() {
        return walk.start(Map.of("exitId", EXIT, "asset", "repo", "assetReturnId", "return-1"));
    }
}
