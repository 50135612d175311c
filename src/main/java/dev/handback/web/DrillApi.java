package dev.handback.web;

import dev.handback.certificates.DrillFacts;
import dev.handback.certificates.Measures;
import dev.handback.exits.Exits;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a drill measured so far; its report is a certificate of kind {@code DRILL_REPORT}. */
@RestController
@RequestMapping("/api/exits/{id}/drill")
class DrillApi {
    private final Exits exits;
    private final Measures measures;

    DrillApi(Exits exits, Measures measures) {
        this.exits = exits;
        this.measures = measures;
    }

    /** 409 when the exit is real. */
    @GetMapping
    DrillFacts measured(@PathVariable String id) {
        return measures.now(exits.find(id).exitId());
    }
}
