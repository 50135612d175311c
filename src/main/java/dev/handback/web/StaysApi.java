package dev.handback.web;

import dev.handback.exits.Exits;
import dev.handback.exits.Stay;
import dev.handback.exits.Stays;
import dev.handback.process.StandstillCommands;
import java.net.URI;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Insolvency and court stops of an exit. */
@RestController
@RequestMapping("/api/exits/{id}/stays")
class StaysApi {
    private final Exits exits;
    private final Stays stays;
    private final StandstillCommands commands;

    StaysApi(Exits exits, Stays stays, StandstillCommands commands) {
        this.exits = exits;
        this.stays = stays;
        this.commands = commands;
    }

    @GetMapping
    List<Stay> list(@PathVariable String id) {
        return stays.list(exits.find(id).exitId());
    }

    @GetMapping("/{stay}")
    Stay show(@PathVariable String id, @PathVariable String stay) {
        return stays.find(id, stay);
    }

    /** Operations or legal, with what is known. */
    @PostMapping
    ResponseEntity<Stay> declare(@PathVariable String id, @RequestBody Stays.NewStay known) {
        var declared = commands.declareStay(exits.find(id).exitId(), known);
        return ResponseEntity.created(URI.create("/api/exits/" + id + "/stays/" + declared))
                .body(show(id, declared));
    }

    /** Legal only, on a document with issuer, scope and date. */
    @PostMapping("/{stay}/lift")
    Stay lift(@PathVariable String id, @PathVariable String stay, @RequestBody Stays.Leave leave) {
        commands.liftStay(id, stays.find(id, stay).stay(), leave);
        return show(id, stay);
    }
}
