package dev.handback.web;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The days of an exit in their order, drawn to scale on a line that is {@value #WIDTH} long. */
record ContractTimeline(List<Moment> moments) {
    static final int WIDTH = 1000;

    private static final int MARGIN = 12;

    /**
     * @param at where it lies on the line
     * @param look past, today or coming
     */
    record Moment(String what, LocalDate day, int at, String look) {}

    private record Named(String what, LocalDate day) {}

    static final class Builder {
        private final List<Named> named = new ArrayList<>();

        Builder add(String what, @Nullable LocalDate day) {
            if (day != null) named.add(new Named(what, day));
            return this;
        }

        ContractTimeline build(LocalDate today) {
            named.add(new Named("Today", today));
            named.sort(Comparator.comparing(Named::day));
            var first = named.get(0).day();
            long all = Math.max(
                    1,
                    ChronoUnit.DAYS.between(first, named.get(named.size() - 1).day()));
            return new ContractTimeline(named.stream()
                    .map(one -> new Moment(
                            one.what(),
                            one.day(),
                            (int) (MARGIN + (WIDTH - 2 * MARGIN) * ChronoUnit.DAYS.between(first, one.day()) / all),
                            one.what().equals("Today") ? "today" : one.day().isBefore(today) ? "past" : "coming"))
                    .toList());
        }
    }
}
