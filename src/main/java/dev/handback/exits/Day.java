package dev.handback.exits;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** A day as somebody writes it down, yyyy-mm-dd. */
public final class Day {

    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 9999;

    private Day() {}

    /**
     * Java's last day would be kept as infinity: an authority until then would never end.
     *
     * @throws DateTimeParseException when it is no such day, or none between the years 1900 and 9999
     */
    public static LocalDate of(String text) {
        LocalDate day = LocalDate.parse(text.strip());
        if (day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR)
            throw new DateTimeParseException("expected a year from " + FIRST_YEAR + " to " + LAST_YEAR, text, 0);
        return day;
    }
}
