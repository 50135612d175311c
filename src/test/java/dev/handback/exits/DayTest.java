package dev.handback.exits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DayTest {

    @Test
    void readsADayOfAContract() {
        assertThat(Day.of(" 2026-12-31 ")).isEqualTo(LocalDate.of(2026, 12, 31));
    }

    /** The last two are kept by the database as infinity, in either direction. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "31.12.2026",
                "2026-02-30",
                "+10000-01-01",
                "1899-12-31",
                "+999999999-12-31",
                "-999999999-01-01"
            })
    void refusesWhatIsNoDayThatAnybodyMeans(String text) {
        assertThatThrownBy(() -> Day.of(text)).isInstanceOf(DateTimeParseException.class);
    }
}
