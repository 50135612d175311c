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
                    execution.setVariable("decided", "repo");
                    return false;
                })
                .when(bean)
                .recordCheck(any(), any(), any(), any());

        walk.submit("HandOver", PASS);

        verify(bean).recordCheck(any(), eq("PASS"), eq(""), eq("as expected"));
        assertThat(walk.variables())
                .containsOnlyKeys("alone", "asset", "assets", "decided", "exitId", "facts", "more", "what");
        walk.job().endsAt("EndEvent_HandOverDecided");
        verify(bean).tellAssetReturns(EXIT, "repo");
    }

    @Test
    void keepsTheTaskOpenAndSaysWhyWhenTheGateIsShut() {
        requested();
        doThrow(new GateRefused("Gate CHECK", List.of(new Finding("NOT_VERIFIED", "repo", "3 objects missing"))))
                .when(bean)
                .recordCheck(any(), any(), any(), any());

        assertThatThrownBy(() -> walk.submit("HandOver", PASS))
                .isInstanceOf(GateRefused.class)
                .hasMessageContaining("3 objects missing");

        walk.opens("HandOver");
    }

    @Test
    void gathersAtOnceWhenNothingMoreComes() {
        gathers("repo,site");

        gathering(false).job().opens("HandOver");

        assertThat(walk.open("HandOver").getName()).isEqualTo("Hand over 2 assets of git-a – X2026-0001");
        assertThat(walk.open("HandOver").getDescription()).contains("/exits/X2026-0001/handover");
    }

    @Test
    void waitsForOthersUntilNothingMoreComes() {
        gathers("repo,site");

        gathering(true).opens().told("HandOverReady").job().opens("HandOver");
    }

    @Test
    void waitsForOthersNoLongerThanAWhile() {
        gathers("repo,site");

        gathering(true).opens().job().job().opens("HandOver");
    }

    @Test
    void endsWhenOthersTookEverything() {
        gathering(false).job().endsAt("EndEvent_HandOverDecided");
    }

    @Test
    void keepsTheTaskForWhatWasNotDecidedOn() {
        gathers("repo,site");
        doAnswer(call -> {
                    DelegateExecution execution = call.getArgument(0);
                    execution.setVariable("decided", "repo");
                    return true;
                })
                .when(bean)
                .recordCheck(any(), any(), eq("repo"), any());

        gathering(false)
                .job()
                .submit("HandOver", Map.of("decision", "PASS", "only", "repo"))
                .job();

        verify(bean).tellAssetReturns(EXIT, "repo");
        walk.opens("HandOver");
    }

    private void gathers(String assets) {
        when(bean.gatherAssets(any())).thenAnswer(call -> {
            DelegateExecution execution = call.getArgument(0);
            execution.setVariables(Map.of("assets", assets, "what", "2 assets of git-a", "facts", "handover"));
            return true;
        });
    }

    private ProcessWalk<AssetHandover> gathering(boolean moreCome) {
        return walk.start(Map.of("exitId", EXIT, "connection", "git-a", "alone", false, "moreCome", moreCome));
    }

    private ProcessWalk<AssetHandover> requested() {
        return walk.start(Map.of(
                "exitId",
                EXIT,
                "asset",
                "repo",
                "alone",
                true,
                "assets",
                "repo",
                "what",
                "repo",
                "facts",
                "assets/repo"));
    }
}
