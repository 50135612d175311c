package dev.handback.web;

import dev.handback.assets.AssetRegister;
import dev.handback.retrieval.Archived;
import dev.handback.retrieval.Restore;
import dev.handback.retrieval.Restores;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Versions in archive classes and their restores, which are asked for and agreed to by tasks. */
@RestController
@RequestMapping("/api/exits/{id}/assets/{name}/restores")
class RestoresApi {
    private final AssetRegister register;
    private final Restores restores;

    RestoresApi(AssetRegister register, Restores restores) {
        this.register = register;
        this.restores = restores;
    }

    /** @param archived what the newest attempt met and does not hold; null when it met none */
    record RestoresJson(@Nullable Archived archived, List<Restore> restores) {}

    @GetMapping
    RestoresJson list(@PathVariable String id, @PathVariable String name) {
        var asset = register.find(id, name);
        return new RestoresJson(
                restores.archived(asset.exitId(), asset.asset()).orElse(null),
                restores.list(asset.exitId(), asset.asset()));
    }
}
