package dev.handback.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;

/** What somebody sends by mistake or on purpose is said to be theirs, and no fault of ours. */
class RefusalTest {

    @Test
    void callsACharacterThatNoTextCanHoldAMistakeOfTheRequest() {
        var kept = new DataIntegrityViolationException(
                "insert into handback.x", new SQLException("invalid byte sequence for encoding UTF8: 0x00", "22021"));

        var refusal = Refusal.of(kept).orElseThrow();

        assertThat(refusal.status().value()).isEqualTo(400);
        assertThat(refusal.message()).doesNotContain("insert", "handback");
        assertThat(Refusal.of(new DataIntegrityViolationException("x", new SQLException("x", "23505"))))
                .isEmpty();
    }

    @Test
    void readsNoDayThatWouldNeverCome() throws Exception {
        var json = JsonMapper.builder()
                .addModule(new SimpleModule().addDeserializer(LocalDate.class, new DayAsJson()))
                .build();

        assertThat(json.readValue("\"2026-12-31\"", LocalDate.class)).isEqualTo(LocalDate.of(2026, 12, 31));
        assertThatThrownBy(() -> json.readValue("\"+999999999-12-31\"", LocalDate.class))
                .isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void takesNullForAnEmptyCell() {
        var cells = new LinkedHashMap<String, String>();
        cells.put("title", null);

        assertThat(new AssetsApi.Change(cells, "reason").over(Map.of("title", "old", "kind", "manual")))
                .containsExactly(Map.entry("kind", "manual"));
    }
}
