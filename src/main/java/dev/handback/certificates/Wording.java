package dev.handback.certificates;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How numbers, dates and enum names read on paper, the same in every locale of the server. */
final class Wording {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);
    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm:ss 'UTC'", Locale.UK)
            .withZone(ZoneOffset.UTC);

    private Wording() {}

    static String date(LocalDate date) {
        return DATE.format(date);
    }

    static String instant(Instant instant) {
        return INSTANT.format(instant);
    }

    static String number(long number) {
        return String.format(Locale.UK, "%,d", number);
    }

    static String count(long number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@code RETURN_THEN_DESTROY} reads "return then destroy". */
    static String words(String enumName) {
        return Visible.of(enumName).toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
