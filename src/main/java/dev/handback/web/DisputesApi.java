package dev.handback.web;

import dev.handback.assets.AssetRegister;
import dev.handback.assets.Dispute;
import dev.handback.assets.Disputes;
import dev.handback.exits.NotFound;
import dev.handback.process.ExitCommands;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who contests an asset. */
@RestController
@RequestMapping("/api/exits/{id}/assets/{name}/dispute")
class DisputesApi {
    private final AssetRegister register;
    private final Disputes disputes;
    private final ExitCommands commands;

    DisputesApi(AssetRegister register, Disputes disputes, ExitCommands commands) {
        this.register = register;
        this.disputes = disputes;
        this.commands = commands;
    }

    record Word(@Nullable String party, @Nullable String reason) {}

    @GetMapping
    Dispute show(@PathVariable String id, @PathVariable String name) {
        return disputes.newest(id, register.find(id, name).asset())
                .orElseThrow(() -> new NotFound("dispute", "over asset " + name));
    }

    @PostMapping
    Dispute raise(@PathVariable String id, @PathVariable String name, @RequestBody Word word) {
        disputes.raise(id, register.find(id, name).asset(), word.party(), word.reason());
        return show(id, name);
    }

    /** Legal only. */
    @PostMapping("/settle")
    Dispute settle(@PathVariable String id, @PathVariable String name, @RequestBody Word word) {
        commands.settleDispute(id, register.find(id, name).asset(), word.reason());
        return show(id, name);
    }
}
