package dev.handback.web;

import dev.handback.exits.Exits;
import dev.handback.process.ExitCommands;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A further pass over what is home, such as the final one after a freeze. */
@RestController
@RequestMapping("/api/exits/{id}")
class PassApi {
    private final Exits exits;
    private final ExitCommands commands;

    PassApi(Exits exits, ExitCommands commands) {
        this.exits = exits;
        this.commands = commands;
    }

    record PassWord(@Nullable String connection, @Nullable String reason) {}

    record Asked(int assets) {}

    /** One asset that is CHECKED or CERTIFIED. */
    @PostMapping("/assets/{name}/retrieve")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Asked one(@PathVariable String id, @PathVariable String name, @RequestBody PassWord word) {
        commands.retrieveAgain(exits.find(id).exitId(), name, word.reason());
        return new Asked(1);
    }

    /** Everything that is home over a connection. */
    @PostMapping("/retrieve")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Asked all(@PathVariable String id, @RequestBody PassWord word) {
        return new Asked(
                commands.retrieveAgainOver(exits.find(id).exitId(), String.valueOf(word.connection()), word.reason()));
    }
}
