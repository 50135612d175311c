package dev.handback.web;

import dev.handback.assets.AssetRegister;
import dev.handback.exits.Exits;
import dev.handback.exits.InvalidInput;
import dev.handback.process.QuarantineCommands;
import dev.handback.retrieval.Erasure;
import dev.handback.retrieval.Erasures;
import dev.handback.retrieval.Quarantine;
import dev.handback.retrieval.Quarantines;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What was taken by mistake: sealed, released by legal, or erased on the word of three people. */
@RestController
@RequestMapping("/api/exits/{id}")
class QuarantineApi {
    private final Exits exits;
    private final AssetRegister register;
    private final Quarantines quarantines;
    private final Erasures erasures;
    private final QuarantineCommands commands;

    QuarantineApi(
            Exits exits,
            AssetRegister register,
            Quarantines quarantines,
            Erasures erasures,
            QuarantineCommands commands) {
        this.exits = exits;
        this.register = register;
        this.quarantines = quarantines;
        this.erasures = erasures;
        this.commands = commands;
    }

    /** @param attempt its number; without one, the attempt that counts */
    record Wanted(
            @Nullable String asset,
            @Nullable Integer attempt,
            @Nullable String reason) {}

    record Reason(@Nullable String reason) {}

    /** @param decision APPROVE or REFUSE; a refusal needs its reason */
    record Word(@Nullable String decision, @Nullable String reason) {}

    @GetMapping("/quarantines")
    List<Quarantine> list(@PathVariable String id) {
        return quarantines.list(exits.find(id).exitId());
    }

    @GetMapping("/quarantines/{quarantine}")
    Quarantine show(@PathVariable String id, @PathVariable String quarantine) {
        return quarantines.find(exits.find(id).exitId(), quarantine);
    }

    /** Operations, engineering or legal, at any moment: seals an attempt whole, and every other that holds the same. */
    @PostMapping("/quarantines")
    ResponseEntity<Quarantine> place(@PathVariable String id, @RequestBody Wanted wanted) {
        var name = wanted.asset();
        if (name == null || name.isBlank()) {
            throw new InvalidInput(List.of(new InvalidInput.Problem("asset", "expected the name of an asset")));
        }
        var asset = register.find(exits.find(id).exitId(), name).asset();
        var placed = commands.place(id, asset, wanted.attempt(), wanted.reason());
        return ResponseEntity.created(URI.create("/api/exits/" + id + "/quarantines/" + placed.quarantine()))
                .body(placed);
    }

    /** Legal only, and never who sealed it. */
    @PostMapping("/quarantines/{quarantine}/release")
    Quarantine release(@PathVariable String id, @PathVariable String quarantine, @RequestBody Reason word) {
        return commands.release(exits.find(id).exitId(), quarantine, word.reason());
    }

    /** Asks that what it seals be erased; two others must approve, one of legal. */
    @PostMapping("/quarantines/{quarantine}/erasure")
    ResponseEntity<Erasure> askErasure(
            @PathVariable String id, @PathVariable String quarantine, @RequestBody Reason word) {
        var erasure = commands.askErasure(exits.find(id).exitId(), quarantine, word.reason());
        return ResponseEntity.created(URI.create("/api/exits/" + id + "/erasures/" + erasure))
                .body(erasures.find(id, erasure));
    }

    @GetMapping("/erasures")
    List<Erasure> listErasures(@PathVariable String id) {
        return erasures.list(exits.find(id).exitId());
    }

    @GetMapping("/erasures/{erasure}")
    Erasure showErasure(@PathVariable String id, @PathVariable String erasure) {
        return erasures.find(exits.find(id).exitId(), erasure);
    }

    /** One person's word on it; the second approval has it erased. */
    @PostMapping("/erasures/{erasure}/decide")
    Erasure decide(@PathVariable String id, @PathVariable String erasure, @RequestBody Word word) {
        var decision = ExitsApi.oneOf(AssetsApi.Approval.class, "decision", word.decision());
        commands.decideErasure(exits.find(id).exitId(), erasure, decision == AssetsApi.Approval.APPROVE, word.reason());
        return erasures.find(id, erasure);
    }
}
