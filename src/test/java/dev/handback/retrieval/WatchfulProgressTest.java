package dev.handback.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handback.exits.Finding;
import dev.handback.work.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchfulProgressTest {
    private final List<Finding> pauses = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Progress progress =
            new WatchfulProgress((bytes, objects, total, phase) -> told.add(phase), () -> pauses);

    @Test
    void passesOnWhatIsReportedWhileNothingPausesTheExit() {
        progress.report(1, 1, null, "receiving");

        assertThat(told).containsExactly("receiving");
    }

    @Test
    void stopsTheWorkOnceAStayIsDeclared() {
        pauses.add(new Finding("STAYED", null, "stay S-1"));

        assertThatThrownBy(() -> progress.report(1, 1, null, "receiving"))
                .isInstanceOfSatisfying(WatchfulProgress.Paused.class, paused -> assertThat(paused.findings())
                        .isEqualTo(pauses));
    }
}
