package dev.handback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.handback.exits.InvalidInput;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FormValuesTest {
    private static final Map<String, Object> FOREIGN = Map.of("decision", "PASS", "mayRetrieve", true);
    private final ProcessWalk<AssetHandover> walk = new ProcessWalk<>(AssetHandover.class);
    private final TaskService tasks = TestEngine.ENGINE.getTaskService();

    @AfterEach
    void forgetMocks() {
        Mocks.reset();
    }

    @Test
    void refusesAKeyThatIsNotOfTheTasksFormByName() {
        var task = handOver();

        assertThatThrownBy(() -> walk.submit("HandOver", FOREIGN))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("mayRetrieve: is no field of Hand over repo")
                .hasMessageContaining("[decision, only, note]");

        assertThatThrownBy(() -> tasks.complete(task, FOREIGN)).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> tasks.completeWithVariablesInReturn(task, FOREIGN, false))
                .isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> tasks.resolveTask(task, FOREIGN)).isInstanceOf(InvalidInput.class);
        walk.opens("HandOver");
        verify(walk.bean(), never()).recordCheck(any(), any(), any(), any());
    }

    @Test
    void refusesAKeyThatIsNotOfTheStartForm() {
        assertThatThrownBy(() -> new ProcessWalk<>(ContractExit.class).startByForm(Map.of("exitId", "X2026-0002")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("exitId");
    }

    @Test
    void refusesValuesThatAreNotPlain() {
        handOver();

        assertThatThrownBy(() -> walk.submit("HandOver", Map.of("decision", List.of("PASS"))))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("decision");
    }

    @Test
    void givesTheNextStepAnEmptyTextForWhatWasLeftOut() {
        handOver();

        walk.submit("HandOver", Map.of("decision", "PASS"));

        verify(walk.bean()).recordCheck(any(), eq("PASS"), eq(""), eq(""));
    }

    @Test
    void leavesNothingOfAFormInTheEnginesHistory() {
        handOver();

        walk.submit("HandOver", Map.of("decision", "PASS", "note", "secret remark"));

        var history = TestEngine.ENGINE.getHistoryService();
        assertThat(history.createHistoricVariableInstanceQuery()
                        .processInstanceId(walk.instance())
                        .list())
                .extracting(HistoricVariableInstance::getName)
                .contains("asset", "exitId")
                .doesNotContain("decision", "note", "only", "task");
        assertThat(history.createHistoricDetailQuery()
                        .processInstanceId(walk.instance())
                        .formFields()
                        .list())
                .isEmpty();
    }

    @Test
    void refusesToCompleteAPageTaskByItsFormAndNamesThePageAndTheCommand() {
        var signing = new ProcessWalk<>(CertificateSignOff.class);
        when(signing.bean().drawUp("R-1")).thenReturn("DRAWN_UP");
        when(signing.bean().number("R-1")).thenReturn("C-1");
        signing.start(Map.of("exitId", "X2026-0001", "request", "R-1"))
                .told("FixityChecked")
                .job();

        assertThatThrownBy(() -> signing.submit("SignCertificate", Map.of()))
                .isInstanceOfSatisfying(CompletedOnPage.class, refused -> assertThat(refused.command())
                        .hasValue("POST /api/certificates/C-1/sign"))
                .hasMessage("This task is completed on its page: open /certificates/C-1/sign");

        signing.opens("SignCertificate");
    }

    private String handOver() {
        walk.start(Map.of(
                "exitId",
                "X2026-0001",
                "asset",
                "repo",
                "alone",
                true,
                "what",
                "repo",
                "facts",
                "assets/repo",
                "decided",
                "repo"));
        return walk.open("HandOver").getId();
    }
}
