package dev.handback.web;

import dev.handback.assets.AssetRegister;
import dev.handback.exits.Exits;
import dev.handback.process.ExitCommands;
import dev.handback.retrieval.Placing;
import dev.handback.retrieval.Placings;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Placing of a checked asset at the client's own destination. */
@RestController
@RequestMapping("/api/exits/{id}/assets/{name}")
class PlacingApi {
    private final Exits exits;
    private final AssetRegister register;
    private final ExitCommands commands;
    private final Placings placings;

    PlacingApi(Exits exits, AssetRegister register, ExitCommands commands, Placings placings) {
        this.exits = exits;
        this.register = register;
        this.commands = commands;
        this.placings = placings;
    }

    /** Has it placed where its row of the register says; {@code placings} tell how it ended. */
    @PostMapping("/place")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Placing place(@PathVariable String id, @PathVariable String name) {
        commands.place(exits.find(id).exitId(), name);
        return placings.list(id, name).get(0);
    }

    /** Every placing, the newest first. */
    @GetMapping("/placings")
    List<Placing> placings(@PathVariable String id, @PathVariable String name) {
        register.find(exits.find(id).exitId(), name);
        return placings.list(id, name);
    }
}
