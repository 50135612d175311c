package dev.handback.web;

import dev.handback.exits.Checklist;
import dev.handback.exits.ChecklistItem;
import dev.handback.exits.Exits;
import dev.handback.process.ChecklistCommands;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What an exit is not closed without. */
@RestController
@RequestMapping("/api/exits/{id}/checklist")
class ChecklistApi {
    private final Exits exits;
    private final Checklist checklist;
    private final ChecklistCommands commands;

    ChecklistApi(Exits exits, Checklist checklist, ChecklistCommands commands) {
        this.exits = exits;
        this.checklist = checklist;
        this.commands = commands;
    }

    /** @param asset where it is about one */
    record New(
            Checklist.@Nullable Topic topic,
            @Nullable String asset,
            @Nullable String what) {}

    record Finding(@Nullable String reason) {}

    @GetMapping
    List<ChecklistItem> list(@PathVariable String id) {
        return checklist.list(exits.find(id).exitId());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ChecklistItem add(@PathVariable String id, @RequestBody New item) {
        exits.find(id);
        return checklist.find(id, commands.add(id, item.topic(), item.asset(), item.what()));
    }

    /** Done, with day, person and what shows it; or, legal only, not applicable, with the reason. */
    @PostMapping("/{item}/settle")
    ChecklistItem settle(@PathVariable String id, @PathVariable String item, @RequestBody Checklist.Word word) {
        exits.find(id);
        commands.settle(id, item, word);
        return checklist.find(id, item);
    }

    /** It turns out not to be so: the item is asked for again; a closed exit is reopened. */
    @PostMapping("/{item}/take-back")
    ChecklistItem takeBack(@PathVariable String id, @PathVariable String item, @RequestBody Finding found) {
        exits.find(id);
        commands.takeBack(id, item, found.reason());
        return checklist.find(id, item);
    }
}
