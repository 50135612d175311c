package dev.handback.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import dev.handback.exits.Day;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.springframework.boot.jackson.JsonComponent;

/** Reads the days of every request as {@link Day} does, whichever command they are for. */
@JsonComponent
class DayAsJson extends StdScalarDeserializer<LocalDate> {
    private static final long serialVersionUID = 1L;

    DayAsJson() {
        super(LocalDate.class);
    }

    @Override
    public LocalDate deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String text = parser.getValueAsString("");
        try {
            return Day.of(text);
        } catch (DateTimeException e) {
            throw context.weirdStringException(text, LocalDate.class, "expected a day as 2026-12-31");
        }
    }
}
