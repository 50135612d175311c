package dev.handback.web;

import dev.handback.exits.Cancellation;
import dev.handback.exits.Exits;
import dev.handback.exits.NotFound;
import dev.handback.exits.Parties;
import dev.handback.exits.Party;
import dev.handback.process.StandstillCommands;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who the parties of an exit are from a day on, why it is, and whether it was given up. */
@RestController
@RequestMapping("/api/exits/{id}")
class PartiesApi {
    private final Exits exits;
    private final Parties parties;
    private final Cancellation cancellation;
    private final StandstillCommands commands;

    PartiesApi(Exits exits, Parties parties, Cancellation cancellation, StandstillCommands commands) {
        this.exits = exits;
        this.parties = parties;
        this.cancellation = cancellation;
        this.commands = commands;
    }

    record Word(@Nullable String reason, @Nullable String document) {}

    @GetMapping("/parties")
    List<Party> list(@PathVariable String id) {
        return parties.list(exits.find(id).exitId());
    }

    /** Operations or legal; the day may lie ahead. */
    @PostMapping("/parties")
    List<Party> change(@PathVariable String id, @RequestBody Parties.NewParty party) {
        commands.changeParty(exits.find(id).exitId(), party);
        return list(id);
    }

    @GetMapping("/trigger")
    List<Parties.TriggerChanged> triggers(@PathVariable String id) {
        return parties.triggers(exits.find(id).exitId());
    }

    /** Operations or legal; INSOLVENCY declares a stay. */
    @PostMapping("/trigger")
    List<Parties.TriggerChanged> trigger(@PathVariable String id, @RequestBody Parties.NewTrigger trigger) {
        commands.changeTrigger(exits.find(id).exitId(), trigger);
        return triggers(id);
    }

    @GetMapping("/cancel")
    Cancellation.Cancelled cancelled(@PathVariable String id) {
        return cancellation
                .find(exits.find(id).exitId())
                .orElseThrow(() -> new NotFound("cancellation", "of exit " + id));
    }

    /** Legal only, for good. */
    @PostMapping("/cancel")
    Cancellation.Cancelled cancel(@PathVariable String id, @RequestBody Word word) {
        commands.cancel(exits.find(id).exitId(), word.reason(), word.document());
        return cancelled(id);
    }
}
