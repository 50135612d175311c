package dev.handback.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ContractTimelineTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 1);

    @Test
    void drawsTheDaysInTheirOrderAndToScale() {
        var timeline = new ContractTimeline.Builder()
                .add("Contract ends", TODAY.plusDays(75))
                .add("Assistance ends", null)
                .add("Opened", TODAY.minusDays(25))
                .build(TODAY);

        assertThat(timeline.moments())
                .extracting(m -> m.what() + " " + m.at() + " " + m.look())
                .containsExactly("Opened 12 past", "Today 256 today", "Contract ends 988 coming");
    }

    @Test
    void isThereAlsoWhenAllIsToday() {
        assertThat(new ContractTimeline.Builder()
                        .add("Opened", TODAY)
                        .build(TODAY)
                        .moments())
                .extracting(ContractTimeline.Moment::at)
                .containsExactly(12, 12);
    }
}
