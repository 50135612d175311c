package dev.handback.web;

import dev.handback.exits.Alarm;
import dev.handback.exits.Dates;
import dev.handback.exits.DatesMoved;
import dev.handback.exits.Exits;
import dev.handback.process.ExitCommands;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The days of an exit's contract. */
@RestController
@RequestMapping("/api/exits/{id}/dates")
class DatesApi {
    private final Exits exits;
    private final Dates dates;
    private final ExitCommands commands;

    DatesApi(Exits exits, Dates dates, ExitCommands commands) {
        this.exits = exits;
        this.dates = dates;
        this.commands = commands;
    }

    /** All three days as they will be; a day that is left out is none. */
    record DatesWord(
            @Nullable LocalDate contractEnd,
            @Nullable LocalDate assistanceEnd,
            @Nullable LocalDate vendorErasesAt,
            @Nullable String document,
            @Nullable String reason) {}

    record Shown(
            LocalDate contractEnd,
            @Nullable LocalDate assistanceEnd,
            @Nullable LocalDate vendorErasesAt,
            String place,
            List<DatesMoved> moved,
            List<Alarm> alarms) {}

    @GetMapping
    Shown show(@PathVariable String id) {
        var exit = exits.find(id);
        return new Shown(
                exit.contractEnd(),
                exit.assistanceEnd(),
                exit.vendorErasesAt(),
                exit.place(),
                dates.moved(id),
                dates.alarms(id));
    }

    /** A dated decision; operations or legal. */
    @PostMapping
    Shown move(@PathVariable String id, @RequestBody DatesWord word) {
        exits.find(id);
        commands.moveDates(
                id, word.contractEnd(), word.assistanceEnd(), word.vendorErasesAt(), word.document(), word.reason());
        return show(id);
    }
}
